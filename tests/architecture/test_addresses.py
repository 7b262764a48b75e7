"""Every address as everybody: what a stranger, a participant and each role of the institution get."""

import pytest

from tests.architecture.addresses import GETS, ROLES
from tests.architecture.town import Town, build


@pytest.fixture
def town(transactional_db: None) -> Town:
    return build()


@pytest.mark.slow
def test_everybody_gets_what_the_table_says(town: Town) -> None:
    seen = {
        address.name: " ".join(str(town.browsers[role].get(address.path).status_code) for role in ROLES)
        for address in town.addresses
    }

    wrong = [f'    "{name}": "{row}",' for name, row in sorted(seen.items()) if row != GETS.get(name)]
    assert not wrong, "not as in addresses.py:\n" + "\n".join(wrong)
    assert GETS.keys() == seen.keys()


@pytest.mark.slow
def test_every_page_carries_the_strict_policy(town: Town) -> None:
    loose = []
    for address in town.addresses:
        page = town.browsers["staff"].get(address.path)
        policy = page.headers.get("Content-Security-Policy", "")
        parts = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
        sources = {*parts.get("script-src", ["*"]), *parts.get("style-src", ["*"])}
        nothing = [parts.get(name) for name in ("default-src", "frame-ancestors", "base-uri")]
        strict = (
            nothing == [["'none'"]] * 3 and not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "data:"} & sources
        )
        if page.headers.get("Content-Type", "").startswith("text/html") and not strict:
            loose.append(f"{address.name}: {policy}")

    assert loose == []


@pytest.mark.slow
def test_a_head_is_answered_as_its_page(town: Town) -> None:
    """Link previews and monitors ask for the head alone."""
    browser = town.browsers["staff"]

    unlike = [
        f"{each.name}: GET {page}, HEAD {head}"
        for each in town.addresses
        if (page := browser.get(each.path).status_code) != (head := browser.head(each.path).status_code)
    ]

    assert unlike == []


@pytest.mark.slow
def test_nobody_changes_what_is_not_theirs(town: Town) -> None:
    """Whoever may not look may not act either, and never learns more by acting."""
    wrong = []
    for address in town.addresses:
        for role, may_look in zip(ROLES, GETS[address.name].split(), strict=True):
            status = town.browsers[role].post(address.path).status_code
            if status >= 500 or (may_look in {"403", "404"} and status not in {302, 403, 404, 405, 409, 410, 422}):
                wrong.append(f"{role} POST {address.name}: {status}")

    assert wrong == []
