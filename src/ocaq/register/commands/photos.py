"""Pictures of a community: drawn anew on the way in, so that nothing else of what was sent is kept."""

import hashlib
import io
import os
import warnings
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction
from PIL import Image, ImageOps

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.lines import one_line
from ocaq.kernel.refusals import NotFound, NotPossible, NotValid
from ocaq.kernel.text import Text
from ocaq.register import permissions
from ocaq.register.commands.changes import locked
from ocaq.register.models import Photo
from ocaq.register.queries.photos import path_of
from ocaq.register.rules.pictures import EDGE, MOST, MOST_BYTES, QUALITY, refusal_of_size, refusal_of_words


def add_photo(
    *, community: str, content: bytes, described: Mapping[str, str], credit: str = "", by: Actor, at: datetime
) -> str:
    """Keep a picture; return its reference. The same picture again is the one that is there.

    Args:
        content: a JPEG, PNG or WebP file.
        described: what it shows, by language.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`. NotFound: `no-such-community`.
        NotValid: `picture-needs-words`, `picture-words-too-long`, `picture-not-understood`, `picture-too-large`.
        NotPossible: `too-many-pictures`.
    """
    words = {language: line for language, text in described.items() if (line := one_line(text))}
    if refusal := refusal_of_words(words, one_line(credit)):
        raise NotValid(refusal)
    # A large picture takes seconds to draw; meanwhile nobody else's writing waits.
    picture, size = drawn_anew(content)
    drawn = Photo(
        digest=hashlib.sha256(picture).hexdigest(),
        width=size[0],
        height=size[1],
        described=Text(words),
        credit=one_line(credit),
        added_at=at,
    )
    with transaction.atomic():
        return _keep(drawn, picture, community, by=by, at=at)


def _keep(photo: Photo, picture: bytes, community: str, *, by: Actor, at: datetime) -> str:
    body = locked(community)
    permissions.require_keeper(by, body, at=at)
    known = body.photos.filter(digest=photo.digest).values_list("ref", flat=True).first()
    if known:
        return known
    if body.photos.count() >= MOST:
        raise NotPossible("too-many-pictures")
    _store(path_of(photo.digest), picture)
    photo.community, photo.position = body, body.photos.count()
    photo.save()
    facts = {"photo": photo.ref, "digest": photo.digest}
    record(kind="register.photo.added", subject=body.subject, by=by, at=at, facts=facts)
    return photo.ref


@transaction.atomic
def remove_photo(*, photo: str, by: Actor, at: datetime) -> None:
    """Take a picture away; its file goes when nobody else shows it.

    Raises:
        NotAllowed: `sign-in-first`, `not-your-community`. NotFound: `no-such-picture`.
    """
    row = Photo.objects.select_for_update(of=("self",)).select_related("community").filter(ref=photo).first()
    if row is None:
        raise NotFound("no-such-picture")
    permissions.require_keeper(by, row.community, at=at)
    row.delete()
    record(kind="register.photo.removed", subject=row.community.subject, by=by, at=at, facts={"photo": row.ref})
    if not Photo.objects.filter(digest=row.digest).exists():
        transaction.on_commit(lambda: path_of(row.digest).unlink(missing_ok=True))


def drawn_anew(content: bytes) -> tuple[bytes, tuple[int, int]]:
    """Return the picture as a JPEG of its own with at most `EDGE` pixels a side, and its width and height.

    Raises:
        NotValid: `picture-too-large`, `picture-not-understood`.
    """
    if len(content) > MOST_BYTES:
        raise NotValid("picture-too-large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as sent:
                if refusal := refusal_of_size(width=sent.width, height=sent.height, form=sent.format):
                    raise NotValid(refusal)
                return _jpeg(sent)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise NotValid("picture-too-large") from bomb
    except (OSError, SyntaxError, ValueError) as broken:
        raise NotValid("picture-not-understood") from broken


def _jpeg(sent: Image.Image) -> tuple[bytes, tuple[int, int]]:
    upright = ImageOps.exif_transpose(sent).convert("RGBA")
    upright.thumbnail((EDGE, EDGE))
    # Pasted on paper: no position, camera or preview of the file that was sent comes along.
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright)
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue(), paper.size


def _store(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}")
    half.write_bytes(content)
    half.replace(path)
