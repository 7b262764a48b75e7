"""Every variable of the environment, typed. `docs/operations/settings.md` lists the same ones (a test compares)."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

UNSAFE_SECRET = "only-for-trying-out-never-for-real-people"  # noqa: S105 - refused in production below


class Environment(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="OCAQ_", extra="ignore")

    mode: Literal["demo", "test", "production"] = Field("production", description="What this server is for.")
    secret: str = Field(UNSAFE_SECRET, description="Signs sessions, tickets and links; 32 characters or more.")
    data: Path = Field(Path("var"), description="Folder of the embedded database, media and keys.")
    database: str = Field("", description="postgresql://user:password@host/name; empty: SQLite in the data folder.")
    redis: str = Field("", description="redis://host/0 wakes live hubs in other processes; empty: one process.")
    address: str = Field("http://localhost:8000", description="Public address, in links of mail and calendars.")
    hosts: str = Field("localhost,127.0.0.1,[::1]", description="Host names answered, with commas between.")
    role: Literal["all", "web", "live", "intake", "worker"] = Field("all", description="What this process does.")
    smtp: str = Field("", description="smtp://user:password@host:587?tls=1; empty: mail waits in the outbox.")
    mail_from: str = Field("Ocaq <no-reply@localhost>", description="Sender of every mail.")
    mail_bounces: str = Field(
        "", pattern=r"^$|^[^@\s<>]+@[^@\s<>]+$", description="Mailbox that servers report to; empty: the sender."
    )
    institution: str = Field(
        '{"az": "Həmvətənlər Komitəsi", "en": "Committee for Compatriots", "ru": "Комитет по делам соотечественников",'
        ' "ar": "لجنة أبناء الوطن"}',
        description="Name of the institution, JSON by language.",
    )
    contact: str = Field(
        "",
        pattern=r"^$|^[^@\s<>]+@[^@\s<>]+$",
        description="Mail address in the foot of every page, for questions about records, access and faults.",
    )
    capital_zone: str = Field("Asia/Baku", description="IANA zone of the capital, shown beside everyone's own.")
    locale: Path | None = Field(None, description="Folder of further catalogues: <language>/LC_MESSAGES/django.po.")
    web_threads: int = Field(8, ge=1, le=64, description="Threads that make Django pages in this process.")
    log: Literal["json", "plain"] = Field("json", description="Form of log lines.")
    log_key: str = Field("", description="Signs the evidence log: what `ocaq log key new` printed, or /path/to/it.")
    log_copy: Path | None = Field(None, description="Folder that remembers the evidence log's last checkpoint.")
    field_keys: str = Field(
        "", description="Seal what the database holds of people; commas between, the first one seals, all open."
    )
    metrics: bool = Field(True, description="Serve /metrics to loopback and private addresses.")

    @field_validator("locale", "log_copy", mode="before")
    @classmethod
    def take_empty_for_none(cls, given: object) -> object:
        # It would be the folder that the command happens to be run in.
        return given or None

    @model_validator(mode="after")
    def refuse_unsafe_production(self) -> "Environment":
        if self.mode == "production" and (self.secret == UNSAFE_SECRET or len(self.secret) < 32):
            message = "OCAQ_SECRET must be set to a secret of at least 32 characters of its own in production."
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def refuse_a_second_place_around_the_first(self) -> "Environment":
        if self.log_copy and self.data.resolve().is_relative_to(self.log_copy.resolve()):
            message = "OCAQ_LOG_COPY must be a folder of its own, best on another disk, and not hold the data folder."
            raise ValueError(message)
        return self


@cache
def environment() -> Environment:
    return Environment()
