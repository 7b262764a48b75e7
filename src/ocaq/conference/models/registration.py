"""Who comes: invitations by personal link, registrations with or without an account."""

from django.db import models

from ocaq.conference.models.programme import Conference
from ocaq.evidence.commitments import SALT_BYTES, new_salt
from ocaq.kernel.ids import new_ref
from ocaq.kernel.sealing import MarkColumn, SealedColumn


class Invitation(models.Model):
    """A personal link. Only the digest of its secret is kept; the secret itself went out by mail."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="invitations")
    secret_digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200, blank=True)
    email = SealedColumn()
    email_mark = MarkColumn(of="email")
    country = models.CharField(max_length=2, blank=True)
    capacity = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation {self.ref}"


class Registration(models.Model):
    class Capacity(models.TextChoices):
        HOUSE = "house"
        COUNCIL = "council"
        SCHOOL = "school"
        ASSOCIATION = "association"
        SCHOLAR = "scholar"
        CULTURE = "culture"
        MEDIA = "media"
        GUEST = "guest"
        SELF = "self"  # speaks for nobody but themselves

    class State(models.TextChoices):
        DRAFT = "draft"  # begun, kept so that an outage loses nothing
        CONFIRMED = "confirmed"
        WITHDRAWN = "withdrawn"

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    # What the public log calls this person: it stands nowhere else, because the hall shows `ref` beside the name.
    pseudonym = models.CharField(max_length=12, unique=True, default=new_ref)
    salt = models.BinaryField(max_length=SALT_BYTES, default=new_salt)  # of the commitments in its entries
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="registrations")
    invitation = models.OneToOneField(Invitation, on_delete=models.SET_NULL, null=True, related_name="registration")
    user = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="registrations")
    key = models.CharField(max_length=64, unique=True)  # idempotency: the form's own key, made when it was first opened
    secret_digest = models.CharField(
        max_length=64, unique=True
    )  # of the link by which it is changed without an account
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    name = models.CharField(max_length=200)
    address_as = models.CharField(max_length=100, blank=True)
    email = SealedColumn()
    email_mark = MarkColumn(of="email")
    country = models.CharField(max_length=2)
    capacity = models.CharField(max_length=12, choices=Capacity.choices)
    organisation = models.CharField(max_length=200, blank=True)
    languages = models.JSONField(default=list)  # heard or read, first is the one pages and mail use
    needs = models.JSONField(default=list)  # codes of `rules.NEEDS`
    zone = models.CharField(max_length=60, blank=True)
    notice_version = models.CharField(max_length=20, blank=True)  # which privacy notice was shown
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    link_sent_at = models.DateTimeField(null=True)  # the personal link goes out again once an hour at most

    class Meta:
        indexes = [
            models.Index(fields=["conference", "state", "country"]),
        ]

    def __str__(self) -> str:
        return f"registration {self.ref}"

    @property
    def subject(self) -> str:
        """What entries of evidence are about, when they are about this registration."""
        return f"registration:{self.pseudonym}"
