"""Sentences of the conference: refusals, states, kinds."""

from ocaq.conference.words import planning, show  # noqa: F401 - declare their sentences
