"""Sentences of the conference: refusals, states, kinds."""
