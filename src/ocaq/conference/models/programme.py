"""What is planned: the conference, the items of its rundown, who speaks in each."""

from django.db import models

from ocaq.kernel.ids import new_ref
from ocaq.kernel.text import TextColumn


class Conference(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"  # the programme is public, registration is open
        DOORS = "doors"  # people may enter the hall
        ON_AIR = "on_air"
        ENDED = "ended"
        CANCELLED = "cancelled"

    class Entry(models.TextChoices):
        OPEN = "open"
        INVITATION = "invitation"

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    slug = models.SlugField(max_length=60, unique=True)
    title = TextColumn()
    slogan = TextColumn()
    about = TextColumn()
    template = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    entry = models.CharField(max_length=12, choices=Entry.choices, default=Entry.OPEN)
    starts_at = models.DateTimeField()
    doors_open_min = models.PositiveSmallIntegerField(default=60)
    zone = models.CharField(max_length=60)
    languages = models.JSONField(default=list)
    floor_budget_s = models.PositiveIntegerField(default=120)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Grows with every change of the rundown: two editors find out that they collided.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["state", "starts_at"])]

    def __str__(self) -> str:
        return self.slug


class Item(models.Model):
    """One cue of the rundown: a public half that everybody's page shows, a private half for the crew."""

    class Kind(models.TextChoices):
        OPENING = "opening"
        ANTHEM = "anthem"
        SILENCE = "silence"
        FILM = "film"
        ADDRESS = "address"
        SPEECH = "speech"
        GREETING = "greeting"  # a video greeting sent in
        MUSIC = "music"
        MEDALS = "medals"
        EXCHANGE = "exchange"  # views and proposals from the floor
        POLL = "poll"
        ANSWERS = "answers"
        BREAK = "break"
        CLOSING = "closing"

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()  # 0, 1, 2 … within the conference, without gaps
    kind = models.CharField(max_length=12, choices=Kind.choices)
    fixed_start_at = models.DateTimeField(null=True)  # None: starts when the one before ends
    length_s = models.PositiveIntegerField()
    owner = models.CharField(max_length=120, blank=True)
    skipped = models.BooleanField(default=False)
    inserted_live = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)  # grows with every change of this item

    # public half
    title = TextColumn()
    subtitle = TextColumn()
    media_url = models.CharField(max_length=500, blank=True)
    media_kind = models.CharField(max_length=8, blank=True, choices=[(k, k) for k in ("video", "hls", "audio")])
    sound_url = models.CharField(max_length=500, blank=True)  # sound alone, for thin lines

    # private half
    script = TextColumn()  # prepared words by language; the crew advances them line by line
    notes = models.TextField(blank=True)
    cues = models.JSONField(default=dict)  # {department: what it does}, departments of `rules.DEPARTMENTS`

    class Meta:
        # Checked at once on every database: a reorder steps aside first, see `commands.rundown`.
        constraints = [models.UniqueConstraint(fields=["conference", "position"], name="conference_item_place")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class Speaker(models.Model):
    """Someone who appears in an item; shown in public."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="speakers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    role = TextColumn()
    place = TextColumn()
    country = models.CharField(max_length=2, blank=True)
    speaks = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "position"], name="conference_speaker_place")]

    def __str__(self) -> str:
        return f"speaker {self.pk}"
