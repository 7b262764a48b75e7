"""Telephone numbers of made-up bodies, in the form of their countries, that ring nowhere."""

from collections.abc import Mapping
from typing import Final

# What a number begins with, and how many digits follow. Ranges that regulators keep for fiction where there are any
# (Australia, Britain, Canada, France, Germany, Ireland, Sweden, the United States); elsewhere subscribers that begin
# with zeros, as nobody's does.
_FIRST: Final[Mapping[str, tuple[str, int]]] = {
    "AE": ("+9714", 7), "AR": ("+5411", 8), "AT": ("+431", 7), "AU": ("+6125550", 4), "BE": ("+322", 7),
    "BG": ("+3592", 7), "BR": ("+5511", 8), "BY": ("+37517", 7), "CA": ("+141655501", 2), "CH": ("+4122", 7),
    "CN": ("+8610", 8), "CZ": ("+420", 9), "DE": ("+493023125", 3), "DK": ("+45", 8), "EE": ("+372", 7),
    "EG": ("+202", 8), "ES": ("+3491", 7), "FI": ("+3589", 7), "FR": ("+3319900", 4), "GB": ("+4420794600", 2),
    "GE": ("+99532", 7), "HU": ("+361", 7), "IE": ("+3532091", 5), "IL": ("+9723", 7), "IQ": ("+9641", 7),
    "IT": ("+3906", 7), "JO": ("+9626", 7), "JP": ("+813", 8), "KG": ("+996312", 6), "KR": ("+822", 7),
    "KZ": ("+7727", 7), "LT": ("+3705", 7), "LV": ("+3716", 7), "MA": ("+2125", 8), "MX": ("+5255", 8),
    "MY": ("+603", 8), "NL": ("+3120", 7), "NO": ("+47", 8), "PK": ("+9251", 7), "PL": ("+4822", 7),
    "PT": ("+35121", 7), "QA": ("+974", 8), "RO": ("+4021", 7), "RU": ("+7495", 7), "SE": ("+46846500", 3),
    "TR": ("+90212", 7), "UA": ("+38044", 7), "US": ("+121255501", 2), "UZ": ("+99871", 7), "ZA": ("+2721", 7),
}  # fmt: skip


def telephone(country: str, number: int) -> str:
    """Return the line of the body that is so many-th of its country: +902120000007."""
    first, digits = _FIRST[country]
    return f"{first}{number % 10**digits:0{digits}}"
