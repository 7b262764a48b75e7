"""The network is counted, and its figures are published from the log."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from ocaq.evidence import figures
from ocaq.evidence.models import Entry
from ocaq.evidence.sequencer import place
from ocaq.kernel import clock
from ocaq.kernel.refusals import NotAllowed, NotFound
from ocaq.register.commands.activity import report_activity
from ocaq.register.commands.changes import write
from ocaq.register.commands.counting import count_network
from ocaq.register.commands.verifying import verify
from ocaq.register.models import Count, Group
from ocaq.register.rules.activity import after, quarter_of
from ocaq.register.tests.makers import STAFF, community, coordinator, keeper_of
from ocaq.register.tests.test_desk import signed_in
from ocaq.report.commands.publication import publish_figures

pytestmark = pytest.mark.django_db


def test_the_network_is_counted_without_what_closed() -> None:
    now = clock.now()
    house, school = (
        community(taught=["az", "ru"]),
        community("Məktəb", kind="school", country="FR", taught=["az", "fr"]),
    )
    verify(ref=house.ref, groups=Group.values, by=STAFF, at=now)
    closed = {"state": "closed", "since": "2020-01-01", "source": "Letter"}
    community("Ev", country="IT", taught=["it"], state=closed)

    assert figures.subjects("register").tally("network") == {
        "register.communities": 2,
        "register.countries": 2,
        "register.schools": 1,
        "register.school_countries": 1,
        "register.languages": 3,
        "register.fresh": 50,
        "register.by_kind": ("house:1", "school:1"),
        "register.by_country": ("de:1", "fr:1"),
    }
    assert count_network(ref="network", by=STAFF, at=now) == 1
    assert count_network(ref="network", by=STAFF, at=now) == 1
    write(ref=school.ref, version=1, group="work", fields={"taught": ["az"]}, key="k", by=STAFF, at=now)
    assert count_network(ref="network", by=STAFF, at=now) == 2
    assert Entry.objects.filter(kind="register.network.counted").count() == 2


def test_a_round_that_only_the_log_knows_after_a_restored_backup_is_not_counted_twice() -> None:
    community()
    assert count_network(ref="network", by=STAFF, at=clock.now()) == 1
    place()
    Count.objects.all().delete()

    assert count_network(ref="network", by=STAFF, at=clock.now()) == 2


def test_who_may_count_and_what() -> None:
    house = community()

    for actor in (coordinator("country", "DE"), keeper_of(house)):
        with pytest.raises(NotAllowed):
            count_network(ref="network", by=actor, at=clock.now())
    for nothing in ("2026q1", "moon"):
        with pytest.raises(NotFound, match="nothing-to-count"):
            count_network(ref=nothing, by=STAFF, at=clock.now())


def test_a_quarter_counts_the_latest_report_of_each() -> None:
    now = clock.now()
    quarter = after(quarter_of(now.date()), -1)
    told = {"quarter": quarter, "by": STAFF, "at": now}
    house, school = community(), community("Məktəb", kind="school")
    report_activity(community=house.ref, counts={"events": 3, "people": 90}, key="a", **told)
    report_activity(community=house.ref, counts={"events": 4, "people": 80}, key="b", **told)
    report_activity(community=school.ref, counts={"events": 1, "pupils": 40, "lessons": 30}, key="c", **told)

    assert figures.subjects("register").tally(quarter) == {
        "register.reported": 2,
        "register.events": 5,
        "register.people": 80,
        "register.pupils": 40,
        "register.lessons": 30,
    }
    assert [one.ref for one in figures.subjects("register").ready()] == ["network", quarter]


@pytest.mark.django_db(transaction=True)
def test_figures_are_published_from_entries_and_a_late_report_corrects_them() -> None:
    now = clock.now()
    quarter = after(quarter_of(now.date()), -1)
    house = community(taught=["az"])
    told = {"community": house.ref, "quarter": quarter, "by": STAFF}
    report_activity(counts={"events": 3, "people": 90, "pupils": 20}, key="a", at=now, **told)

    assert publish_figures(about="register:network", by=STAFF, at=now - timedelta(hours=1)) == 8
    assert figures.published("register:network")["register.communities"].as_of == now - timedelta(hours=1)
    assert publish_figures(about=f"register:{quarter}", by=STAFF, at=now) == 5
    assert publish_figures(about=f"register:{quarter}", by=STAFF, at=now) == 0
    report_activity(counts={"events": 7, "people": 90, "pupils": 20}, key="b", at=now, **told)
    publish_figures(about=f"register:{quarter}", by=STAFF, at=now + timedelta(hours=1))
    known = figures.published(f"register:{quarter}")
    assert known["register.events"].value == 7
    assert figures.published("register:network")["register.by_country"].value == ("de:1",)
    staff = signed_in("staff", "staff")
    for path in ("", "register/network/", f"register/{quarter}/"):
        assert staff.get(f"/desk/figures/{path}").status_code == 200, path
    shown = Client().get("/figures/").content.decode()
    assert "The network of communities" in shown
    for figure in known.values():
        assert Client().get(f"/figures/{figure.ref}/").status_code == 200


def test_fewer_than_five_guests_or_pupils_are_no_number_in_the_log_nor_on_a_page() -> None:
    now = clock.now()
    quarter = after(quarter_of(now.date()), -1)
    school = community("Məktəb", kind="school")
    counts = {"events": 2, "people": 3, "pupils": 4, "lessons": 3}
    report_activity(community=school.ref, counts=counts, quarter=quarter, key="a", by=STAFF, at=now)
    count_network(ref=quarter, by=STAFF, at=now)

    entry = json.loads(Entry.objects.get(kind="register.quarter.counted").body)
    assert entry["facts"] == {"round": 1, "reported": 1}
    kept = json.loads(Entry.objects.get(kind="register.quarter.kept").body)
    assert kept["facts"] == {"register": quarter, "round": 1, "events": 2, "lessons": 3}
    page = Client().get(f"/directory/{school.slug}/").content.decode()
    assert page.count('<td class="r reported"><span class="ltr">&lt; 5</span></td>') == 2


def test_the_directory_and_the_front_page_show_what_is_published_and_nothing_before() -> None:
    community(taught=["az", "ru"])
    assert "net-figs" not in Client().get("/directory/").text
    assert "find-figs" not in Client().get("/").text

    publish_figures(about="register:network", by=STAFF, at=clock.now())

    address = figures.published("register:network")["register.communities"].ref
    for page in ("/directory/", "/"):
        assert f'href="/figures/{address}/"' in Client().get(page).text
    assert "net-figs" not in Client().get("/directory/", {"country": "DE"}).text
