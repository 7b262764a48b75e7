from ocaq.conference.models.attendance import Attendance, PresenceInterval, Tally
from ocaq.conference.models.floor import Hand, Poll, PollOption, PollVote, Question, QuestionVote, Reaction
from ocaq.conference.models.programme import Conference, Item, Speaker
from ocaq.conference.models.registration import Invitation, Registration
from ocaq.conference.models.show import LogLine, Readiness, Run, Show, SpeakerMessage, Words

__all__ = [
    "Attendance",
    "Conference",
    "Hand",
    "Invitation",
    "Item",
    "LogLine",
    "Poll",
    "PollOption",
    "PollVote",
    "PresenceInterval",
    "Question",
    "QuestionVote",
    "Reaction",
    "Readiness",
    "Registration",
    "Run",
    "Show",
    "Speaker",
    "SpeakerMessage",
    "Tally",
    "Words",
]
