"""Run with the settings of a house: somebody holds posts in the register, and every room keeps something of them.

Prints what may be found no more once they are erased, as JSON: texts, bytes in hexadecimal, and references.
"""

import io
import json
import secrets
import sys
from datetime import date
from itertools import count

from PIL import Image

from ocaq.config.house import open_house

open_house()

from ocaq.accounts.commands import open_account  # noqa: E402
from ocaq.kernel import clock  # noqa: E402
from ocaq.kernel.actor import Actor, Grant  # noqa: E402
from ocaq.privacy.commands import asking, lawful, looking  # noqa: E402
from ocaq.privacy.public import Holder as Asker  # noqa: E402
from ocaq.register.commands import (  # noqa: E402
    changes,
    consents,
    importing,
    merging,
    photos,
    posts,
    renewing,
    reviewing,
    sweeping,
)
from ocaq.register.commands.activity import report_activity  # noqa: E402
from ocaq.register.models import Community, Likeness, Person  # noqa: E402
from ocaq.register.rules.posts import PUBLIC  # noqa: E402

NAME, ROMANISED, BACKWARDS, CYRILLIC, EMAIL, PHONE, WORDS = sys.argv[1:]
AT, KEYS = clock.now(), (secrets.token_hex(8) for _ in count())


def main() -> None:
    staff = Actor("user:1", frozenset({Grant("staff")}), "en")
    user_id = open_account(email=EMAIL, name=NAME, language="az", by=staff, at=AT)
    hers = Actor(f"user:{user_id}", language="az")
    one, other = Community.objects.filter(country="DE").order_by("pk")[:2]
    keeper = Actor(hers.ref, frozenset({Grant("coordinator", "community", one.ref)}), "az")
    hold(one, staff, ROMANISED)
    hold(other, staff, "")
    person = Person.objects.filter(name=NAME).earliest("pk")
    merge(staff, person)
    asker = Asker(user_id=user_id, addresses=frozenset({EMAIL.casefold()}))
    for post in person.posts.all():
        for field in PUBLIC:
            consents.answer(whose=asker, post=post.ref, field=field, yes=True, by=hers, at=AT)
        consents.note_paper(post=post.ref, signed_on=AT.date(), kept_at="Schrank 3", by=keeper, at=AT)
    write(one, keeper)
    renewing.ask_to_renew(community=one.ref, by=staff, at=AT)
    be_asked_about(person, asker, hers, staff)
    told = Person.objects.filter(name=NAME).values("ref", "pseudonym", "salt", "email_mark")
    letters = [letter.secret_digest for each in Person.objects.filter(name=NAME) for letter in each.letters.all()]
    print(
        json.dumps(
            {
                "user": user_id,
                "page": f"/directory/{one.slug}/",
                "refs": [each["ref"] for each in told],
                "heard": sorted({key.heard for each in Person.objects.filter(name=NAME) for key in each.keys.all()}),
                "digests": [*letters, *(each["email_mark"] for each in told if each["email_mark"])],
                "salts": [bytes(each["salt"]).hex() for each in told],
            }
        )
    )


def hold(body: Community, staff: Actor, romanised: str) -> None:
    """Let a council agree to a post that the body's own keeper asked for, the name typed by hand."""
    holder = posts.Holder(name=NAME, romanised=romanised, email=EMAIL, phone=PHONE, language="az")
    posts.begin_post(
        community=body.ref, holder=holder, office="secretary", starts_on=date(2024, 1, 1),
        source=f"{NAME}, 2024", key=next(KEYS), by=staff, at=AT,
    )  # fmt: skip


def merge(staff: Actor, person: Person) -> None:
    sweeping.find_likenesses(by=staff, at=AT)
    for likeness in Likeness.objects.filter(about="people", one_id=person.pk) | Likeness.objects.filter(
        about="people", other_id=person.pk
    ):
        if Person.objects.filter(pk__in=[likeness.one_id, likeness.other_id], name=NAME).count() == 2:
            merging.merge_people(ref=likeness.ref, keep=person.ref, by=staff, at=AT)
            return
    raise SystemExit("nobody found the two entries alike")


def write(body: Community, keeper: Actor) -> None:
    """Keep words in every field where somebody may write a name."""
    picture = io.BytesIO()
    Image.new("RGB", (64, 64), "green").save(picture, "JPEG")
    photos.add_photo(
        community=body.ref,
        content=picture.getvalue(),
        described={"az": f"{NAME} eyvanda"},
        credit=NAME,
        by=keeper,
        at=AT,
    )
    report_activity(
        community=body.ref,
        quarter="2026q1",
        counts={"events": 3},
        words=f"{NAME.upper()} razıdır",
        key=next(KEYS),
        by=keeper,
        at=AT,
    )
    version = Community.objects.get(pk=body.pk).version
    changes.write(
        ref=body.ref, version=version, group="work", fields={"about:az": f"Hər şənbə açıqdır, {BACKWARDS}."},
        key=next(KEYS), note=f"{CYRILLIC} razıdır", by=keeper, at=AT,
    )  # fmt: skip
    holder = posts.Holder(name=NAME, email=EMAIL)
    posts.begin_post(
        community=body.ref,
        holder=holder,
        office="treasurer",
        starts_on=date(2025, 1, 1),
        key=next(KEYS),
        by=keeper,
        at=AT,
    )
    holder = posts.Holder(name=NAME, email=EMAIL)
    refused = posts.begin_post(
        community=body.ref, holder=holder, office="deputy", starts_on=date(2025, 1, 1), key=next(KEYS), by=keeper, at=AT
    )
    reviewing.refuse(change=refused, answer=f"{NAME} razıdır", by=keeper_of_lists(keeper), at=AT)
    raw = f"Name;City;Phone;Chair\n“Zəfəran Evi”;Berlin;+49301234567;{NAME}".encode()
    importing.bring_in(
        raw=raw, title=f"{ROMANISED}.csv", country="DE", kind="house", key=next(KEYS), by=keeper_of_lists(keeper), at=AT
    )


def keeper_of_lists(keeper: Actor) -> Actor:
    return Actor(keeper.ref, frozenset({Grant("staff")}), "az")


def be_asked_about(person: Person, asker: Asker, hers: Actor, staff: Actor) -> None:
    asking.ask(
        holder=asker, subject=person.subject, kind="correct", words=WORDS, address=EMAIL, key=next(KEYS), by=hers, at=AT
    )
    looking.write_look(
        subjects=[person.subject], purpose="request", how="screen", reason=f"{NAME} razıdır", by=staff, at=AT
    )
    others = Person.objects.exclude(name=NAME).earliest("pk")
    looking.write_look(
        subjects=[others.subject], purpose="request", how="screen", reason=f"{CYRILLIC} üçün", by=staff, at=AT
    )
    lawful.enter_request(
        authority="court",
        act="1-2",
        asks=f"posts held, {BACKWARDS}",
        subject=person.subject,
        told_from=None,
        key=next(KEYS),
        by=staff,
        at=AT,
    )


main()
