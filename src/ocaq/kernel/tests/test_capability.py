"""Capabilities held by personal links."""

import time_machine
from django.http import HttpRequest, HttpResponse

from ocaq.kernel import capability


def holding(*refs: str) -> HttpRequest:
    request = HttpRequest()
    if refs:
        request.COOKIES["ocaq_registration"] = capability.issue("registration", *refs)
    return request


def test_what_is_issued_is_read_and_nothing_else() -> None:
    value = capability.issue("registration", "k7m", "p9q")
    assert capability.read("registration", value) == ("k7m", "p9q")
    assert capability.read("invitation", value) == ()
    for forged in ("", "x", value[:-1], value + "x", value.replace("W", "V", 1), "a:b:c", "\ud800"):
        assert capability.read("registration", forged) in ((), ("k7m", "p9q") if forged == value else ())


def test_it_ends_after_its_time() -> None:
    with time_machine.travel("2026-01-01T00:00:00Z"):
        value = capability.issue("registration", "k7m")
    with time_machine.travel("2026-01-01T01:00:01Z"):
        assert capability.read("registration", value, max_age_s=3600) == ()
        assert capability.read("registration", value) == ("k7m",)


def test_the_newest_goes_first_and_the_oldest_is_let_go() -> None:
    request, response = holding(*(f"r{number}" for number in range(capability.MAX_HELD))), HttpResponse()
    capability.hold(request, response, "registration", "new")
    held = capability.read("registration", response.cookies["ocaq_registration"].value)
    assert held[0] == "new"
    assert len(held) == capability.MAX_HELD
    assert response.cookies["ocaq_registration"]["httponly"]


def test_letting_the_last_go_removes_the_cookie() -> None:
    response = HttpResponse()
    capability.let_go(holding("k7m"), response, "registration", "k7m")
    assert response.cookies["ocaq_registration"]["max-age"] == 0
