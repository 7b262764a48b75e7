"""Tags and filters every template has without loading."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ocaq.design import icons

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """Draw an icon. Without a label it is decoration beside words and hidden from readers of speech."""
    box, drawing = icons.shapes()[name]
    way = " way" if name in icons.DIRECTED else ""
    css = "chev" if name == "chevron" else f"ic{way}"
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="{} {}" viewBox="{}" {}>{}</svg>', css, extra, box, named, mark_safe(drawing))  # noqa: S308


@register.simple_tag
def mark(live: bool = False) -> SafeString:
    """Draw the mark; the fire is ember only while a conference is on air."""
    return format_html('<svg class="mark{}" viewBox="0 0 32 32" aria-hidden="true"><path d="{}"/>'
                       '<circle class="core" cx="16" cy="16" r="4.9"/></svg>', " live" if live else "", icons.mark_path())
