"""What every room stands on: actor, clock, ids, text in many languages, refusals, events. Knows no institution."""
