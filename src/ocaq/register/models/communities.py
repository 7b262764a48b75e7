"""The bodies of the network: what they are, where, under which names, reached how, since when."""

from django.db import models
from django.db.models import F, Q

from ocaq.kernel.ids import new_ref
from ocaq.kernel.text import TextColumn


class Kind(models.Model):
    """What sort of body a community is. Rows, so that an institution adds its own."""

    code = models.CharField(max_length=20, unique=True)
    title = TextColumn()  # "House"
    plural = TextColumn()  # "Houses"
    position = models.PositiveSmallIntegerField(default=0)
    spans_countries = models.BooleanField(default=False)  # a council
    teaches = models.BooleanField(default=False)  # a school

    def __str__(self) -> str:
        return self.code


class Place(models.Model):
    """A town, named in several languages: what a community shows of where it is unless it opts for its street."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    country = models.CharField(max_length=2)
    name = TextColumn()
    latitude = models.FloatField()
    longitude = models.FloatField()
    zone = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["country"])]

    def __str__(self) -> str:
        return f"place {self.ref}"


class PlaceName(models.Model):
    """A folded spelling under which a place is found: München, Munich, Мюнхен, Münih."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="spellings")
    fold = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fold", "place"], name="register_one_spelling_a_place")]

    def __str__(self) -> str:
        return self.fold


class Decision(models.Model):
    """An act by which something was founded, given an area, or closed."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    taken_by = TextColumn()  # the body that took it
    number = models.CharField(max_length=40, blank=True)
    taken_on = models.DateField()
    title = TextColumn()
    address = models.URLField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"decision {self.ref}"


class Community(models.Model):
    """A house, a council, a school, an association. Never deleted: closed."""

    class State(models.TextChoices):
        ACTIVE = "active"
        DORMANT = "dormant"
        CLOSED = "closed"

    class Shown(models.TextChoices):
        TOWN = "town"
        STREET = "street"

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="communities")
    country = models.CharField(max_length=2)  # of its seat
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="communities")
    title = TextColumn()  # the name by language, as `Name` rows say: what lists show
    about = TextColumn()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)  # the latest of `states`
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    latitude = models.FloatField(null=True)  # of the door; shown only when `shown` is street
    longitude = models.FloatField(null=True)
    shown = models.CharField(max_length=6, choices=Shown.choices, default=Shown.TOWN)
    hours_note = TextColumn()
    languages = models.JSONField(default=list)  # spoken there, BCP 47
    taught = models.JSONField(default=list)  # languages taught there, BCP 47
    founded = models.CharField(max_length=10, blank=True)  # 1998, 1998-05 or 1998-05-28
    founding = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)  # the oldest of the verifications of its groups
    version = models.PositiveIntegerField(default=1)  # grows with every change: two editors find out that they collided
    found_as = models.PositiveIntegerField(default=0)  # the version whose words search knows
    # Another entry turned out to be this body: this one is out of sight, and its address leads there.
    absorbed_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="absorbs")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["country", "kind"]),
            models.Index(fields=["kind", "state"]),
            models.Index(fields=["verified_at"]),
            # What the directory counts of everything, read from the index alone.
            models.Index(fields=["absorbed_into", "country", "kind", "place", "state"], name="register_counted"),
            models.Index(fields=["id"], condition=~Q(found_as=F("version")), name="register_to_be_found"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def subject(self) -> str:
        """What entries of evidence are about, when they are about this community."""
        return f"community:{self.ref}"


class Name(models.Model):
    """One name of a community, in its own script."""

    class Use(models.TextChoices):
        ORIGINAL = "original"  # as registered
        ROMANISED = "romanised"
        TRANSLATED = "translated"
        ALIAS = "alias"  # what people call it
        FORMER = "former"

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=250)
    language = models.CharField(max_length=10, blank=True)
    use = models.CharField(max_length=10, choices=Use.choices, default=Use.ORIGINAL)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "text", "use"], name="register_name_once")]

    def __str__(self) -> str:
        return self.text


class StateChange(models.Model):
    """From which day a community is active, dormant or closed, and who says so."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=8, choices=Community.State.choices)
    since = models.DateField()
    source = models.CharField(max_length=250, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "since"], name="register_one_state_a_day")]

    def __str__(self) -> str:
        return f"{self.state} since {self.since}"


class Contact(models.Model):
    """A public line by which the body is reached. Lines of people stand with the person."""

    class Way(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"  # E.164
        WEB = "web"
        MESSENGER = "messenger"

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="contacts")
    way = models.CharField(max_length=10, choices=Way.choices)
    value = models.CharField(max_length=250)
    label = TextColumn()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "way", "value"], name="register_contact_once")]

    def __str__(self) -> str:
        return self.value


class Hours(models.Model):
    """When it is open on one day of the week, by the clock of the place; two rows for a day with a break."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "weekday", "opens"], name="register_hours_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="register_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"


class Area(models.Model):
    """A country that a council spans, from one day until another, by a decision."""

    council = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="areas")
    country = models.CharField(max_length=2)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)  # the first day on which it no longer holds
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "country"], condition=Q(ends_on=None), name="register_one_open_area"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="register_area_days"
            ),
        ]
        indexes = [models.Index(fields=["country", "ends_on"])]

    def __str__(self) -> str:
        return f"{self.council_id} {self.country}"


class Affiliation(models.Model):
    """That one body belongs to another, from one day until another."""

    member = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="affiliations")
    umbrella = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="members")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "umbrella"], condition=Q(ends_on=None), name="register_one_open_affiliation"
            ),
            models.CheckConstraint(condition=~Q(member=F("umbrella")), name="register_not_its_own_umbrella"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="register_affiliation_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} of {self.umbrella_id}"


class Photo(models.Model):
    """A picture of the body's house or work, with words for those who do not see it."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="photos")
    digest = models.CharField(max_length=64)  # SHA-256 of the stored file, which is its name
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    described = TextColumn()
    credit = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"photo {self.ref}"
