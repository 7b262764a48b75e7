"""The nightly sweep by record linkage: Splink on DuckDB, for registers of more than 20,000. `pip install ocaq[sweep]`.

It weighs how rare a name is against how well births and sounds agree, by weights it learns from the register itself.
What it finds is judged by our rules of names before anybody sees it: relatives share much, but not the given name.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db.models import QuerySet

from ocaq.register.models import NameKey
from ocaq.register.queries.sweep import LikePair
from ocaq.register.rules.births import WEIGHT, Birth, birth
from ocaq.register.rules.keys import as_heard
from ocaq.register.rules.names import judge, take_apart

# From so many on it is worth its minute of start and its 250 MB.
WORTH_IT_FROM: Final = 20_000
# A name alone convinces only where the model is all but certain: it has never seen a register without namesakes.
_LIKELY: Final[dict[Birth, float]] = {"agrees": 0.9, "near": 0.98, "unknown": 0.997, "differs": 2.0}
_ALIKE_FROM: Final = 0.55
# A sound that more than these bear is looked through only where births help.
_RARE: Final = 60
# What two entries of one person share as a rule: a first guess of how many such pairs there are.
_SHARE_KEY_AND_BIRTH: Final = 0.6
_Entry = tuple[int, str, date | None]


def is_installed() -> bool:
    return find_spec("splink") is not None and find_spec("duckdb") is not None


def linked(keys: QuerySet[NameKey]) -> Iterator[LikePair]:
    """Yield pairs of entries that may be one person, each once (one SQL query; the rest in DuckDB, in memory)."""
    entries: dict[int, _Entry] = {}
    table = _table(keys, entries)
    for one_id, other_id, probability in _predicted(table):
        (_, one, born), (_, other, other_born) = entries[one_id], entries[other_id]
        verdict, its_birth = judge(one, other), birth(born, other_born)
        if verdict.score >= _ALIKE_FROM and probability >= _LIKELY[its_birth]:
            score = min(probability, verdict.score) * WEIGHT[its_birth]
            yield LikePair(min(one_id, other_id), max(one_id, other_id), score, verdict.code, its_birth)


def _table(keys: QuerySet[NameKey], entries: dict[int, _Entry]) -> dict[str, list[Any]]:
    """Return columns of one row an entry; `entries` is filled with {id: (id, name, born)}."""
    rows = keys.order_by("named_id").values_list("named_id", "named__name", "born", "key")  # type: ignore[misc] # every table has it
    table: dict[str, list[Any]] = {name: [] for name in ("unique_id", "heard", "key", "keys", "born", "rare")}
    for pk, group in groupby(rows.iterator(chunk_size=5000), key=itemgetter(0)):
        of_one = list(group)
        name, born = of_one[0][1], of_one[0][2]
        entries[pk] = (pk, name, born)
        heard = " ".join(sorted(as_heard(part.word) for part in take_apart(name).parts if not part.is_initial))
        for column, value in zip(
            ("unique_id", "heard", "key", "keys", "born"),
            (pk, heard, of_one[0][3], [row[3] for row in of_one], born.isoformat() if born else None),
            strict=True,
        ):
            table[column].append(value)
    bearers = Counter(table["heard"])
    table["rare"] = [heard if 1 < bearers[heard] <= _RARE else None for heard in table["heard"]]
    return table


def _predicted(table: dict[str, list[Any]]) -> Iterator[tuple[int, int, float]]:
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
            compare.LevenshteinAtThresholds("born", [1, 2]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("keys", "born", arrays_to_explode=["keys"]),
            block_on("born", "substr(heard, 1, 3)"),
            block_on("rare"),
        ],
        retain_intermediate_calculation_columns=False,
    )
    linker = Linker(database.register(pa.table(table)), settings, log_level=40)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("key", "born")], recall=_SHARE_KEY_AND_BIRTH)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("born"), block_on("rare")):
        training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=min(_LIKELY.values())).as_pyarrow_table()
    columns = (found.column(name).to_pylist() for name in ("unique_id_l", "unique_id_r", "match_probability"))
    yield from zip(*columns, strict=True)
