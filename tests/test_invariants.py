"""Promises that hold whatever comes in: nothing is lost, and neither order, chunks nor pipes change a byte."""

from __future__ import annotations

import csv
import io
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tools import Said, levels, run, side

few = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])

HEADINGS = ["工单号", "买家昵称", "渠道", "创建时间", "首次响应时间", "状态", "满意度", "退款金额", "客户内容", "备注"]
DATES = [
    "2025-10-{d:02} 08:05:03", "2025/10/{d} 8:05", "2025年10月{d}日 下午8:05", "{d:02}/10/2025 08:05", "{d}/{d}/2025",
    "1759709100000", "昨天", "", "--", "20251016080503",
]  # fmt: skip
TEXTS = [
    "物流太慢了，三天不动", 'say "hi", ok', "第一行\n第二行", "要投诉12315", "=1+1", "", " ", "好的", "é\t\\|x",
]  # fmt: skip
CELLS = {
    "工单号": st.sampled_from(["T1", "T2", "T3", "0007", '="0008"', "123456789012345678", "1.2E+17", "", "-"]),
    "买家昵称": st.sampled_from(["甲", "乙", "t**1", "", "未知"]),
    "渠道": st.sampled_from(["千牛", "抖音", " 电话 ", "", "chat"]),
    "创建时间": st.builds(lambda form, day: form.format(d=day), st.sampled_from(DATES), st.integers(1, 28)),
    "首次响应时间": st.sampled_from(["35", "00:01:10", "2025-10-20 09:00:00", "1分30秒", "", "-5"]),
    "状态": st.sampled_from(["已解决", "处理中", "closed", "??", "奇怪", ""]),
    "满意度": st.sampled_from(["5分", "非常满意", "1", "9", "六", "", "未评价"]),
    "退款金额": st.sampled_from(["¥1,234.50", "1.2万", "-3", "没有", ""]),
    "客户内容": st.sampled_from(TEXTS),
    "备注": st.one_of(st.just(""), st.text(st.sampled_from('ab,"\n| \\é中'), max_size=6)),
}  # fmt: skip
ROWS = st.lists(st.builds(lambda **row: row, **CELLS), max_size=12)
TOTAL = {"工单号": "合计", "满意度": "4.5", "退款金额": "99"}
CORRUPT = ["T9,甲", "T9,1,2,3,4,5,6,7,8,9,10,11,12", ",,,,,,,,,", "", '"']


def lines(rows: list[dict[str, str]]) -> list[str]:
    """Rows as CSV records, quoted where they must be."""
    records = []
    for row in rows:
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerow([row.get(name, "") for name in HEADINGS])
        records.append(stream.getvalue())
    return records


@st.composite
def exports(draw: st.DrawFn, *, corrupt: bool = True) -> list[str]:
    """The records of a dirty export, in an order drawn too."""
    rows = draw(ROWS)
    records = lines([*rows, *draw(st.sampled_from([[], [TOTAL]]))])
    if corrupt:
        records += [line + "\n" for line in draw(st.lists(st.sampled_from(CORRUPT), max_size=3))]
    draw(st.randoms(use_true_random=False)).shuffle(records)
    return records


def text(records: list[str]) -> str:
    return ",".join(HEADINGS) + "\n" + "".join(records)


@contextmanager
def beside() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "side.jsonl"


def pipe(*commands: str, stdin: str, **how: Any) -> Said:
    """Commands one after the other, each one's output the next one's input."""
    said = Said(0, stdin, "")
    for command in commands:
        name, *args = command.split()
        said = run(name, *args, stdin=said.out, **how)
        assert said.code == 0, said.err
    return said


def told(said: Said, word: str) -> int:
    """A count of the summary line."""
    found = [part for part in said.err.split(": ", 1)[1].split(", ") if f" {word}" in f" {part}".replace("(", " ")]
    return sum(int(part.split()[0].replace(",", "")) for part in found if part.split()[1] == word)


@few
@given(exports(), st.sampled_from(["ingest", "clean", "dedupe", "tag"]))
def test_rows_in_are_rows_out_rejected_merged_and_dropped(records: list[str], last: str) -> None:
    stdin = text(records)
    if last != "ingest":
        stdin = pipe("ingest -t jsonl", stdin=stdin).out
    with beside() as path:
        said = run(last, "--rejects", str(path), stdin=stdin)
        assert said.code == 0, said.err
        kept = levels(side(path))
    gone = {"row": "rejected", "merged": "merged", "dropped": "dropped"}
    assert told(said, "in") == told(said, "out") + sum(kept[level] for level in gone)
    assert told(said, "out") == len(said.records)
    assert {level: told(said, word) for level, word in gone.items()} == {level: kept[level] for level in gone}


@few
@given(exports(), st.integers(1, 400))
def test_chunks_change_nothing(records: list[str], size: int) -> None:
    pipeline = "cs-ingest | cs-clean | cs-tag --rejects {}"
    stdin = text(records)
    with beside() as path:
        whole = run("run", pipeline.format(path), stdin=stdin)
        noted = path.read_bytes()
        again = run("run", pipeline.format(path), stdin=stdin, block=size)
        assert again.out == whole.out
        assert path.read_bytes() == noted
        sums = "kpi --metrics volume,csat_mean,customers --by channel"
        for command in ("kpi", "dedupe", "view", sums, "view freq channel", "view freq tags"):
            name, *args = command.split()
            cut, once = run(name, *args, stdin=whole.out, block=size), run(name, *args, stdin=whole.out)
            assert (cut.code, cut.out) == (once.code, once.out)


@few
@given(exports(corrupt=False), st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(records: list[str], seed: int) -> None:
    mixed = random.Random(seed).sample(records, len(records))
    first, second = (pipe("ingest", "clean", stdin=text(given)) for given in (records, mixed))
    assert Counter(first.out.splitlines()) == Counter(second.out.splitlines())
    for command in ("dedupe", "kpi --by channel -t csv", "kpi --period day", "view describe", "view freq channel"):
        assert pipe(command, stdin=first.out).out == pipe(command, stdin=second.out).out


@few
@given(exports())
def test_a_second_time_changes_nothing(records: list[str]) -> None:
    clean = pipe("ingest", "clean", stdin=text(records)).out
    assert pipe("clean", stdin=clean).out == clean
    for command in ("dedupe", "tag"):
        once = pipe(command, stdin=clean).out
        assert pipe(command, stdin=once).out == once


@few
@given(exports())
def test_fused_is_piped_is_through_csv(records: list[str]) -> None:
    stdin = text(records)
    fused = run("run", "cs-ingest | cs-clean | cs-dedupe | cs-tag", stdin=stdin).out
    assert pipe("ingest", "clean", "dedupe", "tag", stdin=stdin).out == fused
    assert pipe("ingest -t csv", "clean -t csv", "dedupe -t tsv", "tag", stdin=stdin).out == fused


@few
@given(exports())
def test_a_file_is_a_pipe(records: list[str]) -> None:
    with beside() as path:
        path.write_text(text(records), encoding="utf-8", newline="")
        assert run("ingest", str(path)).out == run("ingest", stdin=text(records)).out


@pytest.mark.parametrize("size", [1, 7, 64, 1 << 20])
def test_a_column_decided_late_holds_the_file_back(size: int) -> None:
    """Day or month first, a time or a duration: told by the last row, and so for the first."""
    rows = [f"{n},05/06/2025,{n}\n" for n in range(1, 30)]
    late = "工单号,创建时间,首次响应时间\n" + "".join(rows) + "99,05/16/2025,3\n"
    said = run("ingest", stdin=late, block=size)
    assert {row["created_at"] for row in said.records} == {"2025-05-06 00:00:00", "2025-05-16 00:00:00"}
    assert said.records[0]["first_response_s"] == 1.0


@pytest.mark.parametrize("size", [1, 30, 1 << 20])
def test_a_date_that_nothing_decides_is_said(size: int) -> None:
    stdin = "工单号,创建时间\n1,05/06/2025\n2,2025-10-01\n3,07/08/2025\n"
    said = run("ingest", stdin=stdin, block=size)
    assert said.records[0]["created_at"] == "2025-06-05 00:00:00"
    assert ", 2 dates read day first (--day-first says otherwise), " in said.err
    asked = run("ingest", "--day-first", "no", stdin=stdin, block=size)
    assert asked.records[0]["created_at"] == "2025-05-06 00:00:00"
    assert "day first" not in asked.err


@pytest.mark.parametrize("size", [1, 30, 1 << 20])
def test_a_heading_that_comes_late_is_known(size: int) -> None:
    stdin = '{"工单号":"1"}\n{"工单号":"2","渠道":"电话"}\n{"工单号":"3","创建时间":"2025/10/3"}\n'
    assert run("ingest", stdin=stdin, block=size).records == [
        {"ticket_id": "1"},
        {"ticket_id": "2", "channel": "电话"},
        {"ticket_id": "3", "channel": None, "created_at": "2025-10-03 00:00:00"},
    ]


ORDERS = st.lists(
    st.tuples(
        st.sampled_from(["c1", "c2", "c3", "", "c4"]),
        st.integers(1, 28),
        st.sampled_from(["9.90", "0", "120.55", "", "-1"]),
    ),
    max_size=15,
)


@few
@given(ORDERS, st.integers(0, 99), st.integers(1, 300))
def test_scores_depend_on_the_orders_alone(orders: list[tuple[str, int, str]], seed: int, size: int) -> None:
    given = [f"{n},{who},2025-10-{day:02},{paid}\n" for n, (who, day, paid) in enumerate(orders)]
    mixed = random.Random(seed).sample(given, len(given))
    head = "order_id,customer_id,ordered_at,paid_amount\n"
    for args in ([], ["--summary"], ["--cut", "mean"], ["--cut", "kmeans"], ["--cohort", "week"], ["--clv"]):
        said = run("rfm", *args, stdin=head + "".join(given))
        assert said.code == 0, said.err
        assert run("rfm", *args, stdin=head + "".join(mixed), block=size).out == said.out
