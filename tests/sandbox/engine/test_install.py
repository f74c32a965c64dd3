import fcntl
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from stackwright.sandbox.engine.install import EngineError, install
from stackwright.sandbox.engine.locations import engines_folder

pytestmark = pytest.mark.enable_socket

GO = """case "$1" in
  env) echo go1.99.0 ;;
  build) mkdir -p ../bin; echo engine > ../bin/pulumi; chmod +x ../bin/pulumi; {extra} ;;
  list) echo {sdk} ;;
esac"""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without network and without an engine, with a Go that builds at once."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    for name in ("cmd/pulumi-language-python-exec", "dist/pulumi-resource-pulumi-python"):
        (tmp_path / "sdk" / "python" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "sdk" / "python" / name).write_text("")
    go(tmp_path, "true")
    return tmp_path


def go(machine: Path, extra: str) -> None:
    path = machine / "bin" / "go"
    path.parent.mkdir(exist_ok=True)
    path.write_text("#!/bin/sh\n" + GO.format(extra=extra, sdk=machine / "sdk") + "\n")
    path.chmod(0o755)


def folders() -> list[str]:
    return sorted(path.name for path in engines_folder().iterdir() if path.is_dir())


def test_an_engine_is_built_where_the_release_is_out_of_reach(machine: Path) -> None:
    said: list[str] = []
    engine = install(lambda step, text: said.append(step))
    assert (engine.version, engine.official) == ("3.230.0", False)
    assert engine.path == engines_folder() / "3.230.0" / "bin" / "pulumi"
    assert said[0] == "release"
    assert said[-1] == "done"
    assert folders() == ["3.230.0"]


def test_a_second_install_does_nothing(machine: Path) -> None:
    first = install()
    (machine / "bin" / "go").unlink()
    assert install() == first


def test_what_an_earlier_install_left_behind_is_swept(machine: Path) -> None:
    (engines_folder() / ".stage-old").mkdir(parents=True)
    install()
    assert folders() == ["3.230.0"]


def test_two_failures_are_one_sentence_with_what_to_do(machine: Path) -> None:
    go(machine, "echo 'proxy says no'; exit 1")
    with pytest.raises(EngineError) as caught:
        install()
    told = str(caught.value)
    assert "the official release is out of reach" in told
    assert "`go build` failed: proxy says no" in told
    assert "install Pulumi from https://www.pulumi.com/docs/install/" in told
    assert "\n" not in told
    assert folders() == []


def test_an_interrupted_install_leaves_nothing_half_installed(machine: Path) -> None:
    go(machine, "echo building >&2; exec sleep 600")
    program = (
        "import sys\nfrom stackwright.sandbox.engine.install import install\n"
        "install(lambda step, text: print(text, flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert any(line == "building\n" for line in process.stdout)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) != 0
    assert folders() == []


def test_a_second_install_waits_for_the_first_and_takes_its_engine(machine: Path) -> None:
    root = engines_folder()
    root.mkdir(parents=True)
    waiting = threading.Event()
    said: list[str] = []

    def progress(step: str, text: str) -> None:
        said.append(step)
        if step == "wait":
            waiting.set()

    handle = os.open(root / ".lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    second = threading.Thread(target=install, args=(progress,))
    second.start()
    assert waiting.wait(30)
    for name in ("pulumi", "pulumi-language-python"):
        path = root / "3.230.0" / "bin" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# Starts Stackwright's language host")
    os.close(handle)
    second.join(30)
    assert not second.is_alive()
    assert said == ["wait"]
