"""What people say: questions and votes on them, hands, polls, reactions. `participant` is a registration's ref."""

from django.db import models

from ocaq.conference.models.programme import Conference, Item
from ocaq.kernel.ids import new_ref
from ocaq.kernel.text import TextColumn


class Question(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting"  # seen by moderators and its author only
        SHOWN = "shown"
        TAKEN = "taken"  # being answered now
        ANSWERED = "answered"
        DECLINED = "declined"

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="questions")
    participant = models.CharField(max_length=12, db_index=True)
    name = models.CharField(max_length=200)  # as shown, copied so that erasing a registration can blank it
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=10)
    text = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    votes = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["conference", "state", "-votes"])]

    def __str__(self) -> str:
        return f"question {self.ref}"


class QuestionVote(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    participant = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "participant"], name="conference_one_vote_a_question")
        ]

    def __str__(self) -> str:
        return f"vote {self.pk}"


class Hand(models.Model):
    class State(models.TextChoices):
        RAISED = "raised"
        CALLED = "called"  # next; asked to test the line
        SPEAKING = "speaking"
        SPOKE = "spoke"
        LOWERED = "lowered"

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="hands")
    participant = models.CharField(max_length=12, db_index=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    topic = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RAISED)
    budget_s = models.PositiveIntegerField()
    key = models.CharField(max_length=64, unique=True)
    raised_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "participant"],
                condition=models.Q(state__in=["raised", "called", "speaking"]),
                name="conference_one_open_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"hand {self.ref}"


class Poll(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft"
        OPEN = "open"
        CLOSED = "closed"

    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="polls")
    item = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, related_name="polls")
    question = TextColumn()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    results_shown = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference"], condition=models.Q(state="open"), name="conference_one_open_poll"
            )
        ]

    def __str__(self) -> str:
        return f"poll {self.ref}"


class PollOption(models.Model):
    ref = models.CharField(max_length=12, unique=True, default=new_ref)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = TextColumn()
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="conference_poll_option_place")]

    def __str__(self) -> str:
        return f"option {self.ref}"


class PollVote(models.Model):
    """One voice a person; it can be changed while the poll is open."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="+")
    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="+")
    participant = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "participant"], name="conference_one_voice_a_poll")]

    def __str__(self) -> str:
        return f"voice {self.pk}"


class Reaction(models.Model):
    class Kind(models.TextChoices):
        APPLAUSE = "applause"
        THANKS = "thanks"
        AGREE = "agree"

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="reactions")
    participant = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "participant", "kind"], name="conference_one_reaction_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"reaction {self.pk}"
