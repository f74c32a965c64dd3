"""Building blocks: one role, one file, the same names on every cloud."""
