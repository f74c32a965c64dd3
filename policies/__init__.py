"""Rules over a resource graph, the packs that carry them, and their reports."""
