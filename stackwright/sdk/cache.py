"""Where files are kept that any run may need again."""

import os
from pathlib import Path


def user_cache() -> Path:
    """The folder for Stackwright in the user's cache."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if named.startswith("/") else Path.home() / ".cache") / "stackwright"
