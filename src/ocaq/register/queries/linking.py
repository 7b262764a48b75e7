"""The nightly sweep by record linkage: Splink on DuckDB, for registers of more than 20,000. `pip install ocaq[sweep]`.

It weighs how rare a name is against what two entries share, by weights it learns from the register itself. What it
finds is judged as our own sweep's finds are before anybody sees it: relatives share much, but not the given name, and
namesakes in a large town the name alone.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import groupby
from math import inf
from operator import itemgetter
from typing import Any, Final

from ocaq.register.models import Person, PersonKey, Post
from ocaq.register.models.names import LINE
from ocaq.register.queries.namesakes import Entry, LikePair, Network, Shared, Unit, judged

# From so many on it is worth its minute of start and its 250 MB.
WORTH_IT_FROM: Final = 20_000
_LIKELY: Final = 0.5
# A sound that more than these bear is looked through only where something is shared.
_RARE: Final = 60
# So many pairs of one person share a line and a key: a first guess of how many such pairs there are. A key and a town
# would not do: namesakes share them too.
_SHARE_KEY_AND_LINE: Final = 0.5
_SHARED: Final[tuple[Shared, ...]] = ("mail", "phone", "body", "town", "country")
_JUDGED: Final = ("name", "heard", "keys", *_SHARED)


def is_installed() -> bool:
    return find_spec("splink") is not None and find_spec("duckdb") is not None


def linked() -> Iterator[LikePair]:
    """Yield pairs of people that may be one, each once (seven SQL queries; the rest in DuckDB, in memory)."""
    table = _table()
    rows = {row[0]: row[1:] for row in zip(table["unique_id"], *(table[name] for name in _JUDGED), strict=True)}
    bearers = Counter(table["heard"])
    del table["name"]
    network = Network.read()
    for one_id, other_id in _predicted(table):
        one, other = rows[one_id], rows[other_id]
        shared, unit = _shared(one[3:], other[3:])
        expected = network.sizes[unit] * _namesakes(one, other, bearers, network) if unit is not None else 0.0
        if pair := judged(_entry(one_id, one), _entry(other_id, other), shared, expected):
            yield pair


def _entry(pk: int, row: Sequence[Any]) -> Entry:
    name, _heard, _keys, mail, phone, *_where = row
    return Entry(pk, name, mail or "", phone or "")


def _shared(one: Sequence[Any], other: Sequence[Any]) -> tuple[Shared, Unit | None]:
    """Return what two entries share, the most telling first, and the unit it is, if it is one."""
    for kind, a, b in zip(_SHARED, one, other, strict=True):
        if a and a == b:
            return kind, None if kind in {"mail", "phone"} else -a if kind == "town" else a
    return "name", ""


def _namesakes(one: Sequence[Any], other: Sequence[Any], bearers: Counter[str], network: Network) -> float:
    """Return how many of all people chance would let be called so, as a share."""
    keys = set(one[2]) & set(other[2])
    # Where a slip of the keyboard left no key in common, the commonest speaks for both.
    every = map(network.by_chance, {*one[2], *other[2]})
    by_chance = min(map(network.by_chance, keys)) if keys else max(every, default=inf)
    return max(bearers[one[1]] - 2, bearers[other[1]] - 2, by_chance) / network.sizes[""]


def _table() -> dict[str, list[Any]]:
    """Return columns of one row a person."""
    columns = ("unique_id", "name", "heard", "key", "keys", "rare", *_SHARED)
    table: dict[str, list[Any]] = {name: [] for name in columns}
    people = {
        pk: (name, address or None)
        for pk, name, address in Person.objects.values_list("pk", "name", "email_mark").iterator(chunk_size=5000)
    }
    held = Post.objects.order_by("holder_id", "-pk")  # the first post is the last to be written over the others
    columns_of_post = ("holder_id", "community_id", "community__place_id", "community__country")
    places = {holder: where for holder, *where in held.values_list(*columns_of_post).iterator(chunk_size=5000)}
    keys = PersonKey.objects.order_by("named_id", "pk").values_list("named_id", "key", "heard")
    for pk, group in groupby(keys.iterator(chunk_size=5000), key=itemgetter(0)):
        of_one = list(group)
        skeletons = [key for _, key, _ in of_one if not key.startswith(LINE)]
        phone = next((key for _, key, _ in of_one if key.startswith(LINE)), None)
        name, address = people[pk]
        told = (pk, name, of_one[0][2], skeletons[0] if skeletons else "", skeletons, None, address, phone)
        for column, value in zip(columns, (*told, *places.get(pk, (None, None, None))), strict=True):
            table[column].append(value)
    bearers = Counter(table["heard"])
    table["rare"] = [heard if 1 < bearers[heard] <= _RARE else None for heard in table["heard"]]
    return table


def _predicted(table: dict[str, list[Any]]) -> Iterator[tuple[int, int]]:
    import duckdb  # noqa: PLC0415 - only where it is installed
    import pyarrow as pa  # noqa: PLC0415
    import splink.comparison_library as compare  # noqa: PLC0415
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    if len(table["unique_id"]) < 2:
        return
    database = DuckDBAPI(duckdb.connect(":memory:"))
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.JaroWinklerAtThresholds("heard", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            compare.ArrayIntersectAtSizes("keys", [3, 1]),
            compare.ExactMatch("mail"),
            compare.ExactMatch("phone"),
            compare.ExactMatch("body"),
            compare.ExactMatch("town").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("mail"),
            block_on("phone"),
            block_on("body", "substr(heard, 1, 3)"),
            block_on("keys", "town", arrays_to_explode=["keys"]),
            block_on("rare"),
        ],
        retain_intermediate_calculation_columns=False,
    )
    linker = Linker(database.register(pa.table(table)), settings, log_level=40)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("mail", "key"), block_on("phone", "key")], recall=_SHARE_KEY_AND_LINE
    )
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("mail"), block_on("phone", "key")):
        training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=_LIKELY).as_pyarrow_table()
    yield from zip(*(found.column(name).to_pylist() for name in ("unique_id_l", "unique_id_r")), strict=True)
