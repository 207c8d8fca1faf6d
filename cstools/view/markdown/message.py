"""The report as a message to a group: what a manager reads on the telephone, and no more than the product takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cstools.model.report import Actions, Block, Card, Chart, Findings, Kpis, Report, Section
from cstools.model.report.words import word
from cstools.view import told
from cstools.view.grid import empty, masthead, metric, title
from cstools.view.markdown.dialects import Dialect
from cstools.view.numbers import figure, say

TOP = 5
"""Problems named."""
LONGEST = 160
"""Characters of one text of the data: a longer one ends in an ellipsis."""
PART = "\n\n"
TOPICS = "topics"
MILLION = 10**6
"""More parts than can be left out."""


@dataclass(frozen=True)
class Group:
    """Parts under a heading, what matters most first; gap: what stands between two of them."""

    heading: str
    parts: tuple[str, ...]
    gap: str = PART

    def added(self, number: int) -> str:
        """What the part of a number adds to the text."""
        if number:
            return self.gap + self.parts[number]
        return (PART + self.heading if self.heading else "") + PART + self.parts[0]


def message(report: Report, lang: str, dialect: Dialect) -> str:
    """The summary of a report in one dialect, at most its limit of bytes of UTF-8: whole parts only, in order of weight
    within each group, and a last line that says how many are left out.
    """
    pen = _Pen(lang, dialect)
    head, facts = masthead(report, lang)
    first = dialect.title.format(pen.safe(head)) + PART + pen.aside(facts)
    return _fitted(first, _groups(report, pen), pen) + "\n"


def _fitted(text: str, groups: Iterable[Group], pen: _Pen) -> str:
    """What fits: where a part does not, the rest of its group is left out and the next group is tried."""
    room = pen.dialect.limit - len((text + PART + pen.left(MILLION) + "\n").encode())
    left = 0
    for group in groups:
        for number in range(len(group.parts)):
            adding = group.added(number)
            if len(adding.encode()) > room:
                left += len(group.parts) - number
                break
            text, room = text + adding, room - len(adding.encode())
    return text + (PART + pen.left(left) if left else "")


class _Pen:
    """Writes in one language and one dialect."""

    def __init__(self, lang: str, dialect: Dialect) -> None:
        self.lang = lang
        self.dialect = dialect

    def safe(self, text: str) -> str:
        """Text of the data, cut where it is endless."""
        return self.dialect.escape(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")

    def heading(self, text: str) -> str:
        return self.dialect.heading.format(self.safe(text))

    def strong(self, text: str) -> str:
        return self.dialect.strong.format(self.safe(text))

    def aside(self, text: str) -> str:
        return self.dialect.aside.format(self.safe(text))

    def toned(self, text: str, tone: str) -> str:
        return self.dialect.tones.get(tone, "{}").format(self.safe(text))

    def item(self, text: str) -> str:
        return self.dialect.item.format(text)

    def told(self, number: int, one: told.Told) -> str:
        """A numbered thing: its word in its colour, the sentence, the lines below."""
        tag = [self.toned(f"[{one.tag}]", one.tone)] if one.tag else []
        head = " ".join([self.dialect.strong.format(f"{number}."), *tag, self.strong(one.head)])
        below = [self.safe(line) for line in one.lines] + ([self.aside(one.evidence)] if one.evidence else [])
        return self.dialect.turn.join([head, *below])

    def left(self, n: int) -> str:
        """The line that says what did not fit."""
        return self.aside(word("message.left", self.lang).format(n=f"{n:,}"))


def _groups(report: Report, pen: _Pen) -> Iterator[Group]:
    """Key points, scorecard, problems, actions, in this order wherever they stand in the report."""
    whys = [part.why for part in report.sections if part.id == "findings" and part.why]
    yield from (Group("", (pen.safe(say(why, pen.lang)),)) for why in whys)
    for draw in (_findings, _cards, _problems, _actions):
        for section in report.sections:
            for block in section.blocks:
                parts, gap = draw(section, block, pen)
                if parts:
                    name = told.sheet(block, pen.lang) if isinstance(block, Actions) else title(section, pen.lang)
                    yield Group(pen.heading(name), tuple(parts), gap)


Parts = tuple[list[str], str]
NOTHING: Parts = ([], "")


def _findings(_: Section, block: Block, pen: _Pen) -> Parts:
    if not isinstance(block, Findings):
        return NOTHING
    lead = say(block.lead, pen.lang) if block.items else say(block.otherwise, pen.lang)
    items = [pen.told(number, told.finding(one, pen.lang)) for number, one in enumerate(block.items, 1)]
    return ([pen.safe(lead)] if lead else []) + items, PART


def _cards(_: Section, block: Block, pen: _Pen) -> Parts:
    if not isinstance(block, Kpis):
        return NOTHING
    return [_card(one, pen) for one in block.cards], "\n"


def _card(one: Card, pen: _Pen) -> str:
    """A metric and its value, then the change in its colour with the word for it, then the rest."""
    changed, rest = told.card(one, pen.lang)
    value = f"{pen.safe(metric(one, pen.lang))} {pen.strong(figure(one.value, pen.lang))}"
    said = [value, pen.toned(changed, one.tone) if changed else "", pen.safe(rest)]
    return pen.item(told.joint(pen.lang).join(text for text in said if text))


def _problems(section: Section, block: Block, pen: _Pen) -> Parts:
    if section.id != TOPICS or not isinstance(block, Chart) or block.kind != "bars" or empty(block):
        return NOTHING
    rows = [told.row(block, row, pen.lang) for row in block.rows[:TOP]]
    return [pen.item(f"{pen.safe(name)} {pen.strong(value)}{pen.safe(note)}") for name, value, note in rows], "\n"


def _actions(_: Section, block: Block, pen: _Pen) -> Parts:
    """What came of earlier actions, and those of this month that say what is to be done."""
    if not isinstance(block, Actions):
        return NOTHING
    shown = [one for one in block.items if block.followed or one.what]
    return [pen.told(number, told.action(one, pen.lang)) for number, one in enumerate(shown, 1)], PART
