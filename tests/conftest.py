"""Options and facts that all tests share: goldens, the folder of contracts and prices, closed sockets."""

import gc
import os
from pathlib import Path

import pytest
from pytest_socket import disable_socket

ROOT = Path(__file__).parents[1]
os.environ["STACKWRIGHT_PRICES"] = "shipped"  # what a developer refreshed must not change a test


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-plans", action="store_true", help="rewrite the golden plans in tests/plans/")


def pytest_collection_finish() -> None:
    """Modules of SDKs are millions of objects that live to the end: each full collection would walk all of them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest) -> None:
    """Only tests of the engine and of servers on loopback open sockets; asyncio's socket pairs stay allowed."""
    if "engine" in request.keywords or "enable_socket" in request.keywords:
        return
    disable_socket(allow_unix_socket=True)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder with the contracts and prices; tests that need it are skipped, with the reason, where it is not."""
    folder = Path(os.environ.get("STACKWRIGHT_SHARED") or ROOT.parent / "shared")
    if not (folder / "contracts").is_dir():
        pytest.skip(f"no contracts and prices at {folder}: set STACKWRIGHT_SHARED")
    return folder
