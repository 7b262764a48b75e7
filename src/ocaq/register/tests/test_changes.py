"""Entries are written: at once, after a review, beside what others wrote meanwhile."""

import pytest

from ocaq.kernel.ids import new_ref
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible, NotValid
from ocaq.register.commands import posts
from ocaq.register.commands.changes import write
from ocaq.register.commands.reviewing import agree, refuse
from ocaq.register.models import Area, Change, Community, StateChange, Verification
from ocaq.register.queries.snapshot import snapshot
from ocaq.register.tests.makers import AT, STAFF, community, coordinator, keeper_of, town

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Community:
    return community(phone=["+49301234567"], **{"about:az": "Kitabxana.", "about:en": "A library."})


def put(house: Community, group: str, *, by=STAFF, version: int = 1, key: str = "", **fields):
    fields = {field.replace("__", ":"): value for field, value in fields.items()}
    return write(ref=house.ref, version=version, group=group, fields=fields, key=key or new_ref(), by=by, at=AT)


def now(house: Community, group: str) -> dict:
    return snapshot(Community.objects.get(pk=house.pk), group)


def test_a_coordinator_writes_their_own_page(house) -> None:
    made = put(house, "contacts", by=keeper_of(house), phone=["+49 30 7654321"], email=["ev@house.example"])

    assert (made.state, made.version, made.overtaken) == ("applied", 2, "")
    assert now(house, "contacts")["phone"] == ["+49307654321"]
    change = Change.objects.get(ref=made.change)
    assert change.before == {"phone": ["+49301234567"], "email": []}
    assert change.after == {"phone": ["+49307654321"], "email": ["ev@house.example"]}
    assert Verification.objects.get().group == "contacts"


def test_a_repeat_with_the_same_key_is_one_act(house) -> None:
    one = put(house, "contacts", key="k", phone=["+49307654321"])
    again = put(house, "contacts", key="k", phone=["+49307654321"])

    assert (one.change, one.state, one.version) == (again.change, again.state, again.version)
    assert house.changes.filter(group="contacts").count() == 1


def test_saving_what_stands_changes_nothing_and_says_it_is_still_true(house) -> None:
    made = put(house, "contacts", phone=["+49301234567"])

    assert (made.state, made.version) == ("nothing", 1)
    assert house.verifications.get().group == "contacts"


def test_edits_of_different_fields_merge(house) -> None:
    seen = now(house, "work")
    put(house, "work", about__az="Kitabxana və xor.", about__en="A library.", taught=[])
    made = put(house, "work", by=keeper_of(house), **{**seen, "about__en": "A library and a choir."})

    assert (made.state, made.overtaken) == ("applied", "")
    assert now(house, "work") == {
        "about:az": "Kitabxana və xor.",
        "about:en": "A library and a choir.",
        "languages": [],
        "taught": [],
    }


def test_edits_of_one_field_keep_both_texts(house) -> None:
    put(house, "work", about__az="Xor.", taught=["az"])
    made = put(house, "work", by=keeper_of(house), about__az="Rəqs.", languages=["az", "de"])

    assert now(house, "work")["about:az"] == "Xor."
    assert now(house, "work")["languages"] == ["az", "de"]
    kept = Change.objects.get(ref=made.overtaken)
    assert (kept.state, kept.before, kept.after) == ("overtaken", {"about:az": "Kitabxana."}, {"about:az": "Rəqs."})
    # Having seen both, they save once more and it stands.
    assert put(house, "work", version=made.version, about__az="Xor və rəqs.").state == "applied"


def test_the_same_words_twice_are_no_collision(house) -> None:
    put(house, "work", about__az="Xor.")
    made = put(house, "work", about__az="Xor.")

    assert (made.state, made.overtaken) == ("nothing", "")


def test_a_collision_is_found_through_several_versions(house) -> None:
    put(house, "work", about__az="Bir.")
    put(house, "work", version=2, about__en="One.")
    put(house, "work", version=3, about__az="Kitabxana.")  # and back again

    # What they saw in the first version stands again: nothing of theirs collides.
    assert put(house, "work", version=1, about__az="Üç.").state == "applied"


def test_a_new_name_of_ones_own_house_waits_for_the_council(house) -> None:
    council = community("Şura", kind="council", country="AT")
    Area.objects.create(council=council, country="DE", starts_on="2020-01-01")
    asked = put(house, "names", by=keeper_of(house), founded="1998", names=[["Bakı Evi", "az", "original"]])

    assert (asked.state, asked.version) == ("waiting", 1)
    assert str(Community.objects.get(pk=house.pk).title) == "Azərbaycan Evi"
    with pytest.raises(NotAllowed, match="not-yours-to-review"):
        agree(change=asked.change, version=1, by=keeper_of(house), at=AT)
    with pytest.raises(NotAllowed, match="not-your-community"):
        agree(change=asked.change, version=1, by=coordinator("country", "FR"), at=AT)
    agree(change=asked.change, version=1, by=keeper_of(council, user=11), at=AT)
    agree(change=asked.change, version=1, by=keeper_of(council, user=11), at=AT)

    house.refresh_from_db()
    assert (house.title["az"], house.founded, house.version) == ("Bakı Evi", "1998", 2)
    with pytest.raises(NotPossible, match="change-answered"):
        refuse(change=asked.change, answer="Yox", by=STAFF, at=AT)


def test_a_council_writes_names_at_once_but_not_its_own() -> None:
    council, school = community("Şura", kind="council", country="AT"), community("Məktəb", kind="school")
    Area.objects.create(council=council, country="DE", starts_on="2020-01-01")
    Area.objects.create(council=council, country="AT", starts_on="2020-01-01")

    assert put(school, "names", by=keeper_of(council), founded="2001").state == "applied"
    assert put(council, "names", by=keeper_of(council), founded="2001").state == "waiting"


def test_who_agrees_has_seen_the_entry_as_it_is(house) -> None:
    asked = put(house, "names", by=keeper_of(house), founded="1998")
    put(house, "contacts", phone=[])

    with pytest.raises(NotPossible, match="changed-meanwhile"):
        agree(change=asked.change, version=1, by=STAFF, at=AT)
    agree(change=asked.change, version=2, by=STAFF, at=AT)
    assert Community.objects.get(pk=house.pk).founded == "1998"


def test_a_refusal_has_a_reason_and_is_final(house) -> None:
    asked = put(house, "names", by=keeper_of(house), founded="1998")

    with pytest.raises(NotValid, match="refusal-needs-reason"):
        refuse(change=asked.change, answer="  ", by=STAFF, at=AT)
    refuse(change=asked.change, answer="The charter says 1999.", by=STAFF, at=AT)
    refuse(change=asked.change, answer="Again.", by=STAFF, at=AT)

    row = Change.objects.get(ref=asked.change)
    assert (row.state, row.answer, row.reviewed_by) == ("refused", "The charter says 1999.", "user:1")
    with pytest.raises(NotPossible, match="change-answered"):
        agree(change=asked.change, version=1, by=STAFF, at=AT)
    with pytest.raises(NotFound, match="no-such-change"):
        refuse(change="nothing", answer="No", by=STAFF, at=AT)


def test_states_have_days_and_nothing_is_deleted(house) -> None:
    closed = {"state": "closed", "since": "2025-06-01", "source": "Letter of the board"}
    put(house, "names", state=closed)
    put(house, "names", version=2, state={"state": "dormant", "since": "2024-01-01", "source": "Visit"})

    house.refresh_from_db()
    assert house.state == "closed"
    assert list(StateChange.objects.order_by("since").values_list("state", flat=True)) == ["dormant", "closed"]


def test_an_entry_moves_abroad_by_staff_only(house) -> None:
    paris = town("Paris", "FR", 48.86, 2.35)

    with pytest.raises(NotValid, match="place-other-country"):
        put(house, "place", by=keeper_of(house), place=paris)
    with pytest.raises(NotValid, match="place-other-country"):
        put(house, "place", by=coordinator("country", "DE"), place=paris)
    put(house, "place", place=paris)
    assert Community.objects.get(pk=house.pk).country == "FR"


def test_fields_stand_in_their_groups(house) -> None:
    with pytest.raises(NotValid, match="field-unknown"):
        put(house, "contacts", kind="school")
    with pytest.raises(NotFound, match="no-such-community"):
        write(ref="nowhere", version=1, group="contacts", fields={}, key="k", by=STAFF, at=AT)


def test_who_lost_the_role_writes_nothing(house) -> None:
    with pytest.raises(NotAllowed, match="not-your-community"):
        put(house, "contacts", by=coordinator("community", "other"), phone=[])

    assert now(house, "contacts")["phone"] == ["+49301234567"]


def test_every_group_looked_at_makes_an_entry_fresh(house) -> None:
    from ocaq.register.commands.verifying import verify

    verify(ref=house.ref, groups=["names", "place", "contacts", "hours", "work"], by=keeper_of(house), at=AT)
    assert Community.objects.get(pk=house.pk).verified_at is None
    verify(ref=house.ref, groups=["posts"], by=STAFF, at=AT)
    assert Community.objects.get(pk=house.pk).verified_at == AT
    with pytest.raises(NotValid, match="group-unknown"):
        verify(ref=house.ref, groups=["motto"], by=STAFF, at=AT)


def test_a_form_brought_back_with_other_words_loses_none(house) -> None:
    put(house, "contacts", key="k", phone=["+49301234567"])
    put(house, "contacts", key="k", phone=["+49301234567"])
    put(house, "contacts", key="k", phone=["+49307654321"], web=["https://three.example"])
    put(house, "contacts", key="k", phone=["+49307654321"], web=["https://three.example"])

    assert Change.objects.filter(community=house).count() == 2
    assert now(house, "contacts")["web"] == ["https://three.example"]
    assert Change.objects.filter(after__phone=["+49307654321"]).exists()  # settled or overtaken, never dropped


def test_the_key_of_another_entry_is_refused_with_a_sentence(house) -> None:
    other = community("Məktəb")
    put(house, "contacts", key="k", phone=[])
    holder = posts.Holder(name="Aynur Çinarlı")

    with pytest.raises(NotPossible, match="form-of-another-entry"):
        put(other, "contacts", key="k", phone=["+49301111111"])
    with pytest.raises(NotPossible, match="form-of-another-entry"):
        posts.begin_post(
            community=other.ref, holder=holder, office="chair", starts_on=AT.date(), key="k", by=STAFF, at=AT
        )


def test_a_community_is_founded_once_by_a_long_key() -> None:
    assert community(key="k" * 61).pk == community(key="k" * 61).pk


def test_of_two_that_wait_the_second_does_not_write_over_the_first(house) -> None:
    first = put(house, "names", by=keeper_of(house), founded="1998", names=[["Ev", "az", "original"]])
    second = put(house, "names", by=keeper_of(house, user=10), founded="1999")
    same = put(house, "names", by=keeper_of(house, user=11), founded="1998")
    agree(change=first.change, version=1, by=STAFF, at=AT)

    with pytest.raises(NotPossible, match="change-overtaken"):
        agree(change=second.change, version=2, by=STAFF, at=AT)
    agree(change=same.change, version=2, by=STAFF, at=AT)

    assert now(house, "names")["founded"] == "1998"
    assert Change.objects.get(ref=second.change).state == "waiting"
    refuse(change=second.change, answer="The charter says 1998.", by=STAFF, at=AT)
    assert Community.objects.get(pk=house.pk).version == 2
