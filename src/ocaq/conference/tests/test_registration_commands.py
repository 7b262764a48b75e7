import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ocaq.accounts.models import User
from ocaq.conference.commands.forgetting import forget
from ocaq.conference.commands.invitation import invite, withdraw_invitation
from ocaq.conference.commands.registration import (
    Confirmed,
    change_registration,
    confirm_registration,
    keep_draft,
    resume_registration,
    withdraw_registration,
)
from ocaq.conference.models import Conference, Invitation, Registration
from ocaq.conference.queries import registration as queries
from ocaq.conference.queries.doorway import doorway
from ocaq.conference.rules.entries import InvitationEntry, PersonEntry
from ocaq.conference.rules.registration import INVITATION_LIVES, new_key
from ocaq.conference.tests.makers import COORDINATOR, CREW, HOUSE, NOON, STAFF, STRANGER, make_conference
from ocaq.evidence.commitments import commitment
from ocaq.evidence.models import Entry
from ocaq.kernel import links
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import Expired, NotAllowed, NotFound, NotPossible, NotValid
from ocaq.kernel.tests.together import at_once
from ocaq.mail.models import Mail
from ocaq.privacy.commands.countries import keep_nothing

pytestmark = pytest.mark.django_db
AYGUN = PersonEntry(
    name="Aygün Lalazarlı",
    email="aygun@post.example",
    country="DE",
    capacity="school",
    organisation="Nar",
    languages=("az",),
    needs=("captions",),
    zone="Europe/Berlin",
)


def _register(
    conference: Conference, person: PersonEntry = AYGUN, *, key: str = "", invitation: str = "", by: Actor = STRANGER
) -> Confirmed:
    key = key or new_key(conference.ref)
    keep_draft(slug=conference.slug, key=key, person=person, invitation=invitation, by=by, at=NOON)
    return confirm_registration(slug=conference.slug, key=key, invitation=invitation, by=by, at=NOON)


def _bearer(ref: str) -> Actor:
    return Actor(ref=f"registration:{ref}")


def test_confirm_registration_keeps_the_place_writes_evidence_and_mail() -> None:
    conference = make_conference()

    done = _register(conference)

    one = Registration.objects.get()
    assert (done.outcome, done.ref, one.state, one.confirmed_at) == ("confirmed", one.ref, "confirmed", NOON)
    assert Mail.objects.get().about == f"registration:{one.ref}"
    entry = Entry.objects.get(kind="conference.registration.confirmed")
    assert (entry.subject, entry.by, entry.facts) == (
        f"registration:{one.pseudonym}",
        "anonymous",
        {"conference": conference.ref},
    )
    answers = {
        "capacity": "school",
        "conference": conference.ref,
        "country": "DE",
        "registration": one.pseudonym,
    }
    assert json.loads(entry.body)["commit"] == commitment(bytes(one.salt), answers)


def test_the_log_names_nobody_and_says_nothing_by_which_a_person_is_found() -> None:
    done = _register(make_conference())

    written = " ".join(entry.body for entry in Entry.objects.all())

    assert done.ref not in written  # the hall shows it beside the name
    for word in ("Aygün", "aygun", "Nar", "post.example", "school", '"de"', '"DE"', '"az"', "berlin", "captions"):
        assert word not in written


def test_the_log_does_not_tell_who_asks_with_somebodys_name_what_it_calls_them() -> None:
    conference = make_conference()
    _register(conference)

    _register(conference)

    assert Entry.objects.get(kind="conference.registration.asked_again").subject == f"conference:{conference.ref}"


def test_no_secret_of_a_link_is_stored() -> None:
    conference = make_conference()
    done = _register(conference)
    secret = links.secret("registration", done.ref)

    assert queries.registration_by_secret(slug=conference.slug, secret=secret).ref == done.ref
    assert secret not in str(Registration.objects.values().get())


def test_confirming_again_with_the_same_key_changes_nothing() -> None:
    conference = make_conference()
    key = new_key(conference.ref)
    first = _register(conference, key=key)

    again = confirm_registration(slug=conference.slug, key=key, by=STRANGER, at=NOON)

    assert (again.outcome, again.ref) == ("repeated", first.ref)
    assert (
        keep_draft(slug=conference.slug, key=key, person=replace(AYGUN, name="Another"), by=STRANGER, at=NOON)
        == "confirmed"
    )
    assert (Registration.objects.get().name, Mail.objects.count()) == ("Aygün Lalazarlı", 1)


def test_the_same_name_and_address_is_not_counted_twice_and_tells_a_stranger_nothing() -> None:
    conference = make_conference()
    first = _register(conference)

    again = _register(conference, replace(AYGUN, name="AYGÜN  LALAZARLI", email="Aygun@POST.example", country="FR"))

    assert again == Confirmed("already-registered", "")
    assert [(one.ref, one.country) for one in Registration.objects.all()] == [(first.ref, "DE")]
    assert Mail.objects.count() == 1  # the first one went out less than an hour ago


def test_the_link_goes_out_again_once_an_hour_at_most() -> None:
    conference = make_conference()
    _register(conference)
    Registration.objects.update(link_sent_at=NOON - timedelta(hours=1))

    _register(conference)
    _register(conference)

    assert Mail.objects.count() == 2


def test_two_people_may_share_a_mail_address() -> None:
    conference = make_conference()
    _register(conference)

    other = _register(conference, replace(AYGUN, name="Tural Lalazarlı"))

    assert (other.outcome, Registration.objects.count()) == ("confirmed", 2)


def test_the_same_account_is_the_same_person() -> None:
    conference, user = make_conference(), User.objects.create_user("aygun@post.example")
    by = Actor(ref=f"user:{user.pk}")
    first = _register(conference, by=by)

    again = _register(conference, replace(AYGUN, country="FR"), by=by)

    one = Registration.objects.get()
    assert (again.outcome, again.ref, one.ref, one.country, one.user_id) == (
        "same-person",
        first.ref,
        first.ref,
        "FR",
        user.pk,
    )


def test_the_same_personal_link_is_the_same_person() -> None:
    conference = make_conference(entry="invitation")
    link = invite(slug=conference.slug, people=[InvitationEntry("Aygün", "aygun@post.example")], by=STAFF, at=NOON)[0]
    first = _register(conference, invitation=link)

    again = _register(conference, replace(AYGUN, capacity="self"), invitation=link)

    assert (again.outcome, again.ref, Registration.objects.get().capacity) == ("same-person", first.ref, "self")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "\u202e"}, "name-missing"),
        ({"name": "A" * 201}, "name-too-long"),
        ({"country": "XX"}, "country-missing"),
    ],
)
def test_keep_draft_refuses_what_is_not_an_answer(changes: dict[str, Any], code: str) -> None:
    conference = make_conference()

    with pytest.raises(NotValid, match=code):
        keep_draft(slug=conference.slug, key="k", person=replace(AYGUN, **changes), by=STRANGER, at=NOON)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"capacity": ""}, "capacity-missing"), ({"languages": ("xx",)}, "languages-missing-of-person")],
)
def test_confirm_registration_refuses_a_half_filled_form(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(NotValid, match=code):
        _register(make_conference(), replace(AYGUN, **changes))

    assert not Mail.objects.exists()


def test_confirm_registration_refuses_a_key_that_kept_nothing() -> None:
    conference = make_conference()

    with pytest.raises(NotFound, match="registration-not-finished"):
        confirm_registration(slug=conference.slug, key="nothing", by=STRANGER, at=NOON)


@pytest.mark.parametrize(
    ("state", "error", "code"),
    [
        ("draft", NotFound, "no-such-conference"),
        ("ended", NotPossible, "registration-closed"),
        ("cancelled", NotPossible, "registration-closed"),
    ],
)
def test_registration_is_open_only_between_publication_and_end(state: str, error: type[Exception], code: str) -> None:
    conference = make_conference()
    Conference.objects.update(state=state)

    with pytest.raises(error, match=code):
        keep_draft(slug=conference.slug, key="k", person=AYGUN, by=STRANGER, at=NOON)


def test_a_conference_by_invitation_asks_for_a_good_link() -> None:
    conference = make_conference(entry="invitation")
    link = invite(slug=conference.slug, people=[InvitationEntry("Aygün", "a@post.example")], by=STAFF, at=NOON)[0]

    with pytest.raises(NotPossible, match="entry-by-invitation"):
        keep_draft(slug=conference.slug, key="k", person=AYGUN, by=STRANGER, at=NOON)
    with pytest.raises(NotPossible, match="invitation-expired"):
        keep_draft(
            slug=conference.slug, key="k", person=AYGUN, invitation=link, by=STRANGER, at=NOON + INVITATION_LIVES
        )
    withdraw_invitation(ref=link, by=STAFF, at=NOON)
    with pytest.raises(NotPossible, match="invitation-withdrawn"):
        keep_draft(slug=conference.slug, key="k", person=AYGUN, invitation=link, by=STRANGER, at=NOON)


@pytest.mark.parametrize("by", [STRANGER, STAFF, COORDINATOR, _bearer("somebodyelse")])
@pytest.mark.parametrize("act", [0, 1, 2])
def test_only_the_bearer_or_the_account_changes_a_registration(act: int, by: Actor) -> None:
    ref = _register(make_conference()).ref
    acts = (
        lambda: change_registration(ref=ref, person=AYGUN, by=by, at=NOON),
        lambda: withdraw_registration(ref=ref, by=by, at=NOON),
        lambda: resume_registration(ref=ref, by=by, at=NOON),
    )

    with pytest.raises(NotAllowed, match="not-allowed"):
        acts[act]()


def test_change_registration_writes_anew_with_a_later_calendar_file() -> None:
    ref = _register(make_conference()).ref

    change_registration(
        ref=ref, person=replace(AYGUN, country="FR", zone="Europe/Paris"), by=_bearer(ref), at=NOON + timedelta(hours=1)
    )

    assert Registration.objects.get().country == "FR"
    files = [bytes(mail.attachments.get().content).decode() for mail in Mail.objects.order_by("pk")]
    assert ["SEQUENCE:0" in files[0], "SEQUENCE:3600" in files[1]] == [True, True]
    with pytest.raises(NotValid, match="capacity-missing"):
        change_registration(ref=ref, person=replace(AYGUN, capacity=""), by=_bearer(ref), at=NOON)


def test_withdraw_and_resume_bear_repetition() -> None:
    ref = _register(make_conference()).ref
    for _ in range(2):
        withdraw_registration(ref=ref, by=_bearer(ref), at=NOON)
    assert (Registration.objects.get().state, Mail.objects.count()) == ("withdrawn", 2)

    for _ in range(2):
        resume_registration(ref=ref, by=_bearer(ref), at=NOON)

    assert (Registration.objects.get().state, Mail.objects.count()) == ("confirmed", 3)


def test_nothing_is_changed_after_the_end_or_where_nothing_is() -> None:
    ref = _register(make_conference()).ref
    Conference.objects.update(state="ended")

    with pytest.raises(NotPossible, match="registration-closed"):
        withdraw_registration(ref=ref, by=_bearer(ref), at=NOON)
    with pytest.raises(NotFound, match="not-found"):
        withdraw_registration(ref="nobody", by=_bearer("nobody"), at=NOON)


def test_confirm_registration_keeps_nothing_when_the_mail_cannot_be_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    def disk_full(**_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("ocaq.conference.commands.letters.queue_mail", disk_full)

    with pytest.raises(OSError, match="disk full"):
        _register(make_conference())

    assert Registration.objects.get().state == "draft"


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_by_two_lines_at_once_registers_once() -> None:
    conference = make_conference()
    key = new_key(conference.ref)
    keep_draft(slug=conference.slug, key=key, person=AYGUN, by=STRANGER, at=NOON)

    def send() -> str:
        return confirm_registration(slug=conference.slug, key=key, by=STRANGER, at=NOON).outcome

    told = at_once(send, send)

    assert sorted(told) == ["confirmed", "repeated"]
    assert (Registration.objects.count(), Mail.objects.count()) == (1, 1)


def test_invite_gives_links_once_an_address() -> None:
    conference = make_conference()
    people = [
        InvitationEntry("Aygün", "a@post.example", "DE", "school", "az"),
        InvitationEntry("Aygün", "A@post.example"),
        InvitationEntry("Tural", "t@post.example", "Neverland", "king", "xx"),
    ]

    made = invite(slug=conference.slug, people=people, by=STAFF, at=NOON)

    assert len(made) == 2
    assert invite(slug=conference.slug, people=people, by=STAFF, at=NOON) == []
    assert sorted(Invitation.objects.values_list("email", "country", "capacity", "language")) == [
        ("a@post.example", "DE", "school", "az"),
        ("t@post.example", "", "", ""),
    ]
    assert Mail.objects.count() == 2


@pytest.mark.parametrize("by", [STRANGER, COORDINATOR, CREW])
def test_inviting_is_for_planners(by: Actor) -> None:
    conference = make_conference()
    link = invite(slug=conference.slug, people=[InvitationEntry("Aygün", "a@post.example")], by=STAFF, at=NOON)[0]

    with pytest.raises(NotAllowed):
        invite(slug=conference.slug, people=[], by=by, at=NOON)
    with pytest.raises(NotAllowed):
        withdraw_invitation(ref=link, by=by, at=NOON)
    with pytest.raises(NotAllowed):
        queries.invitations(slug=conference.slug, by=by, at=NOON)
    with pytest.raises(NotAllowed):
        queries.registrations(slug=conference.slug, by=by, at=NOON)


def test_invite_refuses_drafts_ends_and_too_many() -> None:
    draft = make_conference("draft", published=False)
    conference = make_conference()

    with pytest.raises(NotPossible, match="registration-not-open"):
        invite(slug=draft.slug, people=[], by=STAFF, at=NOON)
    with pytest.raises(NotValid, match="too-many-lines"):
        invite(slug=conference.slug, people=[InvitationEntry("A", "a@post.example")] * 2001, by=STAFF, at=NOON)
    with pytest.raises(NotFound, match="not-found"):
        withdraw_invitation(ref="nobody", by=STAFF, at=NOON)


def test_a_link_that_is_over_says_so_and_one_never_given_is_not_found() -> None:
    conference = make_conference()
    link = invite(slug=conference.slug, people=[InvitationEntry("Aygün", "a@post.example")], by=STAFF, at=NOON)[0]
    secret = links.secret("invitation", link)

    assert queries.invitation_by_secret(slug=conference.slug, secret=secret, at=NOON).ref == link
    with pytest.raises(Expired, match="invitation-expired"):
        queries.invitation_by_secret(slug=conference.slug, secret=secret, at=NOON + INVITATION_LIVES)
    withdraw_invitation(ref=link, by=STAFF, at=NOON)
    with pytest.raises(Expired, match="invitation-withdrawn"):
        queries.invitation_by_secret(slug=conference.slug, secret=secret, at=NOON)
    with pytest.raises(NotFound, match="link-not-known"):
        queries.invitation_by_secret(slug=conference.slug, secret="forged", at=NOON)
    with pytest.raises(NotFound, match="link-not-known"):
        queries.registration_by_secret(slug=conference.slug, secret=secret)


def test_a_draft_is_no_registration() -> None:
    conference = make_conference()
    keep_draft(slug=conference.slug, key="k", person=AYGUN, by=STRANGER, at=NOON)
    ref = Registration.objects.get().ref

    with pytest.raises(NotFound, match="link-not-known"):
        queries.registration_by_secret(slug=conference.slug, secret=links.secret("registration", ref))
    assert queries.own_registration(slug=conference.slug, refs=[ref], user_id=None) is None


def test_forget_erases_what_is_over_and_keeps_what_is_counted() -> None:
    conference = make_conference()
    ref = _register(conference).ref
    keep_draft(slug=conference.slug, key="k", person=AYGUN, by=STRANGER, at=NOON)
    assert forget(by=HOUSE, at=NOON) == 0
    Conference.objects.update(state="ended", ended_at=NOON)

    assert forget(by=HOUSE, at=NOON + timedelta(days=2)) == 2  # the needs of both
    assert forget(by=HOUSE, at=NOON + timedelta(days=61)) == 2  # the draft, the name

    one = Registration.objects.get()
    assert (one.ref, one.name, one.email, one.organisation, one.needs, one.country, one.capacity) == (
        ref,
        "",
        "",
        "",
        [],
        "DE",
        "school",
    )


@pytest.mark.parametrize("people", [1, 3])
def test_the_costs_of_reads_do_not_grow(people: int, django_assert_num_queries: Any) -> None:
    conference = make_conference()
    refs = [_register(conference, replace(AYGUN, name=f"Person {number}")).ref for number in range(people)]

    with django_assert_num_queries(8):  # six of them write the look
        queries.registrations(slug=conference.slug, by=STAFF, at=NOON)
    with django_assert_num_queries(1):
        queries.registered_counts(slug=conference.slug)
    with django_assert_num_queries(1):
        assert queries.registered_by_country(conference_id=conference.pk) == {"DE": people}
    with django_assert_num_queries(1):
        assert queries.people_registered() == {conference.slug: people}
    with django_assert_num_queries(1):
        queries.own_registration(slug=conference.slug, refs=refs, user_id=None)
    with django_assert_num_queries(1):
        doorway(slug=conference.slug, invitations=(), keys=(), at=NOON)
    with django_assert_num_queries(3):
        doorway(slug=conference.slug, invitations=("x",), keys=(f"{conference.ref}.x",), at=NOON)


def test_nobody_is_invited_where_nothing_is_kept() -> None:
    conference = make_conference()
    keep_nothing(country="DE", why="Asked for by the council of the country", by=STAFF, at=NOON)
    people = [InvitationEntry("Tural", "t@post.example", "PL"), InvitationEntry("Aygün", "a@post.example", "DE")]

    with pytest.raises(NotPossible, match="keeps-nobody-here"):
        invite(slug=conference.slug, people=people, by=STAFF, at=NOON)
    assert not Invitation.objects.exists()
    assert not Mail.objects.exists()
