"""Every address as everybody: what a stranger, a participant and each role of the institution get."""

import pytest

from ocaq.evidence.models import Entry
from tests.architecture.addresses import GETS, POSTS, ROLES
from tests.architecture.town import Town, build


@pytest.fixture
def town(transactional_db: None) -> Town:
    return build()


# What reading leaves in the log.
READ = {"privacy.records.looked_at"}


@pytest.mark.slow
def test_everybody_gets_what_the_table_says(town: Town) -> None:
    """Reading is no act: link previews, prefetching and a picture on another's page are GETs too."""
    before = Entry.objects.latest("pk").pk
    seen = {one.name: " ".join(str(town.ask(role, one)) for role in ROLES) for one in town.addresses}

    wrong = [f'    "{name}": "{row}",' for name, row in sorted(seen.items()) if row != GETS.get(name)]
    assert not wrong, "not as in addresses.py:\n" + "\n".join(wrong)
    assert GETS.keys() == seen.keys()
    assert set(Entry.objects.filter(pk__gt=before).values_list("kind", flat=True)) == READ


def test_nothing_is_out_of_everybodys_reach() -> None:
    """A row of 404 alone would say that nothing was put in the place of a parameter."""
    assert [name for name, row in GETS.items() if set(row.split()) <= {"302", "403", "404"} and "404" in row] == []


@pytest.mark.slow
def test_who_may_act_where_a_secret_leads(town: Town) -> None:
    paths = {one.name: one for one in town.addresses}

    seen = {name: " ".join(str(town.ask(role, paths[name], "post")) for role in ROLES) for name in POSTS}

    assert seen == POSTS


@pytest.mark.slow
def test_every_page_carries_the_strict_policy(town: Town) -> None:
    loose = []
    for address in town.addresses:
        page = town.browsers["staff"].get(address.path)
        page.getvalue()
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
    unlike = [
        f"{each.name}: GET {page}, HEAD {head}"
        for each in town.addresses
        if (page := town.ask("staff", each)) != (head := town.ask("staff", each, "head"))
    ]

    assert unlike == []


@pytest.mark.slow
def test_nobody_changes_what_is_not_theirs(town: Town) -> None:
    """Whoever may not look may not act either, and never learns more by acting."""
    wrong = []
    for address in town.addresses:
        for role, may_look in zip(ROLES, GETS[address.name].split(), strict=True):
            status = town.ask(role, address, "post")
            if status >= 500 or (may_look in {"403", "404"} and status not in {302, 403, 404, 405, 409, 410, 422}):
                wrong.append(f"{role} POST {address.name}: {status}")

    assert wrong == []
