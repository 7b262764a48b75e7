"""Somebody who holds a post."""

from datetime import date

from ocaq.kernel.actor import system
from ocaq.kernel.ids import new_ref
from ocaq.register.commands.posts import Holder, begin_post
from ocaq.register.models import Post
from ocaq.register.tests.makers import AT, STAFF

WORKER = system("worker")
ADDRESS = "aynur@people.example"
AYNUR = Holder(name="Айнур Чинарлы", romanised="Aynur Chinarli", email=ADDRESS, phone="+49301234567", language="ru")


def begin(house, holder=AYNUR, *, by=STAFF, office="chair") -> Post:
    told = {"office": office, "starts_on": date(2025, 1, 1), "source": "Minutes", "key": new_ref()}
    begin_post(community=house.ref, holder=holder, by=by, at=AT, **told)
    return Post.objects.order_by("pk").last()
