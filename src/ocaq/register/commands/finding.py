"""Search comes to know the words of communities. That is no act: what is found under a word follows from entries."""

from collections.abc import Collection
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from ocaq.kernel.actor import Actor
from ocaq.kernel.fold import fold
from ocaq.register.models import Community, Name, PlaceName, SearchEntry, SearchKey, SearchWord
from ocaq.register.rules.finding import LONGEST_WORD, TAUGHT, found_under
from ocaq.register.rules.keys import skeletons

AT_ONCE = 500


def keep_findable(*, by: Actor, at: datetime, most: int = AT_ONCE) -> int:
    """Write the words of up to `most` communities that changed since search last looked; return how many."""
    waiting = Community.objects.exclude(found_as=F("version"))
    # Asked every two seconds, mostly for nothing: then no transaction need hold up a writer.
    if not waiting.exists():
        return 0
    with transaction.atomic():
        changed = list(
            waiting.select_for_update(of=("self",), skip_locked=True)
            .order_by("id")
            .values_list("id", "version", "place", "taught")[:most]
        )
        if changed:
            _write(changed)
    return len(changed)


def _write(changed: Collection[tuple[int, int, int | None, list[str]]]) -> None:
    ids = [pk for pk, *_ in changed]
    weights = _weights(changed)
    known = _known_words({word for words in weights.values() for word in words})
    entries = SearchEntry.objects.filter(community__in=ids)
    touched = {*known.values(), *entries.values_list("word", flat=True)}
    entries.delete()
    SearchEntry.objects.bulk_create(
        (
            SearchEntry(word_id=known[word], community_id=pk, weight=weight)
            for pk, words in weights.items()
            for word, weight in words.items()
        ),
        batch_size=5000,
    )
    _count(touched)
    by_version = sorted((version, pk) for pk, version, *_ in changed)
    for version, rows in groupby(by_version, key=itemgetter(0)):
        Community.objects.filter(id__in=[pk for _, pk in rows]).update(found_as=version)


def _count(words: Collection[int]) -> None:
    """Write how many communities are found under each word; two writers lock them in one order."""
    rows = SearchWord.objects.filter(pk__in=words)
    list(rows.order_by("pk").select_for_update().values_list("pk"))
    counted = SearchEntry.objects.filter(word=OuterRef("pk")).order_by().values("word").annotate(bodies=Count("pk"))
    rows.update(bodies=Coalesce(Subquery(counted.values("bodies")), 0))


def _weights(changed: Collection[tuple[int, int, int | None, list[str]]]) -> dict[int, dict[str, int]]:
    names: dict[int, list[tuple[str, str]]] = {}
    for community, text, use in Name.objects.filter(community__in=[pk for pk, *_ in changed]).values_list(
        "community", "text", "use"
    ):
        names.setdefault(community, []).append((text, use))
    places: dict[int | None, list[str]] = {}
    spelled = PlaceName.objects.filter(place__in={place for _, _, place, _ in changed if place})
    for place, folded in spelled.values_list("place", "fold"):
        places.setdefault(place, []).append(folded)
    return {
        pk: found_under(names.get(pk, []), places=places.get(place, []), taught=map(str, taught))
        for pk, _, place, taught in changed
    }


def _known_words(spellings: Collection[str]) -> dict[str, int]:
    """Return {spelling: id}, for new ones too; two writers who bring the same words take them in one order."""
    known = _ids_of(spellings)
    new = sorted(set(spellings) - known.keys())
    SearchWord.objects.bulk_create(
        (SearchWord(spelling=word, fold=_folded(word)) for word in new), ignore_conflicts=True, batch_size=5000
    )
    added = _ids_of(new)
    SearchKey.objects.bulk_create(
        (
            SearchKey(word_id=pk, skeleton=skeleton)
            for word, pk in added.items()
            if not word.startswith(TAUGHT)
            for skeleton in skeletons(word)
        ),
        ignore_conflicts=True,
        batch_size=5000,
    )
    return known | added


def _ids_of(spellings: Collection[str]) -> dict[str, int]:
    return dict(SearchWord.objects.filter(spelling__in=spellings).values_list("spelling", "id"))


def _folded(word: str) -> str:
    return word if word.startswith(TAUGHT) else fold(word).replace(" ", "")[:LONGEST_WORD]
