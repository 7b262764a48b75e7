"""Texts that exist in several languages, kept as {language: text}."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language


class Text(Mapping[str, str]):
    """A text in several languages; `str()` gives it in the language now active."""

    __slots__ = ("_by_language",)

    def __init__(self, by_language: Mapping[str, str] | None = None) -> None:
        self._by_language = {lang: text for lang, text in (by_language or {}).items() if text}

    def __getitem__(self, language: str) -> str:
        return self._by_language[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_language)

    def __len__(self) -> int:
        return len(self._by_language)

    def __repr__(self) -> str:
        return f"Text({self._by_language!r})"

    def __str__(self) -> str:
        return self.within(get_language() or "en")[1]

    def within(self, language: str) -> tuple[str, str]:
        """Return (language it is in, text): the one asked for, else English, else the first there is, else ("", "")."""
        for candidate in (language, language.partition("-")[0], "en", next(iter(self._by_language), "")):
            if candidate in self._by_language:
                return candidate, self._by_language[candidate]
        return "", ""


class TextColumn(models.JSONField):
    """A model field holding a `Text`; anything but {str: str} is refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Text:
        return Text(super().from_db_value(value, expression, connection) or {})

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(dict(value) if value is not None else {})

    def to_python(self, value: Any) -> Text:
        value = super().to_python(value)
        if not isinstance(value, Mapping) or not all(isinstance(x, str) for pair in value.items() for x in pair):
            raise ValidationError("not-text-by-language")
        return Text(value)

    def value_to_string(self, obj: models.Model) -> Any:
        return dict(self.value_from_object(obj))
