"""Logs are records: an event name and ids, never a person's name, address, text or network address."""

import logging
import sys
import traceback
from typing import Literal

import structlog


def where_it_failed(_logger: object, _method: str, record: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Replace an exception by its type and frames: its message may quote a row, an address or somebody's words."""
    error = record.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, BaseException):
        error = (type(error), error, error.__traceback__)
    if error and error[0]:
        frames = traceback.extract_tb(error[2])
        record["error"] = f"{error[0].__module__}.{error[0].__qualname__}"
        record["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-20:]]
    return record


def without_values(_logger: object, _method: str, record: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Keep the form of a library's line and drop what filled it: Django puts addresses of personal links there."""
    line = record.get("_record")
    if line is not None and not record.get("_from_structlog"):
        record["event"], record["logger"] = str(line.msg).strip(), line.name
    return record


def configure_logs(form: Literal["json", "plain"], *, is_real: bool) -> None:
    """Set up the lines of every logger; where real people's records are (`is_real`), exceptions lose their messages."""
    render: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        *([without_values, where_it_failed] if is_real else [structlog.processors.format_exc_info]),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processor=render))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    # Access lines hold addresses of people and personal links; requests are counted in metrics instead.
    for noisy in ("uvicorn.access", "httpx", "httpcore", "fido2"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("django.request").setLevel(logging.ERROR)
    # A wrong host name or a body too large is the asker's fault, answered and counted; told at length it fills disks.
    for fault in ("DisallowedHost", "RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent"):
        logging.getLogger(f"django.security.{fault}").setLevel(logging.CRITICAL)
