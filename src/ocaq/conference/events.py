"""Facts the conference announces after commit."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ProgrammePublished:
    conference: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConferenceCancelled:
    conference: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RegistrationConfirmed:
    conference: str
    registration: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RegistrationWithdrawn:
    conference: str
    registration: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DoorsOpened:
    conference: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShowEnded:
    conference: str
    at: datetime
