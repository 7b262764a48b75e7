from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocaq.kernel.refusals import Expired, NotAllowed
from ocaq.live import tickets

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FULL = {
    "channel": "conference/k7m2k7m2k7m2",
    "audience": "speaker",
    "language": "az",
    "at": NOON,
    "lives_s": 3600,
    "participant": "b3d4f5g6h7j8",
    "device": "0123456789abcdef01234567",
    "country": "DE",
    "capacity": "association",
}


def test_a_ticket_says_what_it_was_issued_with():
    said = tickets.read(tickets.issue(**FULL), NOON)

    assert said.room == "k7m2k7m2k7m2"
    assert (said.channel, said.audience, said.language) == ("conference/k7m2k7m2k7m2", "speaker", "az")
    assert (said.participant, said.device, said.country, said.capacity) == (
        "b3d4f5g6h7j8",
        "0123456789abcdef01234567",
        "DE",
        "association",
    )
    assert said.expires_at == NOON.timestamp() + 3600


def test_a_full_ticket_stays_short():
    assert len(tickets.issue(**FULL)) < 200


def test_issuing_refuses_what_would_not_fit_into_an_address():
    with pytest.raises(ValueError, match="too long"):
        tickets.issue(**{**FULL, "device": "d" * 400})


def test_a_ticket_ends_at_its_last_second():
    ticket = tickets.issue(**FULL)

    assert tickets.read(ticket, NOON + timedelta(seconds=3599)).country == "DE"
    with pytest.raises(Expired, match="ticket-expired"):
        tickets.read(ticket, NOON + timedelta(seconds=3600))


def test_no_ticket_is_missing():
    with pytest.raises(NotAllowed, match="ticket-missing"):
        tickets.read("", NOON)


@given(st.integers(0, 10_000), st.integers(0, 7))
def test_one_changed_bit_makes_a_forgery(place: int, bit: int):
    ticket = tickets.issue(**FULL)
    raw = bytearray(urlsafe_b64decode(ticket + "=" * (-len(ticket) % 4)))
    raw[place % len(raw)] ^= 1 << bit

    with pytest.raises(NotAllowed, match="ticket-forged"):
        tickets.read(urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode(), NOON)


@given(st.text(min_size=1))
def test_any_text_is_refused_and_nothing_breaks(text: str):
    with pytest.raises(NotAllowed, match="ticket-forged"):
        tickets.read(text, NOON)


def test_a_ticket_of_another_house_is_forged(settings):
    ticket = tickets.issue(**FULL)
    settings.SECRET_KEY = "another house's secret, as long as this"
    tickets._genuine.cache_clear()

    with pytest.raises(NotAllowed, match="ticket-forged"):
        tickets.read(ticket, NOON)
