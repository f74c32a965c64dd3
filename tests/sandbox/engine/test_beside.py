import sys
from pathlib import Path

from stackwright.sandbox.engine.beside import install_host, refresh_host
from stackwright.sandbox.engine.locations import Engine

HOST = Path("lib/stackwright/sandbox/engine/host.py")


def test_the_host_is_installed_whole_with_a_launcher(tmp_path: Path) -> None:
    install_host(tmp_path)
    launcher = tmp_path / "bin" / "pulumi-language-python"
    assert launcher.stat().st_mode & 0o111
    assert sys.executable in launcher.read_text()
    from stackwright.sandbox.engine import host

    assert (tmp_path / HOST).read_text() == Path(host.__file__).read_text()


def test_what_is_up_to_date_is_not_written_again(tmp_path: Path) -> None:
    install_host(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    install_host(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before


def test_the_interpreter_that_installed_it_stays_when_another_refreshes(tmp_path: Path) -> None:
    install_host(tmp_path)
    launcher = tmp_path / "bin" / "pulumi-language-python"
    launcher.write_text(launcher.read_text().replace(sys.executable, "/opt/first/python"))
    install_host(tmp_path)
    assert "/opt/first/python" in launcher.read_text()


def test_a_stale_host_is_brought_up_to_date(tmp_path: Path) -> None:
    install_host(tmp_path)
    (tmp_path / HOST).write_text("stale")
    (tmp_path / "bin" / "pulumi-language-python").write_text("stale")
    refresh_host(Engine(tmp_path / "bin" / "pulumi", "3.230.0", official=False))
    assert "Run a program" in (tmp_path / HOST).read_text()
    assert "host.py" in (tmp_path / "bin" / "pulumi-language-python").read_text()


def test_an_official_engine_is_left_alone(tmp_path: Path) -> None:
    refresh_host(Engine(tmp_path / "bin" / "pulumi", "3.272.0", official=True))
    assert list(tmp_path.iterdir()) == []
