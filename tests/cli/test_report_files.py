"""The files people keep for cs-report, from the command line: written, checked, merged, refused with their line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cstools.cli import report_config
from cstools.cli.options import Common
from cstools.cli.report_files import Given, asked
from cstools.errors import Failure, Usage
from cstools.model.report import from_json
from cstools.model.report.planned import Planned
from tests.tools import run

TICKETS = "\n".join(
    json.dumps(
        {"ticket_id": f"T{day}", "created_at": f"2025-10-{day:02d} 09:00:00", "channel": "邮件", "csat": day % 6}
    )
    for day in range(1, 32)
)

MAN = Path(__file__).parents[2] / "man"
ONE = "[[action]]\nmonth='2025-10'\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def model(name: str = "m.json", *args: str) -> dict[str, Any]:
    """The model of a report of the tickets."""
    made = run("report", "-o", name, *args, stdin=TICKETS)
    assert made.code == 0, made.err
    return json.loads(Path(name).read_text(encoding="utf-8"))


def test_init_writes_both_files_and_check_passes_them(folder: Path):
    made = run("report", "--init")
    assert (made.code, made.out) == (0, "")
    assert made.err == "cs-report: wrote report.toml\ncs-report: wrote actions.toml\n"
    found = run("report", "--check", "--config", "report.toml")
    assert found.code == 0
    assert "report.toml: no mistakes; sections: 15, of your own: 0" in found.err
    assert "actions.toml: no mistakes; actions: 0" in found.err


@pytest.mark.parametrize("there", ["report.toml", "actions.toml"])
def test_init_leaves_what_is_there_and_writes_neither(folder: Path, there: str):
    written(there, "mine")
    made = run("report", "--init")
    assert made.code == 1
    assert f"{there} exists and is left as it is" in made.err
    assert [path.name for path in folder.iterdir()] == [there]
    assert Path(there).read_text(encoding="utf-8") == "mine"


def test_init_leaves_a_link_that_leads_nowhere(folder: Path):
    Path("actions.toml").symlink_to("nowhere")
    assert run("report", "--init").code == 1
    assert [path.name for path in folder.iterdir()] == ["actions.toml"]


@pytest.mark.parametrize("args", [["sub"], ["-o", "sub"], ["-o", "sub/review.html"]])
def test_init_writes_where_it_is_told(folder: Path, args: list[str]):
    Path("sub").mkdir()
    assert run("report", "--init", *args).code == 0
    assert sorted(path.name for path in Path("sub").iterdir()) == ["actions.toml", "report.toml"]


def test_init_does_not_take_records_for_a_folder(folder: Path):
    made = run("report", "--init", written("tickets.jsonl", TICKETS))
    assert made.code == 2
    assert "which tickets.jsonl is not" in made.err


def test_a_dry_run_writes_nothing(folder: Path):
    made = run("report", "--init", "--dry-run")
    assert (made.code, list(folder.iterdir())) == (0, [])
    assert "report.toml" in made.err


def line(words: str, metric: str, now: float, **others: str) -> dict[str, Any]:
    """A line of a follow-up sheet, as the model has it."""
    finding = {"type": "Phrase", "key": "own.text", "params": {"type": "map", "text": words}}
    unit = "ratio" if metric == "csat_pct" else "n"
    figure = {"type": "Figure", "value": now, "unit": unit}
    return {"type": "Action", "finding": finding, "metric": metric, "now": figure, **others}


def sheets(lines: list[dict[str, Any]], earlier: list[dict[str, Any]]) -> dict[str, Any]:
    """A model with this month's lines and those of an earlier one."""
    blocks = [{"type": "Actions", "items": lines}, {"type": "Actions", "items": earlier, "followed": True}]
    meta = {"type": "Meta", "month": "2025-10", "as_of": "2025-10-31 18:00:00", "rows": 3}
    return {"type": "Report", "meta": meta, "sections": [{"type": "Section", "id": "actions", "blocks": blocks}]}


def test_init_fills_the_actions_from_a_model(folder: Path):
    lines = [line('a "b"\n#\u0000', "csat_pct", 0.855, where="channel = '邮件'"), line("mine", "slow", 3)]
    written("m.json", json.dumps(sheets(lines, [line("old", "volume", 3)])))
    assert run("report", "--init", "--from-model", "m.json").code == 0
    text = Path("actions.toml").read_text(encoding="utf-8")
    assert "# 现值 now: 85.5%" in text
    assert '#metric = "slow"' in text
    assert "old" not in text
    (one,) = report_config.planned("actions.toml", {})
    assert (one.id, one.month, one.metric, one.where) == ("2025-10-1", "2025-10", "csat_pct", "channel = '邮件'")
    assert one.finding.startswith('a "b"')
    assert (one.what, one.owner, one.due) == ("", "", "")
    found = run("report", "--check", "--config", "report.toml")
    assert (found.code, "actions.toml: no mistakes; actions: 1" in found.err) == (0, True)


def test_init_from_the_model_of_these_tickets(folder: Path):
    model("m.json")
    assert run("report", "--init", "--from-model", "m.json").code == 0
    assert run("report", "--check", "--config", "report.toml").code == 0


def test_init_from_what_is_no_report(folder: Path):
    assert run("report", "--init", "--from-model", written("m.json", "{}")).code == 2
    empty = '{"type": "Report", "meta": {"type": "Meta", "month": "", "as_of": "", "rows": 0}, "sections": []}'
    assert run("report", "--init", "--from-model", written("m.json", empty)).code == 1
    assert [path.name for path in folder.iterdir()] == ["m.json"]


def test_check_needs_something_to_check(folder: Path):
    made = run("report", "--check")
    assert (made.code, "--check has nothing to check" in made.err) == (2, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("findings = 6\n[files]\norders = 'no.jsonl'", "r.toml:3: orders is a file that does not exist: no.jsonl"),
        ("findings = 6\nlogo = 'no.png'", "r.toml:2: logo is a file that does not exist: no.png"),
        ("template = 'no'", "r.toml:1: template is a file that does not exist: no"),
        ("\ndefine = 'no.toml'", "r.toml:2: define is a file that does not exist: no.toml"),
        ('[[own]]\nid="a"\ntitle="A"\n[[own.block]]\nkind="vega"\nmetrics=["volume"]\nspec="no.json"',
         "r.toml:7: spec is a file that does not exist: no.json"),
        ('[[own]]\nid="a"\ntitle="A"\n[[own.block]]\nkind="table"\nmetrics=["volume"]\n\nwhere="chanel = 1"',
         "r.toml:8, where: no field chanel; near it: channel"),
        ('[[own]]\nid="a"\ntitle="A"\n[[own.block]]\nkind="table"\nmetrics=["volume"]\nwhere="sum(csat) > 1"',
         "r.toml:7: where is not an SQL condition"),
        ("findings = 6\nfind = 3", "r.toml:2: r.toml has no find; write findings"),
    ],
)  # fmt: skip
def test_mistakes_end_with_2_and_the_line(folder: Path, text: str, said: str):
    config = written("r.toml", text)
    for args in (["--check"], []):
        made = run("report", *args, "--config", config, stdin=TICKETS)
        assert (made.code, made.out) == (2, "")
        assert said in made.err


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.toml", f"{ONE}metric='volume'\nwhere='chanel = 1'", "a.toml:4, where: no field chanel"),
        ("a.toml", f"{ONE}metric='csat_pct'\ntarget=90", "a.toml:4: csat_pct is a rate, its target cannot be "
         "90; write 0.9 or 90%"),
        ("a.csv", "月份,指标,措施,范围\n2025-10,满意率,夜班,\n2025-10,首响,夜班,csat >\n", "a.csv:3: no metric 首响"),
        ("a.csv", "月份,指标,范围\n2025-10,满意率,csat >\n", "a.csv:2: where is not an SQL condition"),
        ("a.jsonl", '{"month": "2025-10", "metric": "volume", "due": "soon"}', "a.jsonl:1: due cannot be soon"),
        ("a.csv", "月份,指标,谁\n2025-10,满意率,x\n", "a.csv:1: a.csv has no 谁"),
    ],
)  # fmt: skip
def test_mistakes_of_the_actions(folder: Path, name: str, text: str, said: str):
    for args in (["--check"], []):
        made = run("report", *args, "--actions", written(name, text), stdin=TICKETS)
        assert (made.code, made.out) == (2, "")
        assert said in made.err


@pytest.mark.parametrize(
    "make", [lambda path: None, lambda path: path.write_bytes(b"\xff\xfe\x00"), lambda path: path.mkdir()]
)
def test_settings_that_cannot_be_read(folder: Path, make):
    make(Path("r.toml"))
    made = run("report", "--check", "--config", "r.toml")
    assert (made.code, "r.toml" in made.err, "Traceback" in made.err) == (1, True, False)


def test_actions_as_toml_and_as_tables_are_the_same(folder: Path):
    toml = written(
        "a.toml",
        "[[action]]\nid='A1'\nmonth='2025-10'\nmetric='csat_pct'\nwhat='夜班'\ntarget='90%'\nstatus='done'\ndue=2025-11-15",
    )
    table = {
        "编号": "A1",
        "月份": "2025-10",
        "指标": "满意率",
        "措施": "夜班",
        "目标": "90%",
        "状态": "完成",
        "期限": "2025-11-15",
    }
    pl.DataFrame([{name: text for name, text in table.items()}]).write_excel("a.xlsx")
    written("a.csv", f"{','.join(table)}\n{','.join(table.values())}\n")
    written("a.jsonl", json.dumps(table, ensure_ascii=False))
    wanted = [Planned("A1", "2025-10", "夜班", "csat_pct", due="2025-11-15", status="done", target=0.9)]
    for path in (toml, "a.csv", "a.xlsx", "a.jsonl"):
        found = [Planned(**{**vars(one), "path": "", "line": 0}) for one in report_config.planned(path, {})]
        assert found == wanted, path


def test_a_title_above_the_headings_of_the_actions_is_passed_over(folder: Path):
    path = written("a.csv", "10月复盘,,\n月份,指标,措施\n2025-10,满意率,夜班\n")
    (one,) = report_config.planned(path, {})
    assert (one.metric, one.what, one.line) == ("csat_pct", "夜班", 3)


def test_the_examples_of_the_page_pass():
    made = run("report", "--check", "--config", str(MAN / "report-example.toml"))
    assert made.code == 0
    assert "sections: 8, of your own: 1" in made.err
    assert "actions: 1" in made.err


def test_check_counts_what_it_read(folder: Path):
    written("a.toml", "[[action]]\nmonth='2025-10'\nmetric='volume'\n[[action]]\nmonth='2025-10'\nmetric='volume'")
    config = written("r.toml", 'sections=["kpis","x"]\n[files]\nactions="a.toml"\n[[own]]\nid="x"\ntitle="X"')
    made = run("report", "--check", "--config", config)
    assert made.code == 0
    assert "sections: 2, of your own: 1" in made.err
    assert "a.toml: no mistakes; actions: 2" in made.err
    assert "actions: 0" in run("report", "--check", "--config", config, "--actions", written("b.toml", "")).err


def test_check_reads_the_small_files_and_only_looks_for_the_large(folder: Path):
    written("o.jsonl", "no records at all")
    written("t.csv", "metric,target\nnonsense,1\n")
    config = written("r.toml", '[files]\norders="o.jsonl"\n')
    assert run("report", "--check", "--config", config).code == 0
    made = run("report", "--check", "--config", config, "--targets", "t.csv")
    assert (made.code, "t.csv:2" in made.err) == (2, True)
    assert run("report", "--check", "--config", config, "--refunds", "none.jsonl").code == 1


def merged(**given: Any) -> Given:
    return report_config.merged(Given(**given), Common())[0]


def test_paths_are_from_the_file_and_the_command_line_wins(folder: Path):
    Path("sub").mkdir()
    for name in ("o.jsonl", "t.csv", "l.png"):
        written(f"sub/{name}", "x")
    config = written("sub/r.toml", 'title="A"\naccent="#111111"\naudience="lead"\nlogo="l.png"\nlang="en"\n'
                     '[files]\norders="o.jsonl"\ntargets="t.csv"')  # fmt: skip
    made, common = report_config.merged(Given(config=config), Common())
    assert (made.title, made.accent, made.audience, common.lang) == ("A", "#111111", "lead", "en")
    assert (made.logo, made.targets, made.sides["order"]) == ("sub/l.png", "sub/t.csv", "sub/o.jsonl")
    over = {"title": "B", "accent": "#222222", "audience": "agent", "logo": "x.png", "targets": "y.csv"}
    made, common = report_config.merged(Given(config=config, sides={"order": "z.jsonl"}, **over), Common(lang="zh"))
    assert {name: getattr(made, name) for name in over} == over
    assert (made.sides["order"], common.lang) == ("z.jsonl", "zh")


def test_a_file_that_is_missing_does_not_matter_where_the_command_line_names_another(folder: Path):
    config = written("r.toml", "[files]\ntargets = 'no.csv'")
    with pytest.raises(Usage, match=r"settings\.file"):
        merged(config=config)
    assert merged(config=config, targets="yes.csv").targets == "yes.csv"


def test_what_is_asked_holds_the_settings_and_the_actions(folder: Path):
    written("own.toml", '[slow]\nkind = "rate"\nnum = "wait_s > 300"')
    written("a.toml", "[[action]]\nmonth='2025-10'\nmetric='slow'\ntarget='5%'")
    config = written(
        "r.toml", 'define="own.toml"\nkpis=["slow"]\naudience="director"\nleast=10\n[files]\nactions="a.toml"'
    )
    ask = asked(*report_config.merged(Given(config=config), Common(lang="en")))
    assert (ask.config.least, ask.config.kpis, ask.config.lang) == (10, ("slow",), "en")
    assert [(one.metric, one.target) for one in ask.planned] == [("slow", 0.05)]


def test_the_report_follows_its_settings(folder: Path):
    config = written("r.toml", 'title="我的"\nsections=["kpis","mine"]\nkpis=["volume"]\n'
                     '[[own]]\nid="mine"\ntitle="Mine <b>"\n[[own.block]]\n'
                     'kind="table"\nmetrics=["volume"]\nby="channel"')  # fmt: skip
    made = model("m.json", "--config", config)
    assert made["meta"]["title"] == "我的"
    assert [section["id"] for section in made["sections"]] == ["kpis", "mine"]
    assert made["sections"][1]["blocks"][0]["rows"] == [["邮件", 31]]
    assert model("n.json", "--config", config) == made
    assert from_json(Path("m.json").read_bytes()).sections[1].title == "Mine <b>"
    assert model("n.json", "--config", config, "--title", "B")["meta"]["title"] == "B"


def test_the_fields_that_only_the_files_look_at_are_read(folder: Path):
    rows = "\n".join(
        json.dumps({"ticket_id": f"T{day}", "created_at": f"2025-{month}-{day:02d} 09:00:00", "customer_level": "VIP",
                    "pay_method": "现金", "csat": 5})
        for month in ("09", "10") for day in range(1, 31)
    )  # fmt: skip
    written("own.toml", '[cash]\nkind = "rate"\nnum = "pay_method = \'现金\'"')
    written("a.toml", "[[action]]\nmonth='2025-09'\nmetric='csat_pct'\nwhere=\"customer_level = 'VIP'\"")
    config = written("r.toml", 'define="own.toml"\n[files]\nactions="a.toml"\n[[own]]\nid="x"\ntitle="X"\n'
                     '[[own.block]]\nkind="table"\nmetrics=["volume","cash"]\nby="customer_level"')  # fmt: skip
    made = run("report", "--config", config, "--during", "2025-10", "-o", "m.json", stdin=rows)
    assert made.code == 0, made.err
    sections = {section.id: section for section in from_json(Path("m.json").read_bytes()).sections}
    assert sections["x"].blocks[0].rows == (("VIP", 30, 1.0),)
    assert sections["actions"].blocks[0].items[0].n == 30


def test_a_failure_of_a_large_file_is_told(folder: Path):
    with pytest.raises(Failure):
        report_config.checked(Given(config=written("r.toml", ""), log="no.jsonl"), Common())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_settings_are_read_as_editors_save_them(tmp_path, encoding):
    path = tmp_path / "report.toml"
    path.write_bytes("title = '十月复盘'\r\n".encode(encoding))
    said = run("report", "--check", "--config", str(path))
    assert (said.code, "没有错误" in said.err or "no mistakes" in said.err) == (0, True)
