"""What one participant has done in the hall, so that the page shows it after a reload."""

from typing import Any

from ocaq.conference.models import PollVote, QuestionVote, Reaction, Show


def mine(conference_id: int, participant: str) -> dict[str, Any]:
    """Return {votes: question refs, poll: {poll: option}, reactions: kinds for what is on} (three SQL queries)."""
    votes = QuestionVote.objects.filter(question__conference_id=conference_id, participant=participant)
    voices = PollVote.objects.filter(poll__conference_id=conference_id, participant=participant)
    on_stage = Show.objects.filter(conference_id=conference_id).values("current_id")
    reactions = Reaction.objects.filter(item_id__in=on_stage, participant=participant)
    return {
        "votes": list(votes.values_list("question__ref", flat=True)),
        "poll": dict(voices.values_list("poll__ref", "option__ref")),
        "reactions": list(reactions.values_list("kind", flat=True)),
    }
