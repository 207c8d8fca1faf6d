"""Options and fixtures all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run: a red build is one to repeat. No deadline: machines are shared.
settings.register_profile("cstools", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("cstools")

SHARED = Path(__file__).parents[2] / "shared" / "data"
"""Public data with published figures, where it is at hand; tests that need it are skipped elsewhere."""


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
