"""Tables of people from which no group of fewer than five can be worked out; docs/decisions/0010 says why so."""

from collections.abc import Collection, Mapping, Sequence

Cells = tuple[str, ...]  # `<row>:<count>` each
SMALLEST = 5
OTHER = "other"


def merged(counts: Mapping[str, int], *, smallest: int = SMALLEST) -> Cells:
    """Return the cells of a table, most first; rows that would point at few people are told together, last."""
    hidden = _hidden(counts, smallest)
    told = sorted((-count, row) for row, count in counts.items() if count > 0 and row not in hidden)
    cells = [f"{row}:{-count}" for count, row in told]
    return (*cells, f"{OTHER}:{sum(hidden.values())}") if hidden else tuple(cells)


def told_together(counts: Mapping[str, int], *, smallest: int = SMALLEST) -> list[str] | None:
    """Return the rows behind “other”, in order; None when there are so few people that not even these may be named."""
    hidden = _hidden(counts, smallest)
    is_well = not hidden or _is_well_hidden(hidden.values(), _least(counts, hidden), smallest)
    return sorted(hidden) if is_well else None


def rows_of(cells: Collection[str]) -> list[tuple[str, int]]:
    """Return (row, count) of each cell, in their order."""
    return [(row, int(count)) for row, _, count in (cell.rpartition(":") for cell in cells)]


def is_told(part: int, whole: int, *, smallest: int = SMALLEST) -> bool:
    """Say whether a part of `whole` people may be told: neither those in it nor those left out are few."""
    return all(few == 0 or few >= smallest for few in (part, whole - part))


def in_parts(cells: Sequence[str], *, longest: int) -> list[list[str]]:
    """Return the cells in lists that take at most `longest` bytes of an entry each."""
    parts: list[list[str]] = [[]]
    room = longest
    for cell in cells:
        room -= len(cell) + 3  # quotes and a comma
        if room < 0 and parts[-1]:
            parts.append([])
            room = longest - len(cell) - 3
        parts[-1].append(cell)
    return parts


def _hidden(counts: Mapping[str, int], smallest: int) -> dict[str, int]:
    """Return the rows told together: all of fewer than `smallest`, and all up to the next larger until they are safe.

    Rows of the same count stay together, or the order of ties would tell which of them was taken in.
    """
    people = {row: count for row, count in counts.items() if count > 0}
    hidden: dict[str, int] = {}
    for most in (smallest - 1, *sorted({count for count in people.values() if count >= smallest})):
        hidden = {row: count for row, count in people.items() if count <= most}
        if not hidden or _is_well_hidden(hidden.values(), _least(people, hidden), smallest):
            break
    return hidden


def _least(counts: Mapping[str, int], hidden: Collection[str]) -> int | None:
    return min((count for row, count in counts.items() if count > 0 and row not in hidden), default=None)


def _is_well_hidden(hidden: Collection[int], least_told: int | None, smallest: int) -> bool:
    """Say whether each of the hidden might be one and might be `smallest`, for who knows their number and their sum."""
    total, number = sum(hidden), len(hidden)
    most = smallest - 1 if max(hidden) < smallest else least_told
    has_room = least_told is None or least_told > smallest  # a hidden row is below the smallest that is told
    might_be_large = number > 1 and total - (number - 1) >= smallest and has_room
    might_be_one = most is None or total - 1 <= (number - 1) * most
    return might_be_large and might_be_one
