"""How an entry is kept fresh: who verified what when, links for the yearly look, changes that wait for a council."""

from django.db import models
from django.db.models import Q

from ocaq.kernel.ids import new_ref
from ocaq.register.models.communities import Community


class Group(models.TextChoices):
    """Fields that are verified, and changed, together."""

    NAMES = "names"  # names, kind, founding, state; sensitive: a council reviews
    PLACE = "place"  # town, street, what is shown of it
    CONTACTS = "contacts"
    HOURS = "hours"
    WORK = "work"  # about, languages, what is taught, photos
    POSTS = "posts"  # sensitive


class Verification(models.Model):
    """That somebody looked at a group of fields and found them true."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="verifications")
    group = models.CharField(max_length=10, choices=Group.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)  # `Actor.ref`
    office = models.CharField(max_length=40)  # in which role: coordinator, council, staff, renewal link

    class Meta:
        indexes = [models.Index(fields=["community", "group", "-at"])]

    def __str__(self) -> str:
        return f"{self.group} at {self.at}"


class Renewal(models.Model):
    """A personal link to look through an entry once a year. Only the digest of its secret is kept."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="renewals")
    # Of whom it was sent to; none when it went to the community's own address. It opens nothing once the post ended.
    post = models.ForeignKey("Post", on_delete=models.CASCADE, null=True, related_name="renewals")
    # `mark` of the community's own address that it went to: taken off the entry, it opens nothing either.
    line_mark = models.CharField(max_length=64, blank=True)
    secret_digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"renewal {self.ref}"


class Change(models.Model):
    """What somebody wants changed of one group; applied at once, or when whoever reviews it agrees."""

    class State(models.TextChoices):
        WAITING = "waiting"
        APPLIED = "applied"
        REFUSED = "refused"
        OVERTAKEN = "overtaken"  # others changed the same words meanwhile; both stand to be read

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    key = models.CharField(max_length=64, unique=True)  # idempotency: the form's own key
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="changes")
    group = models.CharField(max_length=10, choices=Group.choices)
    before = models.JSONField()  # what the editor saw, by field
    after = models.JSONField()  # what they want, by field: only fields that differ
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # Of the community: the one it made when it is applied, else the one it was written on.
    version = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)
    reviewed_by = models.CharField(max_length=80, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["community", "-at"]),
            models.Index(fields=["at"], condition=Q(state="waiting"), name="register_changes_waiting"),
        ]

    def __str__(self) -> str:
        return f"change {self.ref}"
