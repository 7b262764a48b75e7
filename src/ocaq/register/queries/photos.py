"""Pictures of communities and where their files lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotFound
from ocaq.kernel.text import Text
from ocaq.register.models import Photo
from ocaq.register.queries.desk import community_in_sight


@dataclass(frozen=True, slots=True)
class PhotoRow:
    ref: str
    width: int
    height: int
    described: Text
    credit: str


@dataclass(frozen=True, slots=True)
class Photos:
    ref: str
    title: Text
    rows: Sequence[PhotoRow]


def path_of(digest: str) -> Path:
    """Return where a picture lies: its digest is its name."""
    return Path(settings.MEDIA_ROOT) / "register" / f"{digest}.jpg"


def file_of(ref: str) -> Path:
    """Return the file of a picture (one SQL query).

    Raises:
        NotFound: `no-such-picture`.
    """
    digest = Photo.objects.filter(ref=ref).values_list("digest", flat=True).first()
    if digest is None or not path_of(digest).is_file():
        raise NotFound("no-such-picture")
    return path_of(digest)


def photos_of(ref: str, *, by: Actor, at: datetime) -> Photos:
    """Return the pictures of a community in sight (two SQL queries).

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotFound: `no-such-community`.
    """
    community = community_in_sight(ref, by=by, at=at)
    rows = community.photos.order_by("position", "pk").values_list("ref", "width", "height", "described", "credit")
    return Photos(community.ref, community.title, [PhotoRow(*row) for row in rows])
