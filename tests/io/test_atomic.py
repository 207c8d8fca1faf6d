"""Outputs are complete or absent, whenever a run ends."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from cstools.io.atomic import written


def test_an_end_while_a_file_is_made_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def ended(*given: Any) -> int:
        os.close(real(*given))
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "open", ended)
    with pytest.raises(KeyboardInterrupt), written(str(tmp_path / "a.csv")):
        pytest.fail("the file was never open")
    assert not list(tmp_path.iterdir())
