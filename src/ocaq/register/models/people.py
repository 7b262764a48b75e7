"""People, kept only because they hold a post; with what is needed for that and no more."""

from django.db import models
from django.db.models import F, Q

from ocaq.evidence.commitments import SALT_BYTES, new_salt
from ocaq.kernel import clock
from ocaq.kernel.ids import new_ref
from ocaq.kernel.sealing import SealedColumn
from ocaq.register.models.communities import Community, Decision
from ocaq.register.models.names import NameKey


class Person(models.Model):
    """Somebody who holds or held a post. Shown to the public only where they agreed to it, post by post."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    pseudonym = models.CharField(max_length=12, unique=True, default=new_ref)  # what the public log calls them
    salt = models.BinaryField(max_length=SALT_BYTES, default=new_salt)  # of the commitments in their entries
    user = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200)  # as given, in its own script
    romanised = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, blank=True)
    email = SealedColumn()
    phone = SealedColumn()
    email_mark = models.CharField(max_length=64, blank=True, db_index=True)  # `sealing.mark` of the address
    # Whoever is put on record by others is told by a letter; until then the clock of that duty runs from this moment.
    untold_since = models.DateTimeField(null=True, default=clock.now, db_index=True)
    told_at = models.DateTimeField(null=True)
    notice_version = models.CharField(max_length=20, blank=True)  # under which they were told
    entered_as = models.CharField(max_length=10, blank=True)  # in which office somebody entered them
    # What they want to be called, while a council looks at it because their name stands in public.
    wanted_name = models.CharField(max_length=200, blank=True)
    wanted_romanised = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(told_at__isnull=False) | Q(untold_since__isnull=False), name="register_told_or_to_be_told"
            )
        ]

    def __str__(self) -> str:
        return f"person {self.ref}"

    @property
    def subject(self) -> str:
        """What entries of evidence are about, when they are about this person."""
        return f"person:{self.pseudonym}"


class PersonKey(NameKey):
    named = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="keys")

    class Meta(NameKey.Meta):
        pass

    def __str__(self) -> str:
        return self.key


class Post(models.Model):
    """An office held by a person in a community, from one day until another."""

    class Office(models.TextChoices):
        CHAIR = "chair"
        DEPUTY = "deputy"
        SECRETARY = "secretary"
        COORDINATOR = "coordinator"
        HEAD = "head"  # of a school
        TEACHER = "teacher"
        TREASURER = "treasurer"
        MEMBER = "member"  # of a board

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="posts")
    holder = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    office = models.CharField(max_length=12, choices=Office.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    source = models.CharField(max_length=250, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")
    # Until which day the holder agreed that this stands on the public page; asked again every year.
    public_until = models.DateField(null=True)  # their name
    since_until = models.DateField(null=True)  # since when they hold the post
    answered_at = models.DateTimeField(null=True)  # when they last said yes or no

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "holder", "office"], condition=Q(ends_on=None), name="register_one_open_post"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="register_post_days"
            ),
        ]

    def __str__(self) -> str:
        return f"post {self.ref}"


class Letter(models.Model):
    """A letter that tells somebody what is kept of them, or asks what may be public; its link needs no code."""

    class About(models.TextChoices):
        TOLD = "told"
        ASKED = "asked"

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="letters")
    about = models.CharField(max_length=6, choices=About.choices)
    secret_digest = models.CharField(max_length=64, unique=True)
    mail = models.CharField(max_length=12)  # its reference in the outbox
    sent_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    came_back = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"letter {self.ref}"


class Paper(models.Model):
    """A consent that somebody gave on paper: who took it, when it was signed, where it lies."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="papers")
    signed_on = models.DateField()
    kept_at = models.CharField(max_length=250)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"paper {self.pk}"
