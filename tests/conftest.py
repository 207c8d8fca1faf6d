"""Options and fixtures all tests share."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import settings

from tests import truth

# The same examples in every run: a red build is one to repeat. No deadline: machines are shared.
settings.register_profile("cstools", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("cstools")

# In a job in the background, or under nohup, signals are ignored, and by every tool that a test starts.
for name in ("SIGINT", "SIGTERM", "SIGHUP"):
    one = getattr(signal, name, None)
    if one is not None and signal.getsignal(one) is signal.SIG_IGN:
        signal.signal(one, signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL)

SHARED = Path(__file__).parents[2] / "shared" / "data"
"""Public data with published figures, where it is at hand; tests that need it are skipped elsewhere."""
TICKETS, SEED = 20_000, 11
"""Of the data that is generated for tests against its truth."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--populate` writes golden cases anew."""
    parser.addoption("--populate", action="store_true", help="write golden cases instead of checking them")


@pytest.fixture
def populate(request: pytest.FixtureRequest) -> bool:
    """Whether golden cases are being written."""
    return bool(request.config.getoption("--populate"))


@pytest.fixture
def shared() -> Path:
    """The folder of public data; the test is skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared/data beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tickets of the generator and their truth; the test is skipped where there is no generator."""
    if not truth.GENERATOR.is_file():
        pytest.skip("no ../shared/tools beside the checkout")
    pytest.importorskip("numpy")
    folder = tmp_path_factory.mktemp("generated")
    truth.made(TICKETS, SEED, folder)
    return folder
