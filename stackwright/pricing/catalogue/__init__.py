"""Price rows, each with its source and date."""
