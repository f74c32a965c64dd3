"""`stackwright.pricing.refresh.transport`."""

from pathlib import Path

import pytest

from stackwright.pricing.refresh.rates import RefreshError
from stackwright.pricing.refresh.transport import Transport, address

pytestmark = pytest.mark.enable_socket


def test_a_page_is_asked_for_once(simulated, transport) -> None:
    simulated.says("/page", {"n": 1})
    assert [transport.json(f"{simulated.url}/page") for _ in range(3)] == [{"n": 1}] * 3
    assert simulated.asked == ["/page"]
    assert transport.asked == 1


def test_a_busy_server_is_asked_again_after_the_time_it_names(simulated, transport, pauses) -> None:
    simulated.says("/page", (429, {"Retry-After": "7"}, b""), 503, {"n": 1})
    assert transport.json(f"{simulated.url}/page") == {"n": 1}
    assert pauses == [7.0, 2.0]


def test_the_pauses_grow_and_end(simulated, transport, pauses) -> None:
    simulated.says("/page", 503)
    with pytest.raises(RefreshError, match=r"127\.0\.0\.1: answers 503, 6 times - run the same command again"):
        transport.json(f"{simulated.url}/page")
    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0]


@pytest.mark.parametrize("broken", [b'{"n": ', (200, {"Content-Length": "500"}, b'{"n": 1}'), b"\xff\xfe"])
def test_an_answer_that_breaks_off_is_asked_for_again(simulated, transport, broken) -> None:
    simulated.says("/page", broken, {"n": 1})
    assert transport.json(f"{simulated.url}/page") == {"n": 1}


@pytest.mark.parametrize(("code", "advice"), [(403, "check the key"), (400, "check the key"), (404, "not what this")])
def test_a_refusal_is_final_and_says_what_to_do(simulated, transport, pauses, code, advice) -> None:
    simulated.says("/page", code)
    with pytest.raises(RefreshError, match=advice):
        transport.json(f"{simulated.url}/page")
    assert pauses == []


def test_a_key_follows_no_redirect_and_is_in_no_file_and_no_message(simulated, transport, tmp_path: Path) -> None:
    simulated.says("/page", (302, {"Location": f"{simulated.url}/elsewhere"}, b""))
    simulated.says("/sound", {"n": 1})
    with pytest.raises(RefreshError) as raised:
        transport.json(f"{simulated.url}/page", {"X-Goog-Api-Key": "planted-key"})
    transport.json(f"{simulated.url}/sound", {"X-Goog-Api-Key": "planted-key"})
    assert simulated.headers[-1]["X-Goog-Api-Key"] == "planted-key"
    assert "/elsewhere" not in simulated.asked
    assert "planted-key" not in str(raised.value)
    assert not any(b"planted-key" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert not any("planted-key" in str(file) for file in tmp_path.rglob("*"))


def test_nobody_listening_is_a_sentence(transport) -> None:
    with pytest.raises(RefreshError, match=r"127\.0\.0\.1: connection refused, 6 times"):
        transport.json("http://127.0.0.1:1/page")


def test_a_run_that_was_stopped_goes_on_where_it_was(simulated, tmp_path: Path) -> None:
    simulated.says("/1", {"n": 1})
    simulated.says("/2", 503)

    def stopped(_: float) -> None:
        raise KeyboardInterrupt

    first = Transport(tmp_path, pause=stopped)
    with pytest.raises(KeyboardInterrupt):
        _ = [first.json(f"{simulated.url}/{n}") for n in (1, 2)]
    simulated.says("/2", {"n": 2})
    assert [Transport(tmp_path).json(f"{simulated.url}/{n}") for n in (1, 2)] == [{"n": 1}, {"n": 2}]
    assert simulated.asked == ["/1", "/2", "/2"]


WHOLE = bytes(range(256)) * 20


def _ranged(query, headers):
    """A file server that knows ranges."""
    if "Range" not in headers:
        return 200, {"ETag": '"v1"', "Content-Length": str(len(WHOLE))}, WHOLE[:1000]
    assert headers["If-Range"] == '"v1"'
    start = int(headers["Range"][6:-1])
    return 206, {"ETag": '"v1"'}, WHOLE[start:]


def test_a_large_file_goes_on_where_it_broke_off(simulated, transport) -> None:
    simulated.says("/file", _ranged)
    assert transport.file(f"{simulated.url}/file").read_bytes() == WHOLE
    assert simulated.headers[-1]["Range"] == "bytes=1000-"


def test_a_file_that_changed_in_between_is_taken_from_its_start(simulated, transport) -> None:
    simulated.says(
        "/file", (200, {"ETag": '"v1"', "Content-Length": "90"}, b"old"), (200, {"ETag": '"v2"'}, b"new one")
    )
    assert transport.file(f"{simulated.url}/file").read_bytes() == b"new one"


def test_an_address_is_the_official_one_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STACKWRIGHT_PRICE_API_AZURE", raising=False)
    assert address("azure", "https://prices.example/") == "https://prices.example"
    monkeypatch.setenv("STACKWRIGHT_PRICE_API_AZURE", "http://127.0.0.1:9/")
    assert address("azure", "https://prices.example") == "http://127.0.0.1:9"
