"""cs-clean. What it is made of is imported when asked for: who masks a text needs none of its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cstools.kernels.clean.steps import Options, learner, learns, spans, stage, wholes

__all__ = ["Options", "learner", "learns", "spans", "stage", "wholes"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from cstools.kernels.clean import steps

    return getattr(steps, name)
