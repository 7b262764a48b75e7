"""How a number that counts something stands on a page: with the way to how it is known."""

from typing import Any, Protocol

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ocaq.design import dates

register = template.Library()


class _Declared(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def words(self) -> Any: ...


class Counted(Protocol):
    """A figure to be shown, such as `evidence.figures.Shown`."""

    @property
    def figure(self) -> _Declared: ...
    @property
    def number(self) -> int: ...
    @property
    def address(self) -> str: ...


@register.simple_tag
def figure(counted: Counted) -> SafeString:
    """Write a figure; it opens what it means and how it is known."""
    return format_html('<a class="counted" href="{}">{}</a>', counted.address, bare_figure(counted))


@register.simple_tag
def bare_figure(counted: Counted) -> SafeString:
    """Write a figure where the way to it stands beside, or where this is already its page."""
    return counted_part(counted.number, counted.figure.code)


@register.simple_tag(name="part")
def counted_part(count: int, code: str) -> SafeString:
    """Write one count of a table, or a part of a figure; the way to how it is known stands beside it."""
    return format_html('<data value="{}" data-figure="{}">{}</data>', count, code, dates.number(count))


@register.filter
def counted_words(counted: Counted) -> str:
    """Say what stands behind the number of a figure, plural by it: people came."""
    return str(counted.figure.words % counted.number)
