"""One trial of one mail over real SMTP."""

import smtplib
from dataclasses import dataclass
from email.encoders import encode_base64
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from ocaq.mail.models import Attachment, Mail

# Below the ten seconds a process has to stop cleanly.
TIMEOUT_S = 8
PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a mail was not taken. `of_server`: no mail would be taken now, so the others need not be tried."""

    error: str
    code: int | None = None
    of_address: bool = False
    of_server: bool = False


def connection_to(url: str) -> EmailBackend:
    """Return a connection not yet opened: `smtp://user:password@host:587?tls=1`, or `smtps://…` for TLS from the start.

    Raises:
        ValueError: another scheme, or no host.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        message = "OCAQ_SMTP must look like smtp://user:password@host:587?tls=1"
        raise ValueError(message)
    starttls = parse_qs(parts.query).get("tls", ["0"])[0] == "1"
    return EmailBackend(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_tls=starttls and parts.scheme == "smtp",
        use_ssl=parts.scheme == "smtps",
        timeout=TIMEOUT_S,
        fail_silently=False,
    )


def envelope_of(mail: Mail, *, sender: str, bounces: str) -> str:
    """Return the address that a server reports to: one for each mail, where there is a mailbox for them."""
    local, _at, host = bounces.rpartition("@")
    return f"{local}+{mail.ref}@{host}" if bounces else sender


def message_of(mail: Mail, *, sender: str, bounces: str = "") -> EmailMultiAlternatives:
    """Return the mail as it goes out, with the same Message-ID and Date at every trial.

    Args:
        bounces: mailbox for reports, as in OCAQ_MAIL_BOUNCES.
    """
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=envelope_of(mail, sender=sender, bounces=bounces),
        to=[mail.to],
        headers={
            "From": sender,
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.queued_at),
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
        },
    )
    message.attach_alternative(mail.html, "text/html")
    for attachment in mail.attachments.all():
        message.attach(_part(attachment))
    return message


def _part(attachment: Attachment) -> MIMEBase:
    # Django would drop the parameters of a content type, and a calendar without its method is only a file.
    described = Message()
    described["Content-Type"] = attachment.content_type
    main, sub = described.get_content_type().split("/")
    part = MIMENonMultipart(main, sub)
    for name, value in described.get_params([])[1:]:
        part.set_param(name, value)
    part.set_payload(bytes(attachment.content))
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part


def transmit(mail: Mail, *, over: EmailBackend, sender: str, bounces: str = "") -> Refusal | None:
    """Hand the mail to the server over a connection opened when need be; None when it was taken."""
    try:
        refusal = _refusal_by(message_of(mail, sender=sender, bounces=bounces), over=over)
    except (smtplib.SMTPException, OSError):
        refusal = Refusal("no-connection", of_server=True)
    if refusal is not None and refusal.of_server:
        _drop(over)
    return refusal


def _refusal_by(message: EmailMultiAlternatives, *, over: EmailBackend) -> Refusal | None:
    try:
        over.open()
        over.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _reply in error.recipients.values())
        return Refusal(f"smtp-{code}", code, of_address=True)
    except smtplib.SMTPNotSupportedError:
        return Refusal("address-not-carried", 550)
    except smtplib.SMTPAuthenticationError:
        return Refusal("sign-in-refused", of_server=True)
    except smtplib.SMTPSenderRefused as error:
        return Refusal("sender-refused" if error.smtp_code >= 500 else f"smtp-{error.smtp_code}", of_server=True)
    except smtplib.SMTPConnectError as error:
        return Refusal(f"smtp-{error.smtp_code}", of_server=True)
    except smtplib.SMTPResponseException as error:
        return Refusal(f"smtp-{error.smtp_code}", error.smtp_code)
    return None


def _drop(over: EmailBackend) -> None:
    if over.connection is not None:
        over.connection.close()
        over.connection = None
