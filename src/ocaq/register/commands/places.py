"""What entries are made of that is not theirs alone: kinds of communities, and the towns where they are."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.fold import fold
from ocaq.kernel.places import country_codes
from ocaq.kernel.refusals import NotValid
from ocaq.kernel.text import Text
from ocaq.register.models import Kind, Place, PlaceName
from ocaq.register.permissions import require_desk, require_whole
from ocaq.register.rules.kinds import refusal_of_kind
from ocaq.register.rules.written import with_umlauts

_FOLD_LENGTH = 120


@transaction.atomic
def add_kind(
    *, code: str, title: Mapping[str, str], plural: Mapping[str, str], teaches: bool = False, by: Actor, at: datetime
) -> None:
    """Add a kind of community, after the others; with a code that is there already it renames that kind.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`. NotValid: `kind-code-wrong`, `kind-name-missing`.
    """
    require_whole(by)
    refusal = refusal_of_kind(code=code, title=title, plural=plural)
    if refusal:
        raise NotValid(refusal)
    named = {"title": Text(title), "plural": Text(plural)}
    made = {**named, "position": Kind.objects.count(), "teaches": teaches}
    Kind.objects.update_or_create(code=code, defaults=named, create_defaults={"code": code, **made})
    record(kind="register.kind.named", subject=f"kind:{code}", by=by, at=at)


@transaction.atomic
def add_place(
    *,
    country: str,
    name: Mapping[str, str],
    latitude: float,
    longitude: float,
    zone: str = "",
    spellings: Collection[str] = (),
    by: Actor,
    at: datetime,
) -> str:
    """Add a town; return its reference. A town of that name that is there already is given the new spellings.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`.
        NotValid: `country-unknown`, `place-name-missing`, `point-not-on-earth`.
    """
    require_desk(by)
    folds = {folded[:_FOLD_LENGTH] for text in (*name.values(), *spellings) if (folded := fold(text))}
    if country not in country_codes():
        raise NotValid("country-unknown")
    if not folds:
        raise NotValid("place-name-missing")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise NotValid("point-not-on-earth")
    place = _same_place(country, {fold(text) for text in name.values()}, (latitude, longitude))
    if place is None:
        place = Place.objects.create(
            country=country, name=dict(name), latitude=latitude, longitude=longitude, zone=zone
        )
        record(
            kind="register.place.added", subject=f"place:{place.ref}", by=by, at=at, facts={"country": country.lower()}
        )
    known = set(place.spellings.values_list("fold", flat=True))
    if folds - known:
        PlaceName.objects.bulk_create(PlaceName(place=place, fold=one) for one in sorted(folds - known))
        place.communities.update(found_as=0)  # search learns the new spelling
    return place.ref


def _same_place(country: str, folds: Collection[str], at: tuple[float, float]) -> Place | None:
    """Two towns of one name in one country are told apart by where they lie: half a degree, some 50 km."""
    also = {*folds, *map(with_umlauts, folds)}
    found = Place.objects.filter(country=country, spellings__fold__in=also).distinct()
    near = [place for place in found if abs(place.latitude - at[0]) < 0.5 and abs(place.longitude - at[1]) < 0.5]
    return near[0] if near else None
