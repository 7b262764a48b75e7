"""What one participant has done in the hall, so that the page shows it after a reload."""

from typing import Any

from django.db import connection

_DONE = """
SELECT 'vote', question.ref, '' FROM conference_questionvote vote
  JOIN conference_question question ON question.id = vote.question_id
  WHERE vote.participant = %s AND question.conference_id = %s
UNION ALL SELECT 'poll', poll.ref, choice.ref FROM conference_pollvote voice
  JOIN conference_poll poll ON poll.id = voice.poll_id
  JOIN conference_polloption choice ON choice.id = voice.option_id
  WHERE voice.participant = %s AND poll.conference_id = %s
UNION ALL SELECT 'reaction', reaction.kind, '' FROM conference_reaction reaction
  JOIN conference_show stage ON stage.current_id = reaction.item_id
  WHERE reaction.participant = %s AND stage.conference_id = %s
"""


def mine(conference_id: int, participant: str) -> dict[str, Any]:
    """Return {votes: question refs, poll: {poll: option}, reactions: kinds for what is on} (one SQL query)."""
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [participant, conference_id] * 3)
        rows = cursor.fetchall()
    return {
        "votes": sorted(ref for kind, ref, _ in rows if kind == "vote"),
        "poll": {ref: option for kind, ref, option in rows if kind == "poll"},
        "reactions": sorted(ref for kind, ref, _ in rows if kind == "reaction"),
    }
