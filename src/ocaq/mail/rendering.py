"""A template and a language become subject, plain text and HTML with its styles inline."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import css_inline
from django.conf import settings
from django.template import Context, engines
from django.utils import translation

from ocaq.kernel import places
from ocaq.kernel.text import Text

_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True, keep_link_tags=False)


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str


def render_mail(*, template: str, language: str, context: Mapping[str, Any]) -> Rendered:
    """Render the three parts of `mail/<template>` in `language`."""
    with translation.override(language):
        frame = {
            "institution": Text(settings.INSTITUTION).within(language)[1],
            "site": settings.SITE_ADDRESS,
            "language": language,
            "direction": places.direction(language),
            "LANGUAGE_CODE": language,
        }
        subject = _render(f"mail/{template}.subject.txt", {**frame, **context}, escape=False)
        text = _render(f"mail/{template}.txt", {**frame, **context}, escape=False)
        html = _render(f"mail/{template}.html", {**frame, **context, "subject": " ".join(subject.split())}, escape=True)
    return Rendered(" ".join(subject.split())[:300], _tidy(text), _inliner.inline(html))


def _render(name: str, context: dict[str, Any], *, escape: bool) -> str:
    # Django escapes whatever the suffix; in a plain text an apostrophe must stay one.
    template = engines["django"].engine.get_template(name)  # type: ignore[attr-defined]
    return str(template.render(Context(context, autoescape=escape)))


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.splitlines())).strip() + "\n"
