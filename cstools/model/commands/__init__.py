"""The tools: one row each, in the order of a month's work. Help, man pages and README read this table."""

from __future__ import annotations

from cstools.errors import Exit
from cstools.model.commands import analyses, figures, records, review
from cstools.model.commands.command import Command, Example

__all__ = ["COMMANDS", "EXITS", "Command", "Example"]

COMMANDS: dict[str, Command] = {row.name: row for part in (records, figures, analyses, review) for row in part.ROWS}
"""Name to row, in the order of work."""

EXITS: dict[Exit, tuple[str, str]] = {
    Exit.OK: (
        "完成（没有记录时输出表头和提示，也是 0）",
        "done; an empty stream gives its header and a warning, and is done too",
    ),
    Exit.FAILED: (
        "失败：文件不存在、读不了、写不了",
        "failed: a missing file, unreadable input, an output that cannot be written",
    ),
    Exit.USAGE: ("用法或配置有误", "usage: the command line or a configuration file asks for what does not exist"),
    Exit.REJECTS: (
        "拒收的记录超过 --strict 或 --max-rejects 的限度",
        "more was rejected than --strict or --max-rejects allows",
    ),
    Exit.ALERT: ("要求的检查或预警被触发", "a check or alert that was asked for fired"),
    Exit.INTERRUPTED: ("被中断（Ctrl-C）", "interrupted (Ctrl-C)"),
    Exit.BROKEN_PIPE: ("下游关闭了管道（例如 | head）", "the reader of the output closed the pipe (as | head does)"),
}
"""What each exit code means, Chinese and English."""
