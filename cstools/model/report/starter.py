"""report.toml and actions.toml as `cs-report --init` writes them: every key with what it says, and its default."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from textwrap import wrap

from cstools.model.report.keys import ACTION, BLOCK, FILES, KINDS, OWN, STAFFING, TOP, Keys

SETTINGS, ACTIONS = "report.toml", "actions.toml"
WIDTH = 100
"""Characters of a line."""
HEAD = f"""\
# cs-report 的设置。去掉一行开头的 # 即可启用；路径相对本文件，命令行选项优先。
# Settings of cs-report. Take the # off a line to use it; paths are relative to this file, the command line wins.
#   cs-report 工单.jsonl --config {SETTINGS} -o 复盘.html
#   cs-report --check --config {SETTINGS}
# man 5 cstools-report
"""
ACTIONS_HEAD = """\
# 改进措施：一条一个 [[action]]。下个月的报告据此跟进效果。
# What was decided: an [[action]] each. The report of the month after tells what came of it.
# man 5 cstools-report
"""
OWN_HEAD = "# 自己的章节；可写多个。\n# A section of your own; there may be several.\n#[[own]]\n"
BLOCK_HEAD = "# 章节的内容；可写多块。\n# What it is made of; there may be several.\n#[[own.block]]\n"


def settings() -> str:
    """The text of report.toml.

    >>> "findings = 6" in settings().splitlines(), "#least = 30" in settings()
    (True, False)
    """
    files = "\n".join(_shown(FILES, used={"actions": f'"{ACTIONS}"'}))
    kinds = [line for name, kind in KINDS.items() for line in (f"#   {name}：{kind.zh}", f"#   {name}: {kind.en}")]
    parts = [
        HEAD,
        "\n".join(_shown(TOP)),
        f"[files]\n{files}",
        "[staffing]\n" + "\n".join(_shown(STAFFING)),
        OWN_HEAD + "\n".join(_shown(OWN, used={}, off=True)),
        BLOCK_HEAD + "\n".join([*kinds, *_shown(BLOCK, used={}, off=True)]),
    ]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def actions(blocks: Iterable[str] = ()) -> str:
    """The text of actions.toml, with actions that are written already (`action`)."""
    described = "#[[action]]\n" + "\n".join(_shown(ACTION, used={}, off=True))
    return "\n".join(part.strip("\n") + "\n" for part in (ACTIONS_HEAD, described, *blocks))


def action(said: dict[str, str], now: str, *, off: bool = False) -> str:
    r"""An action to be filled in; now: where its metric stands, in words. off: as a comment.

    >>> print(action({"id": "2025-10-1", "finding": 'a "b"\n'}, "85.5%"))
    [[action]]
    id = "2025-10-1"
    finding = "a \"b\"\n"
    # 现值 now: 85.5%
    """
    lines = ["[[action]]", *(f"{name} = {quoted(value)}" for name, value in said.items()), f"# 现值 now: {_line(now)}"]
    return "\n".join(f"{'#' * off}{line}" for line in lines)


def quoted(text: str) -> str:
    r"""Text as a string of TOML.

    >>> quoted('a "b"\x7f'), quoted("\ud800")
    ('"a \\"b\\"\\u007f"', '"?"')
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


def _line(text: str) -> str:
    """Text on one line of a comment, which takes no control character."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def _shown(keys: Keys, used: dict[str, str] | None = None, *, off: bool = False) -> Iterator[str]:
    """Each key with what it says in both languages: used with its default, else as a comment."""
    for name, key in keys.items():
        if not key.default and not key.sample:
            continue
        yield from ("", f"# {key.zh}", *(f"# {line}" for line in wrap(key.en, WIDTH)))
        value = (used or {}).get(name, "" if off else key.default)
        yield from _written(name, value) if value else (f"#{name} = {key.default or key.sample}",)


def _written(name: str, value: str) -> Iterator[str]:
    line = f"{name} = {value}"
    if len(line) <= WIDTH:
        yield line
        return
    yield f"{name} = ["
    yield from (f"    {part}" for part in wrap(value.strip("[]"), WIDTH - 4))
    yield "]"
