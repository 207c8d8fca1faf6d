"""The report as Markdown: headings, sentences and tables. Data are escaped: text of a customer is never markup."""

from __future__ import annotations

import re

from cstools.model.glyphs import visible
from cstools.model.report import Actions, Block, Cases, Chart, Findings, Kpis, Note, Report, Section, Table
from cstools.model.report.words import word
from cstools.view import numbers
from cstools.view.charts import drawable
from cstools.view.grid import Grid, follow_up, grid, masthead, scorecard

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&]|^[-+=])")
LINK = re.compile(r"(?i)(\bwww)\.|(://)")
LISTED = 15
"""Rows of a table behind a chart; the whole is in the other formats."""


def markdown(report: Report, lang: str, dialect: str = "github") -> str:
    """The report as GitHub-flavoured Markdown in `lang`: the words first, then the tables behind the charts."""
    parts = ["# " + escaped(masthead(report, lang)[0]), escaped(masthead(report, lang)[1])]
    for section in report.sections:
        parts += _section(section, lang)
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    r"""Text that Markdown shows as it is: no markup, no link, no mention, on one line.

    >>> print(escaped("a|b <i>*x* www.x.cn 1. y"), escaped("- z\nq"), escaped("97.8%"))
    a\|b \<i\>\*x\* www\.x.cn 1. y \- z q 97.8%
    """
    text = SPECIAL.sub(r"\\\1", visible(" ".join(text.split())))
    text = re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", text.replace("@", "@\u200b"))
    return LINK.sub(lambda found: f"{found[1]}\\." if found[1] else r"\://", text)


def table(made: Grid) -> str:
    """A pipe table; numbers are flush right."""
    head = [escaped(heading) for heading in made.headings]
    rule = ["---:" if right else "---" for right in made.right]
    rows = [[escaped(cell) for cell in row] for row in made.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def _section(section: Section, lang: str) -> list[str]:
    parts = [
        f"## {word(section.id, lang)}",
        escaped(numbers.say(section.lead, lang)),
        escaped(numbers.say(section.why, lang)),
    ]
    for block in section.blocks:
        parts += _block(block, lang)
    return parts


def _block(block: Block, lang: str) -> list[str]:
    if isinstance(block, Findings):
        return [_findings(block, lang)]
    if isinstance(block, Kpis):
        return [table(scorecard(block, lang))]
    if isinstance(block, Chart):
        return _chart(block, lang)
    if isinstance(block, Table):
        more = [escaped(numbers.say(block.more, lang))] if block.more else []
        return [f"### {escaped(numbers.say(block.title, lang))}", table(grid(block, lang)), *more]
    if isinstance(block, Cases):
        return _cases(block, lang)
    if isinstance(block, Actions):
        return [table(follow_up(block, lang))]
    return _note(block, lang)


def _note(block: Note, lang: str) -> list[str]:
    return [escaped(numbers.say(line, lang)) for line in block.lines]


def _findings(block: Findings, lang: str) -> str:
    lines = []
    for number, one in enumerate(block.items, 1):
        evidence = word("label.evidence", lang) + numbers.say(one.evidence, lang)
        lines.append(
            f"{number}. **{escaped(f'[{word(one.tag, lang)}] ' + numbers.say(one.headline, lang))}**  \n"
            f"   {escaped(numbers.say(one.detail, lang))}  \n   {escaped(evidence)}"
        )
    return "\n".join(lines) or escaped(numbers.say(block.otherwise, lang))


def _chart(block: Chart, lang: str) -> list[str]:
    heading = f"### {escaped(numbers.say(block.title, lang))}"
    if not drawable(block):
        return [heading, word("page.empty", lang)]
    made = grid(block, lang)
    kept = Grid(made.headings, made.right, made.rows[:LISTED] if block.kind == "bars" else made.rows)
    return [heading, escaped(numbers.say(block.alt, lang)), table(kept)]


def _cases(block: Cases, lang: str) -> list[str]:
    parts = []
    for one in block.items:
        facts = [
            word("label.colon", lang).format(name=word(name, lang), value=numbers.fill(value, lang))
            for name, value in one.facts
        ]
        ticket = word("label.ticket", lang).format(id=one.ticket)
        parts += [
            f"### {word(one.rule, lang)} · {escaped(ticket)}",
            f"> {escaped(one.quote)}",
            escaped(" · ".join(facts)),
        ]
    return parts
