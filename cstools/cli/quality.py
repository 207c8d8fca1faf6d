"""What cs-clean says of the quality of the records: `--quality FILE` and the table of `--summary`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cstools.model.messages import say

if TYPE_CHECKING:
    import polars as pl

    from cstools.model.rules import Rule


@dataclass(frozen=True, eq=False)
class Told:
    """Takes what the chunks of a run found. path: where the document goes; summary: whether the table is printed."""

    lang: str
    own: Mapping[str, Rule]
    """The rules that a user wrote, for their sentences."""
    path: str | None = None
    summary: bool = False

    def __call__(self, found: pl.DataFrame) -> None:
        """Write the document, print the table."""
        from cstools.kernels.clean.quality import EMPTY
        from cstools.kernels.clean.report import document

        made = document(found if found.width else EMPTY, self._sentence, self.lang)
        if self.path is not None:
            _write(self.path, made)
        if self.summary:
            sys.stderr.write(table(made, self.lang))

    def _sentence(self, rule: str) -> str:
        from cstools.model.rules import sentence

        return sentence(rule, self.lang, self.own)


def _write(path: str, made: dict[str, Any]) -> None:
    import orjson

    from cstools import __version__
    from cstools.io.atomic import written

    head = {"tool": "cs-clean", "version": __version__}
    with written(path, private=True) as stream:
        stream.write(orjson.dumps(head | made, option=orjson.OPT_INDENT_2) + b"\n")


def table(made: dict[str, Any], lang: str) -> str:
    """The document as tables for people: the figures, the fields in which something happened, the rules broken."""
    import polars as pl

    from cstools.cli.options import width
    from cstools.view.table import render

    def drawn(rows: list[dict[str, str | int | None]]) -> str:
        named = [{say(f"quality.{name}", lang): value for name, value in row.items()} for row in rows]
        return render(pl.DataFrame(named), kind=None, lang=lang, width=width())

    parts = (
        [_figures(made, lang), drawn([_row(one) for one in made["fields"]])]
        if made["fields"]
        else [_figures(made, lang)]
    )
    if made["rules"]:
        parts.append(
            drawn(
                [
                    {name: one[name] for name in ("rule", "field", "before", "after", "sentence")}
                    for one in made["rules"]
                ]
            )
        )
    return "\n".join(parts)


def _figures(made: dict[str, Any], lang: str) -> str:
    shares = {
        f"{name}_{when}": _percent(made[name][when]["value"]) or "—"
        for name in ("completeness", "validity")
        for when in ("before", "after")
    }
    shares |= {name: _percent(made[name]["value"]) or "—" for name in ("repaired", "passed")}
    rows = {name: f"{n:,}" for name, n in made["rows"].items() if name != "passed"}
    return say("quality.figures", lang, **rows, **shares) + "\n"


def _row(one: dict[str, Any]) -> dict[str, str | int | None]:
    before, after = one["before"], one["after"]
    return {
        "field": one["label"],
        "filled_before": _percent(before["completeness"]),
        "filled_after": _percent(after["completeness"]),
        "valid_before": _percent(before["validity"]),
        "valid_after": _percent(after["validity"]),
        "changed": one["changed"],
        "gained": one["gained"],
        "emptied": one["emptied"],
    }


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{share:.2%}"
