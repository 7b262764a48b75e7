from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    name = "ocaq.register"
    label = "register"

    def ready(self) -> None:
        from ocaq.accounts import desk  # noqa: PLC0415 - models are loaded by now
        from ocaq.accounts.public import Network, join  # noqa: PLC0415
        from ocaq.evidence.figures import describe  # noqa: PLC0415
        from ocaq.evidence.revealing import opens  # noqa: PLC0415
        from ocaq.kernel import clock, erasure  # noqa: PLC0415
        from ocaq.privacy.public import Keeper, ends_with, keeps  # noqa: PLC0415
        from ocaq.register import jobs, words  # noqa: F401, PLC0415 - declares the jobs and the sentences
        from ocaq.register.commands.consents import hide_days_of, hide_posts_of  # noqa: PLC0415
        from ocaq.register.commands.erasing import erase_people_of, leave_register  # noqa: PLC0415
        from ocaq.register.figures import KIND  # noqa: PLC0415
        from ocaq.register.public import SUBJECTS  # noqa: PLC0415
        from ocaq.register.queries import giving, opening, scope  # noqa: PLC0415
        from ocaq.register.queries.desk import waiting_count  # noqa: PLC0415
        from ocaq.register.queries.record import people_kept, person_by_subject  # noqa: PLC0415
        from ocaq.register.views import arriving  # noqa: PLC0415

        erasure.with_account(erase_people_of)
        keeps(Keeper("register", _("Posts you hold"), people_kept, leave_register, person_by_subject))
        ends_with("post", "public", hide_posts_of)
        ends_with("post", "since", hide_days_of)
        arriving.listen()
        describe(KIND, SUBJECTS)
        for kind, opener in opening.OPENERS.items():
            opens(kind, opener)
        join(Network(giving.bodies_named, scope.below, giving.has_below, giving.titles, giving.is_held))
        desk.register(
            desk.DeskEntry(
                _("The register"),
                "register:desk",
                ("coordinator",),
                about=_("Communities that you look after. The number: changes that wait for your answer."),
                place=30,
                count=lambda actor: waiting_count(actor, clock.now()) or None,
            )
        )
        post_migrate.connect(begin_kinds, sender=self)


def begin_kinds(using: str, **rest: Any) -> None:
    """Fill the table of kinds of a new house: not an act of anybody, so no command and no entry."""
    from ocaq.register.rules import kinds as first  # noqa: PLC0415 - nothing of a domain is needed before

    table = (rest.get("apps") or apps).get_model("register", "Kind").objects.using(using)
    if table.exists():
        return
    table.bulk_create(
        table.model(
            code=code,
            title=dict(zip(first.LANGUAGES, words[::2], strict=True)),
            plural=dict(zip(first.LANGUAGES, words[1::2], strict=True)),
            position=position,
            spans_countries=code == first.SPANS_COUNTRIES,
            teaches=code == first.TEACHES,
        )
        for position, (code, words) in enumerate(first.KINDS)
    )
