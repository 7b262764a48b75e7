"""Whoever shows a person's record on the desk says so: a desk page without `looked` stands below, with its reason."""

import ast
import inspect
from collections.abc import Callable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.tree import Module, called_name, modules

# Pages of the desk that show nobody's record. A new page is here with a thought, or calls `looked`.
NOBODYS = {
    "conference:desk": "conferences",
    "conference:desk_cancel": "acts only",
    "conference:desk_change": "a conference",
    "conference:desk_counts": "counts",
    "conference:desk_invitation_withdraw": "acts only",
    "conference:desk_item": "the programme, which is published",
    "conference:desk_item_add": "acts only",
    "conference:desk_item_move": "acts only",
    "conference:desk_item_remove": "acts only",
    "conference:desk_new": "a form",
    "conference:desk_overview": "counts",
    "conference:desk_publish": "a conference",
    "conference:desk_rundown": "the programme, which is published",
    "desk": "the list of pages",
    "desk-erasure": "a form; who erases sees nothing",
    "desk-mail-retry": "acts only",
    "desk-mail-retry-all": "acts only",
    "desk-role-grant": "a form",
    "register:desk": "communities",
    "register:desk_edit": "fields of a community",
    "register:desk_kinds": "kinds of communities",
    "register:desk_new": "a form",
    "register:desk_photos": "pictures of a community",
    "register:desk_place": "a form",
    "register:desk_renewal": "acts only",
    "register:desk_report": "numbers",
    "register:desk_ties": "bodies and countries",
    "register:desk_verify": "acts only",
    "privacy:desk": "requests without their words",
    "privacy:desk_countries": "countries",
    "privacy:desk_lawful": "what is asked, nothing of the record",
    "privacy:desk_lawful_agree": "acts only",
    "privacy:desk_lawful_deliver": "the command writes the look, with its delay",
    "privacy:desk_lawful_new": "a form",
    "privacy:desk_lawful_refuse": "acts only",
    "privacy:desk_review": "looks, without whose records",
    "privacy:reason": "a form",
    "register:export_csv": "communities, and nobody",
    "register:export_xlsx": "communities, and nobody",
    "register:list": "rows of communities; a list of people is refused",
    "register:list_apply": "acts only",
    "register:list_choices": "acts only",
    "register:list_new": "a form",
    "register:list_rows": "rows of communities",
    "register:list_undo": "acts only",
    "register:lists": "titles of lists",
    "register:merge_undo": "acts only",
    "report:desk": "figures",
    "report:desk_log": "counts",
    "report:desk_publish": "figures",
}
# Pages that lie elsewhere and show records to those who run a conference.
ALSO = ("conference:console", "conference:crew", "conference:report", "conference:speaker")


def _routes(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, Callable]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _routes(pattern, prefix + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", prefix + str(pattern.pattern), pattern.callback


def _desk() -> dict[str, Callable]:
    return {name: view for name, path, view in _routes(get_resolver()) if path.startswith("desk/") or name in ALSO}


def _says_so(module: Module, name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Say whether a function, or one of its own module that it calls, calls `looked`."""
    functions = {function.name: function for function in module.tree.body if isinstance(function, ast.FunctionDef)}
    if name not in functions or name in seen:
        return False
    called = {called_name(node) for node in ast.walk(functions[name]) if isinstance(node, ast.Call)}
    return "looked" in called or any(_says_so(module, one, seen | {name}) for one in called)


def test_every_desk_page_that_shows_a_record_says_so() -> None:
    by_name = {module.name: module for module in modules()}
    silent = set()
    for name, view in _desk().items():
        bare = inspect.unwrap(view)
        if not _says_so(by_name[bare.__module__], bare.__name__):
            silent.add(name)

    assert sorted(silent - NOBODYS.keys()) == [], "calls no `looked`, and is not known to show nobody"
    assert sorted(NOBODYS.keys() - silent) == [], "says so, or is gone"


PAGES = """
def page(request):
    return rows()

def other(request):
    return page(tell())

def tell():
    looked()
"""


def test_a_silent_page_is_seen() -> None:
    module = Module(modules()[0].path, ast.parse(PAGES))

    assert not _says_so(module, "page")
    assert _says_so(module, "other")
