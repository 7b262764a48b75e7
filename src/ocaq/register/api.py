"""What scripts ask of the directory: the same questions as people, answered as JSON; all of it as files."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from ocaq.kernel import clock
from ocaq.kernel.limits import require_pace
from ocaq.kernel.middleware import refused_to_script
from ocaq.kernel.places import country_codes
from ocaq.kernel.refusals import NotFound, Refused
from ocaq.kernel.tables import safe_cell
from ocaq.register.queries import open_data
from ocaq.register.queries.directory import LAST_PAGE, Asked, found
from ocaq.register.queries.open_data import Record
from ocaq.register.rules.finding import LONGEST_QUERY

A_MINUTE = 60
FILES_A_MINUTE = 30
COLUMNS = (
    "ref", "address", "kind", "state", "name", "name_language", "other_names", "country", "place", "latitude",
    "longitude", "street", "postcode", "email", "phone", "web", "languages", "taught", "founded", "verified_on", "grey",
    "changed_on",
)  # fmt: skip
View = Callable[..., HttpResponse]


def asked_of(given: Mapping[str, str], *, language: str = "taught") -> Asked:
    """Return what an address asks; whatever is not understood is not asked."""
    page, country = given.get("page", ""), given.get("country", "").upper()
    return Asked(
        words=" ".join(given.get("q", "")[:LONGEST_QUERY].split()),
        kind=_code(given.get("kind", "")),
        country=country if country in country_codes() else "",
        place=_code(given.get("place", "")),
        taught=_code(given.get(language, "")),
        with_closed=given.get("closed") == "1",
        page=min(int(page), LAST_PAGE) if page.isascii() and page.isdigit() and len(page) < 9 else 1,
    )


def _code(text: str) -> str:
    """Return a code as ours are written, else nothing."""
    return text if len(text) <= 20 and text.isascii() and text.replace("-", "").isalnum() else ""


def _for_scripts(*, a_minute: int) -> Callable[[View], View]:
    """Refuse as JSON, count the asking, and let pages of other sites read the answer: there is nothing secret in it."""

    def around(view: View) -> View:
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                require_pace(request, what=f"directory {view.__name__}", a_minute=a_minute)
                response = view(request, *args, **kwargs)
            except Refused as refusal:
                response = refused_to_script(refusal)
                if refusal.status == 429:
                    response["Retry-After"] = "60"
            response["Access-Control-Allow-Origin"] = "*"
            return response

        return answer

    return around


@_for_scripts(a_minute=A_MINUTE)
def directory(request: HttpRequest) -> HttpResponse:
    """Answer `?q=&kind=&country=&language=&closed=&page=` with a page of records, best first."""
    at, asked = clock.now(), asked_of(request.GET, language="language")
    shown = found(asked, at=at, language=get_language() or "en")
    rows = {one.ref: one for one in open_data.records_by_id([card.id for card in shown.cards], at=at)}
    told = {
        "total": shown.bodies,
        "page": shown.page,
        "pages": shown.pages,
        "next": _page_address(request, shown.page + 1) if shown.page < shown.pages else None,
        "unknown": list(shown.unknown),
        "left_out": list(shown.everywhere),
        "results": [_told(rows[card.ref]) for card in shown.cards if card.ref in rows],
    }
    return HttpResponse(msgspec.json.encode(told), content_type="application/json")


def _page_address(request: HttpRequest, page: int) -> str:
    asked = {name: value for name, value in request.GET.items() if name != "page"} | {"page": str(page)}
    return f"{settings.SITE_ADDRESS}{reverse('register:api_directory')}?{urlencode(asked)}"


@_for_scripts(a_minute=A_MINUTE)
def community(_request: HttpRequest, ref: str) -> HttpResponse:
    record = open_data.record_by_ref(ref, at=clock.now())
    if record is None:
        raise NotFound("no-such-community")
    return HttpResponse(msgspec.json.encode(_told(record)), content_type="application/json")


def _address(record: Record) -> str:
    return settings.SITE_ADDRESS + reverse("register:community", args=[record.slug])


def _told(record: Record) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(record)
    del told["slug"]
    return {"ref": record.ref, "address": _address(record), **told}


def _state(_request: HttpRequest) -> str:
    return f'"{open_data.state_of_everything(at=clock.now())}"'


def _file(name: str, content_type: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "public, max-age=300"
    return response


def _all(at: datetime) -> Iterator[Record]:
    return open_data.records_of(open_data.everything(), at=at)


@_for_scripts(a_minute=FILES_A_MINUTE)
@condition(etag_func=_state)
def directory_json(_request: HttpRequest) -> HttpResponse:
    at = clock.now()
    told = {"as_of": at.astimezone(UTC).isoformat(timespec="seconds"), "communities": [_told(one) for one in _all(at)]}
    return _file("directory.json", "application/json", msgspec.json.encode(told))


@_for_scripts(a_minute=FILES_A_MINUTE)
@condition(etag_func=_state)
def directory_geojson(_request: HttpRequest) -> HttpResponse:
    """Every community that has a place, as points (RFC 7946)."""
    features = [_feature(one) for one in _all(clock.now()) if one.latitude is not None]
    content = msgspec.json.encode({"type": "FeatureCollection", "features": features})
    return _file("directory.geojson", "application/geo+json", content)


def _feature(record: Record) -> dict[str, Any]:
    told = _told(record)
    point = [told.pop("longitude"), told.pop("latitude")]
    return {
        "type": "Feature",
        "id": told.pop("ref"),
        "geometry": {"type": "Point", "coordinates": point},
        "properties": told,
    }


@_for_scripts(a_minute=FILES_A_MINUTE)
@condition(etag_func=_state)
def directory_csv(_request: HttpRequest) -> HttpResponse:
    """One row each; several values of one cell are parted by a semicolon. No cell is taken for a formula."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for record in _all(clock.now()):
        table.writerow(map(safe_cell, _cells(record)))
    return _file("directory.csv", "text/csv; charset=utf-8", ("\ufeff" + out.getvalue()).encode())


def _cells(one: Record) -> Iterable[object]:
    name = next((name for name in one.names if name.use == "original"), one.names[0] if one.names else None)
    others = [other.text for other in one.names if other is not name]
    yield from (one.ref, _address(one), one.kind, one.state)
    yield from (name.text if name else "", name.language if name else "", "; ".join(others))
    yield from (one.country, one.place.get("en") or next(iter(one.place.values()), ""))
    yield from ("" if point is None else point for point in (one.latitude, one.longitude))
    yield from (one.street, one.postcode, *("; ".join(lines) for lines in (one.email, one.phone, one.web)))
    yield from (" ".join(one.languages), " ".join(one.taught), one.founded, one.verified_on)
    yield from ("yes" if one.grey else "no", one.changed_on)
