"""Actions."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "actions.lead": (
        "每条要点一行，措施、负责人与期限在会上填写。",
        "A line for each key point; action, owner and date are for the meeting to fill in.",
    ),
    "why.actions": ("没有要点，暂无措施可填。", "No key points, nothing to act on."),
}
