"""Network, key, storage, registry and budget: the base of every other shape."""
