"""Where allauth asks the house: mails through the outbox, our sentences, who signs in how."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.models import EmailAddress, Login
from allauth.account.signals import email_confirmed
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ocaq.accounts.models import User
from ocaq.evidence.recording import record
from ocaq.kernel import actor as actors
from ocaq.kernel import clock
from ocaq.kernel.text import Text
from ocaq.mail.queueing import queue_mail

YEAR_S = 31_536_000
# How long after signing in somebody may change passkeys or the address without signing in again.
FRESH_S = 15 * 60
MAILS = {
    "account/email/login_code": "accounts_sign_in_code",
    "account/email/unknown_account": "accounts_unknown_address",
    "account/email/account_already_exists": "accounts_already_open",
    "account/email/email_confirmation_signup": "accounts_confirm_address",
    "account/email/email_confirmation": "accounts_confirm_address",
    "account/email/email_changed": "accounts_address_changed",
    "mfa/email/webauthn_added": "accounts_passkey_added",
    "mfa/email/webauthn_removed": "accounts_passkey_removed",
}
# Changes that allauth makes and tells by mail; told and written in evidence together.
KINDS = {
    "account/email/email_changed": "accounts.address.changed",
    "mfa/email/webauthn_added": "accounts.passkey.added",
    "mfa/email/webauthn_removed": "accounts.passkey.removed",
}
# allauth tells of these too; the mails above say the same.
SILENT = {"account/email/email_confirm", "account/email/email_deleted"}


@receiver(email_confirmed)
@transaction.atomic
def open_when_proven(email_address: EmailAddress, **_said: Any) -> None:
    """Open an account asked for by its own holder once the address has been proven.

    No sooner: the log is public, and would tell a stranger who asks with somebody's address whether it was new here.
    """
    at = clock.now()
    if User.objects.filter(pk=email_address.user_id, opened_at=None).update(opened_at=at):
        by = actors.Actor(ref=f"user:{email_address.user_id}")
        record(kind="accounts.account.opened", subject=email_address.user.subject, by=by, at=at)


def signed_in_lately(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < FRESH_S


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is closed."),
        "email_taken": gettext_lazy("This address belongs to another account."),
        "incorrect_code": gettext_lazy(
            "This is not the code. It stands in the newest mail from us and has six digits."
        ),
        "invalid_login": gettext_lazy("This is not a mail address."),
        "rate_limited": gettext_lazy("That was too often in a short time. Wait a minute, then try again."),
        "same_as_current": gettext_lazy("This is your address already."),
        "too_many_login_attempts": gettext_lazy(
            "That was too often. For your safety this code is no longer good; ask for a new one."
        ),
    }

    def get_login_stages(self) -> list[str]:
        # A passkey stands in for the code; whoever signed in by code is not asked for a passkey as well.
        return ["allauth.account.stages.LoginByCodeStage", "allauth.account.stages.EmailVerificationStage"]

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.language = get_language() or ""
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    @transaction.atomic
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix in SILENT:
            return
        user = context.get("user") or User.objects.filter(email__iexact=email).first()
        asked_here = not getattr(self.request, "user", None) or not self.request.user.is_authenticated
        own_language = getattr(user, "language", "")
        language = (get_language() if asked_here or not own_language else own_language) or "en"
        passed: dict[str, Any] = {
            name: context[name] for name in ("code", "signup_url", "from_email", "to_email") if name in context
        }
        # The log is public: a mail asked for by nobody yet known looks alike whether its address has an account or not.
        by = actors.system("accounts") if asked_here else actors.Actor(ref=f"user:{self.request.user.pk}")
        queue_mail(
            template=MAILS[template_prefix],
            language=language,
            to=email,
            by=by,
            at=clock.now(),
            urgent="code" in context,
            context={"address": email, "login_url": f"{settings.SITE_ADDRESS}/accounts/login/", **passed},
        )
        if template_prefix in KINDS:
            record(kind=KINDS[template_prefix], subject=self.request.user.subject, by=by, at=clock.now())

    def send_account_already_exists_mail(self, email: str) -> None:
        # allauth's own adds the address of a page for forgotten passwords, which does not exist here.
        self.send_mail("account/email/account_already_exists", email, {})

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if not get_authentication_records(request, user):
            # An account just opened, by the code that proved its address; allauth notes only the other ways in.
            record_authentication(request, user, method="code")
        if isinstance(user, User) and user.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                max_age=YEAR_S,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

    def is_login_by_code_required(self, login: Login) -> bool:  # noqa: ARG002 - allauth's
        return False


class PasskeyAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This passkey was not accepted. Try again, or ask for a code by mail."),
        "unverified_email": gettext_lazy("Confirm your new address first; then you can add a passkey."),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": str(Text(settings.INSTITUTION))}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        return {"id": user_pk_to_url_str(user).encode(), "display_name": user.name or user.email, "name": user.email}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}
