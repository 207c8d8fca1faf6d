"""What stands above and below a scorecard: the period, the count, and what its words and marks mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cstools.model.messages import listed
from cstools.view.course import GAP, GAP_ASCII, LENGTH, together
from cstools.view.scorecard_cells import ARROWS, ARROWS_ASCII, SIGNS, SIGNS_ASCII, Pen
from cstools.view.scorecard_layout import Laid, all_partial
from cstools.view.scorecard_rows import FEW, Line, Sheet
from cstools.view.table import marks

ALL = "all"
BASES = ("created", "resolved", "event")
CHANGES = ("prev", "change", "year_ago", "year_change")
RANKS = ("rank", "vs_group")


def above(made: Sheet, pen: Pen) -> str:
    """The period shown, whether it is over, what dates a record, and the periods of the course."""
    *_, shown = made.periods
    parts = [pen.word("all") if shown == ALL else pen.safe(shown)]
    rows = [line for line in made.lines if line.row]
    if rows and all_partial(rows):
        parts.append(pen.word("partial"))
    basis = {line.row.get("date_basis") for line in rows}
    parts += [pen.word(f"basis.{each}") for each in BASES if basis == {each}]
    if len(made.periods) > 1:
        first = pen.safe(made.periods[0])
        parts.append(pen.word("over", first=first, last=pen.safe(shown), n=f"{len(made.periods):,}"))
    return " · ".join(parts)


def below(made: Sheet, lines: Sequence[Line], laid: Laid, pen: Pen, width: int, total: int) -> list[str]:
    """The count, what was moved or left out, and the legend of what is on the page, short sentences on one line."""
    told = [("，" if pen.lang == "zh" else "; ").join([counted(made, pen, total), *left_out(made, lines, pen, total)])]
    told += [pen.word("moved", width=f"{width:,}", names=listed(laid.moved, pen.lang))] if laid.moved else []
    null = [pen.word("legend.null", null=marks(ascii_only=pen.ascii_only).null)] if laid.nulls else []
    return [*told, *packed([*legend(made, lines, pen), *null], "；" if pen.lang == "zh" else "; ", width)]


def packed(sentences: Sequence[str], joint: str, width: int) -> list[str]:
    """The sentences, as many on a line as fit.

    >>> packed(["一二", "三", "四五六"], "；", 10)
    ['一二；三', '四五六']
    """
    from rich.cells import cell_len

    lines: list[str] = []
    for sentence in sentences:
        longer = f"{lines[-1]}{joint}{sentence}" if lines else ""
        if longer and cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(sentence)
    return lines


def counted(made: Sheet, pen: Pen, total: int) -> str:
    """How many records, of how many metrics, groups and periods."""
    sizes = {"metrics": len({line.metric for line in made.lines})}
    sizes |= {"groups": len({line.group for line in made.lines})} if made.by else {}
    sizes |= {"periods": len(made.periods)} if len(made.periods) > 1 else {}
    parts = " × ".join(pen.word(key, n=f"{n:,}") for key, n in sizes.items())
    return pen.word("count", total=f"{total:,}", parts=parts.replace("×", "x") if pen.ascii_only else parts)


def left_out(made: Sheet, lines: Sequence[Line], pen: Pen, total: int) -> Iterator[str]:
    """What was not drawn."""
    if len(lines) < len(made.lines):
        yield pen.word("cut", shown=f"{len(lines):,}", more=f"{len(made.lines) - len(lines):,}")
    if made.height < total:
        yield pen.word("held", n=f"{made.height:,}")


def legend(made: Sheet, lines: Sequence[Line], pen: Pen) -> Iterator[str]:
    """A sentence for each word and mark that these lines use."""
    level, up, down = ARROWS_ASCII if pen.ascii_only else ARROWS
    signs = SIGNS_ASCII if pen.ascii_only else SIGNS
    if _any(lines, *CHANGES):
        yield pen.word("legend.change", up=up, down=down, level=level)
    if any(line.unit in ("ratio", "pt") and _any([line], *CHANGES, "target", "vs_group") for line in lines):
        yield pen.word("legend.points")
    if _any(lines, "lo", "hi"):
        yield pen.word("legend.interval")
    if _any(lines, "target"):
        yield pen.word("legend.target", more=signs["+"], less=signs["-"])
    if _any(lines, *RANKS):
        yield pen.word("legend.group")
    yield from _course(made, pen)
    yield from _notes(lines, pen)


def _course(made: Sheet, pen: Pen) -> Iterator[str]:
    if len(made.periods) > 1:
        first, last = pen.safe(made.periods[0]), pen.safe(made.periods[-1])
        yield pen.word("legend.trend", first=first, last=last, gap=GAP_ASCII if pen.ascii_only else GAP)
    if len(made.periods) > LENGTH:
        yield pen.word("legend.thinned", k=f"{together(len(made.periods)):,}")


def _notes(lines: Sequence[Line], pen: Pen) -> Iterator[str]:
    if any(line.few for line in lines):
        yield pen.word("legend.few", n=FEW)
    if any(line.number("n_open") for line in lines):
        yield pen.word("legend.open")
    if any(line.number("n_excluded") for line in lines):
        yield pen.word("legend.excluded")
    if any(line.partial for line in lines):
        yield pen.word("legend.partial")


def _any(lines: Sequence[Line], *names: str) -> bool:
    return any(line.number(name) is not None for line in lines for name in names)
