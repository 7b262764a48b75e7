"""The fold: one spelling for search, so that Təhsil, TƏHSİL, tehsil and тәһсил meet."""

import unicodedata

# Letters, not accents: Unicode decomposition leaves them alone, and casing them is wrong outside Turkic languages.
_LETTERS = str.maketrans({
    "ə": "e", "Ə": "e", "ı": "i", "I": "i", "İ": "i", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d",
    "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th", "ð": "d", "Ð": "d", "ʻ": "", "ʼ": "",
    "’": "", "'": "", "`": "", "\u0640": "",
})  # fmt: skip
# Cyrillic as read by Azerbaijani and Russian readers; the eight Azerbaijani letters first.
_CYRILLIC = str.maketrans({
    "ә": "e", "ғ": "g", "ҝ": "g", "ө": "o", "ү": "u", "һ": "h", "ҹ": "c", "ј": "y",
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "j", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "x", "ц": "ts", "ч": "c", "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ї": "i", "є": "e", "ґ": "g",
})  # fmt: skip


def fold(text: str) -> str:
    """Return `text` in the form search compares: lower case, Latin where it can be, marks dropped, single spaces.

    Idempotent. Scripts other than Latin and Cyrillic keep their letters and lose their marks.
    """
    lowered = unicodedata.normalize("NFKC", text).translate(_LETTERS).lower()
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    latin = unicodedata.normalize("NFC", bare).translate(_LETTERS).translate(_CYRILLIC)
    return " ".join("".join(c if c.isalnum() else " " for c in latin).split())
