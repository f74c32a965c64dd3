"""What a program raised, as one sentence with the place in the user's own files."""

import traceback
from pathlib import Path
from types import MappingProxyType

EXTRAS = MappingProxyType(
    {
        "pulumi_aws": "aws",
        "pulumi_gcp": "gcp",
        "pulumi_azure_native": "azure",
        "pulumi_kubernetes": "kubernetes",
        "pulumi_policy": "policies",
    }
)
"""Packages that a program may import, and the extra of ours that brings each."""
_LONGEST = 300


def told(error: BaseException, root: Path) -> str:
    """One sentence; `root` is the folder of the user's files."""
    import pulumi

    from stackwright.plan.record import RecordError

    text = _shortened(str(error))
    if isinstance(error, SystemExit):
        what = f"the program ended itself with exit code {error.code or 0}"
    elif isinstance(error, SyntaxError) and error.filename:
        return f"{_named(Path(error.filename), root)}:{error.lineno}: {error.msg}"
    elif isinstance(error, ModuleNotFoundError):
        what = _missing(error)
    elif isinstance(error, pulumi.RunError | RecordError):
        what = text
    else:
        what = f"the program raised {type(error).__name__}" + (f": {text}" if text else "")
    source = error.source if isinstance(error, RecordError) else None
    place = f"{_named(root / source.file, root)}:{source.line}" if source else _place(error, root)
    if not place and isinstance(error, ModuleNotFoundError | RecordError):
        return what
    return f"{place or root}: {what}"


def _missing(error: ModuleNotFoundError) -> str:
    package = (error.name or "").partition(".")[0]
    if package in EXTRAS:
        return f"{package} is not installed - install it with: pip install 'stackwright[{EXTRAS[package]}]'"
    return f"the program imports {error.name}, which is not installed here"


def _place(error: BaseException, root: Path) -> str:
    """Innermost frame in the user's own files, empty where there is none."""
    inside = root.resolve()
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        file = Path(frame.filename).resolve()
        if file.is_relative_to(inside) and not {"site-packages", ".venv", "venv"} & set(file.parts):
            return f"{_named(file, root)}:{frame.lineno}"
    return ""


def _named(file: Path, root: Path) -> str:
    """`file` as it is reached from the folder that the user named."""
    inside = root.resolve()
    return (
        (root / file.resolve().relative_to(inside)).as_posix() if file.resolve().is_relative_to(inside) else str(file)
    )


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + " ..."
