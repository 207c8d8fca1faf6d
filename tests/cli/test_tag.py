"""cs-tag through its command line: models, tables, qa, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.tools import Said, run

ROWS = [
    {
        "ticket_id": f"T{n:03}", "created_at": f"2025-10-{n % 28 + 1:02} 10:00:00", "text": f"{word}{n}，{end}",
        "goods": label,
    }
    for n in range(60)
    for word, label, end in [
        (("鞋子开胶", "鞋", "请处理"), ("水壶漏水", "壶", "急"), ("耳机没声", "耳机", "谢谢"))[n % 3],
    ]
]  # fmt: skip


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def lines(rows: list[dict[str, Any]]) -> str:
    """Records as JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


TEXT = lines(ROWS)


def records(said: Said) -> list[dict[str, Any]]:
    """What a run wrote."""
    assert said.code == 0, said.err
    return said.records


def test_labels_are_learned_kept_and_given(tmp_path: Path) -> None:
    report = run("tag", "--train", "goods", "--save", "goods.cst", "-t", "csv", stdin=TEXT)
    assert report.code == 0, report.err
    heading, *rows = report.out.splitlines()
    assert heading == "label,n,named,right,precision,recall,f1"
    assert [row.split(",")[0] for row in rows] == ["壶", "耳机", "鞋", "(macro)", "(micro)"]
    assert "goods: 3 labels, learned from 60 different texts; on " in report.err
    assert "only 60 texts" in report.err
    bare = lines([{key: value for key, value in row.items() if key != "goods"} for row in ROWS])
    given = records(run("tag", "--model", "goods.cst", stdin=bare))
    assert [row["goods"] for row in given] == [row["goods"] for row in ROWS]
    assert all(0 < row["goods_p"] <= 1 for row in given)
    judged = run("tag", "--model", "goods.cst", "--eval", "goods", stdin=TEXT)
    assert records(judged)[-1]["f1"] == 1.0


def test_a_model_is_the_same_of_any_order(tmp_path: Path) -> None:
    shuffled = "".join(sorted(TEXT.splitlines(keepends=True), key=lambda line: line[::-1]))
    for name, text in (("a.cst", TEXT), ("b.cst", shuffled + TEXT)):
        assert run("tag", "--train", "goods", "--save", name, stdin=text).code == 0
    assert (tmp_path / "a.cst").read_bytes() == (tmp_path / "b.cst").read_bytes()


def test_nothing_is_written_dry(tmp_path: Path) -> None:
    assert run("tag", "--train", "goods", "--save", "a.cst", "--dry-run", stdin=TEXT).code == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--save", "a.cst"], 2, "--save is of no use without"),
        (["--keep"], 2, "--keep is of no use without --topics"),
        (["--min-confidence", "0.5"], 2, "without --model"),
        (["--train", "goods", "--coverage"], 2, "both put a table"),
        (["--train", "goods", "--keywords", "2"], 2, "--keywords is of no use beside --train"),
        (["--train", ""], 2, "--train takes the name of a field"),
        (["--train", "text"], 2, "text is the field of the texts"),
        (["--train", "goods", "--save", "none/a.cst"], 1, "none/a.cst"),
        (["--train", "goods", "--save", "-"], 2, "--save takes the name of a file"),
        (["--train", "nothing"], 2, "nothing"),
        (["--train", "goods", "--labels", "many"], 2, "--labels cannot be many"),
        (["--model", "none.cst"], 1, "none.cst"),
        (["--model", "bad.cst"], 1, "bad.cst is no model"),
        (["--model", "bad.cst", "--min-confidence", "7"], 2, "--min-confidence cannot be 7"),
        (["--adapt", "--no-sentiment"], 2, "--adapt needs the sentiment"),
        (["--adapt"], 2, "--adapt needs more texts"),
        (["--rising", "hour"], 2, "hour"),
        (["--topics", "0"], 2, "0"),
        (["--keywords", "0"], 2, "0"),
        (["--taxonomy", "none.toml"], 1, "none.toml"),
        (["--user-dict", "bad.cst"], 2, "--user-dict is of no use"),
        (["--eval", "goods", "--eval-map", "bad.cst"], 2, "two columns"),
    ],
)
def test_what_cannot_be_is_refused(words: list[str], code: int, said: str, tmp_path: Path) -> None:
    (tmp_path / "bad.cst").write_text("x\n1\n", encoding="utf-8")
    done = run("tag", *words, stdin=TEXT)
    assert done.code == code, done.err
    assert said in done.err
    assert "Traceback" not in done.err
    assert done.out == ""


def test_words_are_counted(tmp_path: Path) -> None:
    found = records(run("tag", "--keywords", "2", stdin=TEXT))
    assert found[1]["keywords"] == ["漏水", "水壶"]
    (tmp_path / "own.txt").write_text("鞋子开胶 100\n", encoding="utf-8")
    own = records(run("tag", "--keywords", "2", "--user-dict", "own.txt", stdin=TEXT))
    assert own[0]["keywords"] == ["鞋子开胶", "处理"]
    groups = records(run("tag", "--topics", "3", stdin=TEXT))
    assert [row["n"] for row in groups] == [20, 20, 20]
    kept = records(run("tag", "--topics", "3", "--keep", stdin=TEXT))
    assert len({(row["goods"], row["cluster"]) for row in kept}) == 3


def test_without_words_nothing_dear_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text(TEXT, encoding="utf-8")
    assert run("tag", "--train", "goods", "--save", "a.cst", "t.jsonl").code == 0
    probe = (
        "import sys\nfrom cstools.cli import boundary\nfrom cstools.cli.tag import main\n"
        "boundary.attempt(main, ['-q', 't.jsonl', '--model', 'a.cst', '-o', 'o.jsonl'])\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert "numpy" in loaded
    assert loaded.isdisjoint({"jieba", "rjieba", "scipy", "sklearn"})


def test_agents_are_judged(tmp_path: Path) -> None:
    said = [
        ("1", "customer", "10:00:00", "什么时候发货？"),
        ("1", "agent", "10:00:20", "你有完没完，保证明天到"),
        ("2", "customer", "11:00:00", "能退吗"),
    ]
    chat = lines(
        [
            {"ticket_id": t, "sender_role": who, "sent_at": f"2025-10-01 {at}", "text": text, "message_id": str(n)}
            for n, (t, who, at, text) in enumerate(said)
        ]
    )
    first, second, third = records(run("tag", "--taxonomy", "qa", stdin=chat))
    assert first["topic"] is None
    assert "质检/开场/缺少问候" in second["tags"]
    assert third["topic"] == "质检/应答/未回答问题"
    done = run("tag", "--taxonomy", "qa", stdin=TEXT)
    assert done.code == 2
    assert "sender_role" in done.err


def test_how_far_topic_agrees_is_said(tmp_path: Path) -> None:
    rows = [{"text": "退款还没到账", "category": "退款退货"}, {"text": "物流十天不动了", "category": "发票"}]
    done = run("tag", stdin=lines([*rows, {"text": "退款", "category": "神秘"}, {"text": "退款", "category": "其他"}]))
    assert "agrees with the source's category in 50.0% of records (1 of 2)" in done.err
    assert "no path stands for the category of 1 records (神秘)" in done.err


def test_labels_that_cs_tag_writes_itself_are_learned_as_they_came() -> None:
    rows = [{"text": row["text"], "topic": row["goods"]} for row in ROWS]
    report = run("tag", "--train", "topic", "-t", "csv", stdin=lines(rows))
    assert [row.split(",")[0] for row in report.out.splitlines()[1:4]] == ["壶", "耳机", "鞋"]


def test_several_labels_go_through_every_format(tmp_path: Path) -> None:
    both = [row | {"goods": [row["goods"], "急"] if "急" in row["text"] else [row["goods"]]} for row in ROWS]
    learned = run("tag", "--train", "goods", "--save", "m.cst", stdin=lines(both))
    assert "labels that may hold together" in learned.err
    for form in ("csv", "tsv", "xlsx", "jsonl", "parquet", "arrow"):
        done = run("tag", "--model", "m.cst", "-o", f"out.{form}", stdin=TEXT)
        assert done.code == 0, done.err
        assert (tmp_path / f"out.{form}").stat().st_size
    judged = run("tag", "--model", "m.cst", "--eval", "goods", stdin=lines(both))
    assert judged.records[-1]["f1"] == 1.0


def test_filling_category_leaves_the_agreement_alone() -> None:
    rows = [{"text": "退款还没到账", "category": "退款退货"}, {"text": "物流十天不动了", "category": None}]
    done = run("tag", "--fill-category", stdin=lines(rows))
    assert [row["category"] for row in done.records] == ["退款退货", "售中订单/物流/物流停滞"]
    assert "100.0% of records (1 of 1)" in done.err
    assert "no path stands" not in done.err


@pytest.mark.parametrize("words", ["--train goods", "--eval goods", "--train-from-rating", "--adapt", "--coverage"])
def test_an_empty_stream_is_no_failure(words: str) -> None:
    done = run("tag", "-f", "csv", *words.split(), stdin="text,goods,csat\n")
    assert done.code == 0, done.err


def test_two_models_of_one_field_are_refused() -> None:
    assert run("tag", "--train", "goods", "--save", "m.cst", stdin=TEXT).code == 0
    done = run("tag", "--model", "m.cst", "--model", "m.cst", stdin=TEXT)
    assert done.code == 2
    assert "two of --model write goods" in done.err
