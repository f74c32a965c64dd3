"""`stackwright engine`: which Pulumi engine is on this machine, and getting one."""

from stackwright.cli import console


def run(what: str, *, quiet: bool = False) -> int:
    """Carry out `install` or `status`; returns the exit code."""
    return _install(quiet=quiet) if what == "install" else _status()


def _status() -> int:
    from stackwright.sandbox.engine.locations import find_engine

    engine = find_engine()
    if engine is None:
        console.err().print("no Pulumi engine found - run: stackwright engine install")
        return console.FINDINGS
    origin = "official release" if engine.official else "built from its Go modules"
    console.out().print(f"pulumi {engine.version}, {origin}: {engine.path}", markup=False)
    return console.CLEAN


def _install(*, quiet: bool) -> int:
    from stackwright.sandbox.engine.install import install
    from stackwright.sandbox.engine.locations import EngineError

    def tell(step: str, text: str) -> None:
        console.err().print(f"{step}: {text}", markup=False)

    try:
        install(tell)
    except EngineError as error:
        return console.complain(str(error))
    return console.CLEAN if quiet else _status()
