"""What the made-up institution has by chance only: made here, so that every address leads to something."""

import io
from datetime import date, timedelta

from PIL import Image

from ocaq.accounts.models import RoleGrant, User
from ocaq.conference.commands.invitation import invite
from ocaq.conference.models import Registration
from ocaq.conference.rules.entries import InvitationEntry
from ocaq.kernel import clock, links
from ocaq.kernel.actor import Actor, Grant
from ocaq.privacy.commands import asking, lawful
from ocaq.privacy.models import Receipt
from ocaq.privacy.queries.lines import handle_of
from ocaq.privacy.queries.record import record_of
from ocaq.privacy.rules.keeping import Holder
from ocaq.register import jobs
from ocaq.register.commands.importing import bring_in
from ocaq.register.commands.photos import add_photo
from ocaq.register.commands.posts import Holder as NewHolder
from ocaq.register.commands.posts import begin_post
from ocaq.register.commands.renewing import ask_to_renew
from ocaq.register.models import Community, Letter, Likeness, Merge, Person, Post

LIST = b"Name,Country,Kind\nHouse of the quince,DE,house\n"


def make(guest: Registration) -> dict[str, str]:
    """Return what stands in an address for what, the longest first; secrets are those that somebody was mailed."""
    staff = Actor(f"user:{User.objects.get(email='staff@example.org').pk}", frozenset({Grant("staff")}))
    at = clock.now()
    house = Community.objects.get(ref=RoleGrant.objects.get(scope="community").place)
    holder = Holder(held={"registration": (guest.ref,)})
    handle = handle_of(next(kept for kept in record_of(holder, at=at) if kept.subject == guest.subject))
    request = asking.ask(
        holder=holder, subject=guest.subject, kind="correct", words="My name has another letter.",
        address="guest@example.org", key="town-request", by=staff, at=at,
    )  # fmt: skip
    told = {"authority": "A court", "act": "Order 7", "asks": "When they came", "told_from": None}
    wanted = lawful.enter_request(**told, subject=guest.subject, key="town-lawful", by=staff, at=at)  # type: ignore[arg-type]
    photo = add_photo(community=house.ref, content=_picture(), described={"en": "The door"}, by=staff, at=at)
    renewal = links.secret("renewal", ask_to_renew(community=house.ref, by=staff, at=at))
    teacher, letter = _holder_of_a_post(house, staff)
    rows = bring_in(raw=LIST, title="Houses", key="town-list", by=staff, at=at)
    jobs.go_on_with_lists()
    entry = InvitationEntry("A guest", "invited@example.org")
    invited = invite(slug=guest.conference.slug, people=[entry], by=staff, at=at)[0]
    return {
        "i/<str:secret>": f"i/{links.secret('invitation', invited)}",
        "mine/<str:secret>": f"mine/{links.secret('registration', guest.ref)}",
        "renew/<str:secret>": f"renew/{renewal}",
        "photos/<ref:ref>": f"photos/{photo}",
        "receipts/<slug:ref>": f"receipts/{Receipt.objects.filter(subject=guest.subject)[0].ref}",
        "my/record/<slug:handle>": f"my/record/{handle}",
        "desk/privacy/requests/<slug:ref>": f"desk/privacy/requests/{request}",
        "desk/privacy/lawful/<slug:ref>": f"desk/privacy/lawful/{wanted}",
        "lists/<slug:ref>": f"lists/{rows}",
        "likeness/<slug:ref>": f"likeness/{_likeness()}",
        "merges/<slug:ref>": f"merges/{_merge()}",
        "register/letters/<str:secret>": f"register/letters/{letter}",
        "my/posts/<ref:ref>": f"my/posts/{teacher}",
        "desk/register/emergency/<ref:ref>": f"desk/register/emergency/{house.ref}",
        "desk/register/<ref:ref>": f"desk/register/{house.ref}",
        "directory/<slug:slug>": f"directory/{house.slug}",
        "api/directory/<slug:ref>": f"api/directory/{house.ref}",
        "<slug:group>": "hours",
    }


def _holder_of_a_post(house: Community, staff: Actor) -> tuple[str, str]:
    """Return the reference of somebody who is the keeper, and the secret of a letter to them."""
    holder = NewHolder(name="Günel Söyüdlü", email="keeper@example.org", language="az")
    begin_post(
        community=house.ref, holder=holder, office="teacher", starts_on=date(2026, 1, 1), key="town-post", by=staff,
        at=clock.now(),
    )  # fmt: skip
    person = Post.objects.filter(community=house, office="teacher").order_by("-pk")[0].holder
    Person.objects.filter(pk=person.pk).update(user=User.objects.get(email="keeper@example.org"))
    secret = links.secret("letter", "townletter00")
    Letter.objects.create(
        ref="townletter00", person=person, about="told", secret_digest=links.digest(secret), sent_at=clock.now(),
        expires_at=clock.now() + timedelta(days=9),
    )  # fmt: skip
    return person.ref, secret


def _picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 20), "green").save(drawn, "JPEG")
    return drawn.getvalue()


def _likeness() -> str:
    one, other = Community.objects.filter(country="DE").order_by("pk")[:2]
    found = {"country": "DE", "score": 0.9, "code": "same-letters", "found_at": clock.now()}
    return Likeness.objects.get_or_create(about="bodies", one_id=one.pk, other_id=other.pk, defaults=found)[0].ref


def _merge() -> str:
    kept, absorbed = Community.objects.filter(country="DE").order_by("-pk")[:2]
    return Merge.objects.create(
        kept_community=kept, absorbed_community=absorbed, by="user:0", at=clock.now(), undone_at=clock.now()
    ).ref
