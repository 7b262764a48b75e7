"""Sentences of the conference: refusals, states, kinds."""

from ocaq.conference.words import planning  # noqa: F401 - declares its sentences
