import os
import socket
import sys

import pytest

from stackwright.sandbox.engine.processes import Children, Watchdog, chunks

pytestmark = pytest.mark.enable_socket

FOREVER = "import time\nwhile True: time.sleep(60)"
STUBBORN = f"""
import signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
sys.stdout.write("ready\\n")
sys.stdout.flush()
{FOREVER}
"""


def test_both_streams_of_a_process_arrive_whole_and_apart() -> None:
    children = Children()
    program = "import sys; sys.stdout.write('a' * 200000); sys.stderr.write('b' * 200000)"
    child = children.start([sys.executable, "-c", program], "", os.environ, piped=True)
    got = {"stdout": b"", "stderr": b""}
    for channel, data in chunks(child):
        got[channel] += data
    assert children.wait(child) == 0
    assert got == {"stdout": b"a" * 200000, "stderr": b"b" * 200000}


def test_output_arrives_while_the_process_still_runs() -> None:
    children = Children()
    child = children.start(
        [sys.executable, "-c", "import sys; sys.stdout.write('first\\n'); sys.stdout.flush()\n" + FOREVER],
        "",
        os.environ,
        piped=True,
    )
    assert next(chunks(child)) == ("stdout", b"first\n")
    assert child.poll() is None
    children.end(child)


def test_every_process_still_running_is_ended() -> None:
    children = Children()
    two = [children.start([sys.executable, "-c", FOREVER], "", os.environ, piped=False) for _ in "ab"]
    children.end_all()
    assert all(child.poll() is not None for child in two)


def test_a_process_that_ignores_the_polite_request_is_killed() -> None:
    children = Children()
    child = children.start([sys.executable, "-c", STUBBORN], "", os.environ, piped=True)
    assert next(chunks(child)) == ("stdout", b"ready\n")
    children.end(child)
    assert child.wait(timeout=10) == -9


def test_the_watchdog_sees_whether_the_engine_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"127.0.0.1:{listening.getsockname()[1]}"
        assert Watchdog(address, Children()).answers()
    assert not Watchdog(address, Children()).answers()


def test_an_address_that_is_none_does_not_answer() -> None:
    assert not Watchdog("nonsense", Children()).answers()
