"""Rules."""

RULES = ()
