"""report.toml and the actions: what they say is read, and every mistake is told with its line, in both languages."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.errors import Usage
from cstools.model.messages import say
from cstools.model.own_metrics import from_toml
from cstools.model.report import planned_reader
from cstools.model.report.config import SECTIONS, Config
from cstools.model.report.config_reader import Beside, parse
from cstools.model.report.keys import ACTION, BLOCK, FILES, KINDS, OWN, STAFFING, TOP
from cstools.model.report.parts import parts
from cstools.model.report.planned import Planned
from cstools.model.report.reader import Try
from cstools.model.report.spec import spec_problem
from cstools.model.report.starter import action, actions, quoted, settings

MAN = Path(__file__).parents[2] / "man"
HEAD = '[[own]]\nid = "vip"\ntitle = "VIP"\n'
HEADINGS = ("编号", "月份", "发现", "措施", "负责人", "期限", "状态", "指标", "范围", "目标", "生效")
BLOCK_ = HEAD + "[[own.block]]\n"
VEGA = BLOCK_ + "kind = 'vega'\nmetrics = ['volume']\n"
MINE = from_toml('[slow]\nzh = "慢"\nkind = "rate"\nnum = "wait_s > 300"', "own.toml")


def tried_into(tried: list[tuple[str, str, int]]) -> Try:
    """What takes conditions down in place of trying them."""
    return lambda text, path, line: tried.append((text, path, line))


def refused(text: str, read=parse) -> tuple[str, int]:
    """The key and the line of the error a text raises; its sentence names both, in both languages."""
    with pytest.raises(Usage) as caught:
        read(text, "some.toml")
    error = caught.value
    for lang in ("zh", "en"):
        assert f"some.toml:{error.params['line']}" in say(error.key, lang, **error.params)
    return error.key, int(str(error.params["line"]))


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("findings = 6\nfindings 7", "toml", 2),
        ("a = 1" + "[" * 5000, "toml", 1),
        ("x = " + "[" * 5000, "toml", 1),
        ("findings = 6\nfinding = 7", "key", 2),
        ("\n\n[fils]\norders = 'a'", "key", 3),
        ("findings = 'six'", "type", 1),
        ("title = 'a'\nfindings = true", "type", 2),
        ("\nfindings = 0", "range", 2),
        ("least = 1000001", "range", 1),
        ("title = ['a']", "type", 1),
        ("sections = 'kpis'", "type", 1),
        ("sections = ['kpis', 3]", "type", 1),
        ("title = 'a'\nsections = [\n 'kpis',\n 'trends']", "section", 2),
        ("sections = ['kpis', 'kpis']", "twice", 1),
        ("accent = 'blue'", "accent", 1),
        ("\naccent = '#12345g'", "accent", 2),
        ("audience = 'boss'", "choice", 1),
        ("lang = 'fr'", "choice", 1),
        ("title = 'a'\nkpis = ['volume', 'csat_pc']", "metric", 2),
        ("files = 3", "type", 1),
        ("[files]\norders = 'a'\ntarget = 'b'", "key", 3),
        ("[files]\norders = 3", "type", 2),
        ("files = {ordrs = 'a'}", "key", 1),
        ("own = 3", "type", 1),
        ("own = [3]", "type", 1),
        ("[own]\nid = 'a'", "type", 1),
        ("[[own]]\ntitle = 'a'", "lacks", 1),
        ("[[own]]\nid = 'vip'", "lacks", 1),
        ("[[own]]\nid = 'vip'\ntitle = ''", "lacks", 3),
        ("[[own]]\nid = 'kpis'\ntitle = 'a'", "id", 2),
        ("[[own]]\ntitle = 'a'\nid = '../x'", "id", 3),
        (HEAD + HEAD, "twice", 5),
        (HEAD + "[[own.block]]\nknd = 'bars'", "key", 5),
        (HEAD + "blocks = []", "key", 4),
        (BLOCK_ + "metrics = ['volume']", "lacks", 4),
        (BLOCK_ + "kind = 'pie'", "choice", 5),
        (BLOCK_ + "kind = 'table'", "lacks", 4),
        (BLOCK_ + "kind = 'table'\nmetrics = []", "lacks", 6),
        (BLOCK_ + "kind = 'table'\nmetrics = ['volume', '']", "metric", 6),
        (BLOCK_ + "kind = 'bars'\nmetrics = ['volume']", "either", 4),
        (BLOCK_ + "kind = 'bars'\nmetrics = ['volume']\nby = 'team'\nperiod = 'week'", "either", 8),
        (BLOCK_ + "kind = 'dots'\nmetrics = ['csat_pct']", "lacks", 4),
        (BLOCK_ + "kind = 'dots'\nmetrics = ['csat_pct']\nby = 'chanel'", "field", 7),
        (BLOCK_ + "kind = 'dots'\nmetrics = ['csat_pct']\nby = 'topic:x'", "field", 7),
        (BLOCK_ + "kind = 'dots'\nmetrics = ['csat_pct']\nby = '__line'", "field", 7),
        (BLOCK_ + "kind = 'dots'\nmetrics = ['csat_pct']\nby = 'value'", "field", 7),
        (BLOCK_ + "kind = 'dots'\nmetrics = ['csat_pct']\nby = 'team'\nperiod = 'week'", "idle", 8),
        (BLOCK_ + "kind = 'table'\nmetrics = ['volume']\nperiod = 'year'", "choice", 7),
        (BLOCK_ + "kind = 'table'\nmetrics = ['volume']\ntop = 0", "range", 7),
        (BLOCK_ + "kind = 'note'", "lacks", 4),
        (BLOCK_ + "kind = 'note'\nnote = 'a'\ntitle = 'b'", "idle", 7),
        (BLOCK_ + "kind = 'vega'\nmetrics = ['volume']", "lacks", 4),
        (VEGA + "spec = '{'", "spec.json", 7),
        (VEGA + "spec = '''\n{\"data\": {\"url\": \"a\"}}'''", "spec.outside", 7),
        (VEGA + "spec = '{\"data\": {}}'", "spec.data", 7),
        (BLOCK_ + "kind = 'note'\nnote = 'a'\n[[own]]\nid = 'b'\ntitle = 'B'\n[[own.block]]\nkind = 'x'", "choice", 11),
        (HEAD + 'block = [{kind = "note", note = "a"}, {kind = "x"}]', "choice", 4),
    ],
)  # fmt: skip
def test_mistakes_of_the_settings(text: str, key: str, line: int):
    assert refused(text) == (f"settings.{key}", line)


def test_settings_are_read():
    text = (
        'title = " 复盘 "\naccent = "#1F6feb"\naudience = ""\nfindings = 3\nkpis = ["csat_pct", "慢", "frt"]\n'
        'define = "own.toml"\n[files]\norders = "o.jsonl"\nlog = ""\n' + BLOCK_
        + 'kind = "table"\nmetrics = ["slow", "slow", "满意率"]\nby = "topic:2"\nwhere = "csat > 3"\n'
    )  # fmt: skip
    tried: list[tuple[str, str, int]] = []
    beside = Beside(
        lambda path, line: MINE if (path, line) == ("own.toml", 6) else {}, tried=lambda *one: tried.append(one)
    )
    made = parse(text, "r.toml", beside)
    assert (made.title, made.accent, made.audience, made.findings, made.least) == ("复盘", "#1F6feb", "", 3, 30)
    assert made.kpis == ("csat_pct", "slow", "frt_mean")
    assert made.files == {"orders": "o.jsonl"}
    assert (made.lines["files.orders"], made.lines["title"], made.path) == (8, 1, "r.toml")
    (block,) = made.own[0].blocks
    assert (block.metrics, block.by, block.top, block.line) == (("slow", "csat_pct"), "topic:2", 0, 13)
    assert tried == [("csat > 3", "r.toml", 17)]


def test_nothing_said_is_the_default():
    assert parse("", "r.toml") == Config(path="r.toml")
    assert parse('title = ""\nsections = []', "r.toml").sections == ()


def test_own_sections_stand_where_they_are_put_else_before_the_last():
    assert parse(HEAD).order == (*SECTIONS[:-1], "vip", "quality")
    assert parse(f'sections = ["vip", "kpis"]\n{HEAD}').order == ("vip", "kpis")
    assert parse(f'sections = ["kpis"]\n{HEAD}').order == ("kpis", "vip")


def test_a_spec_may_come_from_a_file():
    text = BLOCK_ + 'kind = "vega"\nmetrics = ["volume"]\nspec = "a.JSON"'
    made = parse(text, "r.toml", Beside(opened=lambda path, line: f'{{"mark": "bar", "name": "{path}:{line}"}}'))
    assert made.own[0].blocks[0].spec == '{"mark": "bar", "name": "a.JSON:7"}'
    with pytest.raises(Usage, match=r"spec\.json"):
        parse(text, "r.toml", Beside(opened=lambda path, line: "[]"))


@pytest.mark.parametrize("name", ["url", "href"])
def test_nothing_is_loaded_however_deep(name: str):
    assert spec_problem(f'{{"layer": [{{"x": [1, {{"{name}": 1}}]}}]}}') == ("outside", name)
    assert spec_problem("[" * 100_000) is not None


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("[[action]]\nmonth = 2025-10", "toml", 2),
        ("x = 1", "key", 1),
        ("action = 3", "type", 1),
        ("[action]\nmonth = '2025-10'", "type", 1),
        ("[[action]]\nmonth = '2025-10'", "lacks", 1),
        ("[[action]]\nmetric = 'volume'", "lacks", 1),
        ("[[action]]\nmonth = '2025-10'\nmetric = 'volum'", "metric", 3),
        ("[[action]]\nmonth = '2025-13'\nmetric = 'volume'", "month", 2),
        ("[[action]]\nmetric = 'volume'\nmonth = '十月'", "month", 3),
        ("[[action]]\nmonth = 2025-10-01\nmetric = 'volume'", "type", 2),
        ("[[action]]\nmonth = '2025-10'\nmetric = 'volume'\ndue = '2025-02-30'", "date", 4),
        ("[[action]]\nmonth = '2025-10'\nmetric = 'volume'\nsince = '11月'", "date", 4),
        ("[[action]]\nmonth = '2025-10'\nmetric = 'volume'\ndue = 5", "type", 4),
        ("[[action]]\nmonth = '2025-10'\nmetric = 'volume'\nstatus = 'later'", "choice", 4),
        ("[[action]]\nmonth = '2025-10'\nmetric = 'volume'\nstatus = 1", "type", 4),
        ("[[action]]\nmonth = '2025-10'\nmetric = 'csat_pct'\ntarget = 90", "share", 4),
        ("[[action]]\nmonth = '2025-10'\nmetric = 'csat_pct'\ntarget = '90'", "share", 4),
        ("[[action]]\nmonth = '2025-10'\nmetric = 'csat_pct'\ntarget = '190%'", "target", 4),
        ("[[action]]\nmonth = '2025-10'\nmetric = 'csat_pct'\ntarget = -0.1", "target", 4),
        ("[[action]]\nmonth = '2025-10'\nmetric = 'frt_p90'\ntarget = '90%'", "target", 4),
        ("[[action]]\nmonth = '2025-10'\nmetric = 'volume'\ntarget = nan", "target", 4),
        ("[[action]]\nmonth = '2025-10'\nmetric = 'volume'\ntarget = 1e999", "target", 4),
        ("[[action]]\nmonth = '2025-10'\nmetric = 'volume'\ntarget = true", "type", 4),
        ("[[action]]\nmonth = '2025-10'\nmetric = 'volume'\nowners = 'a'", "key", 4),
        ("[[action]]\nid='1'\nmonth='2025-10'\nmetric='volume'\n" * 2, "again", 5),
    ],
)  # fmt: skip
def test_mistakes_of_the_actions(text: str, key: str, line: int):
    assert refused(text, planned_reader.parse) == (f"settings.{key}", line)


def test_a_rate_of_ninety_is_told_how_to_write_it():
    text = '[[action]]\nmonth = "2025-10"\nmetric = "csat_pct"\ntarget = 90'
    with pytest.raises(Usage) as caught:
        planned_reader.parse(text, "a.toml")
    said = [say(caught.value.key, lang, **caught.value.params) for lang in ("zh", "en")]
    assert said[0] == "a.toml:4 csat_pct 是比率，目标不能是 90：写 0.9 或 90%"
    assert "write 0.9 or 90%" in said[1]


def test_actions_are_read():
    text = (
        '[[action]]\nmonth = "2025-10"\nmetric = "慢"\nwhat = " 夜班 "\nstatus = "搁置"\ntarget = "5%"\n'
        'where = "csat > 3"\n'
        '[[action]]\nid = "2025-10-1"\nmonth = "2025年10月"\nmetric = "frt"\ntarget = "1分30秒"\ndue = 2025-11-15\n'
        'since = "2025/11/3"\nfinding = "慢"\nowner = "张三"'
    )
    tried: list[tuple[str, str, int]] = []
    first, second = planned_reader.parse(text, "a.toml", MINE, tried_into(tried))
    assert first == Planned(
        "2025-10-2", "2025-10", "夜班", "slow", status="dropped", where="csat > 3", target=0.05, path="a.toml", line=1
    )
    assert second == Planned(
        "2025-10-1", "2025-10", "", "frt_mean", "慢", "张三", "2025-11-15", target=90.0, since="2025-11-03",
        path="a.toml", line=8,
    )  # fmt: skip
    assert tried == [("csat > 3", "a.toml", 7)]


def test_a_table_of_actions_in_either_language():
    cells = (
        "A1",
        "2025-10",
        "慢",
        "夜班",
        "张三",
        "2025-11-15",
        "open",
        "csat_pct",
        "channel = '邮件'",
        "0.9",
        "2025-11-03",
    )
    english = dict(zip(ACTION, cells, strict=True))
    chinese = dict(zip(HEADINGS, cells, strict=True))
    chinese |= {"期限": "2025/11/15", "状态": "进行中", "指标": "满意率", "目标": "90%", "备注": "x"}
    made = [planned_reader.table([(row, 2)], "a.csv") for row in (chinese, english)]
    assert made[0] == made[1]
    assert (made[0][0].due, made[0][0].target, made[0][0].line) == ("2025-11-15", 0.9, 2)


@pytest.mark.parametrize(
    ("row", "key", "line"),
    [
        ({"月份": "2025-10", "指标": "满意率", "部门": "x"}, "key", 1),
        ({"月份": "2025-10", "month": "2025-10", "指标": "满意率"}, "twice", 1),
        ({"月份": "2025-10", "指标": "满意律"}, "metric", 3),
        ({"月份": "10月", "指标": "满意率"}, "month", 3),
        ({"月份": "2025-10"}, "lacks", 3),
        ({"月份": "2025-10", "指标": "满意率", "目标": "九成"}, "target", 3),
    ],
)
def test_mistakes_of_a_table(row: dict[str, str], key: str, line: int):
    with pytest.raises(Usage) as caught:
        planned_reader.table([(row, 3)], "a.csv")
    assert (caught.value.key, caught.value.params["line"]) == (f"settings.{key}", line)


def test_what_is_written_to_begin_with_is_read():
    assert parse(settings(), "report.toml").findings == 6
    assert tomllib.loads(settings())["files"] == {"actions": "actions.toml"}
    assert planned_reader.parse(actions()) == ()
    told = settings() + actions()
    for keys in (TOP, FILES, STAFFING, OWN, BLOCK, ACTION):
        for name, key in keys.items():
            assert key.zh in told or name in ("files", "staffing", "own", "block")
    for kind in KINDS.values():
        assert kind.zh in told


def test_every_sample_is_what_its_key_takes():
    """Each key with its sample in place of its comment: the settings that --init shows are settings."""
    lines = [line.removeprefix("#") if line.startswith(("#[", "#")) and not line.startswith("# ") else line
             for line in settings().splitlines() if not line.startswith("#  ")]  # fmt: skip
    lines = [line for line in lines if not line.startswith(("note =", "spec =", "period ="))]
    made = parse("\n".join(lines), "r.toml", Beside(defined=lambda path, line: MINE))
    assert (made.accent, made.lang, made.own[0].id, made.own[0].blocks[0].kind) == ("#1f6feb", "zh", "vip", "bars")
    assert set(made.files) == set(FILES)
    (one,) = planned_reader.parse(re_enabled(actions()))
    assert (one.target, one.due, one.status) == (600.0, "2025-11-15", "open")


def re_enabled(text: str) -> str:
    return "\n".join(line.removeprefix("#") for line in text.splitlines() if not line.startswith("# "))


@given(st.text(), st.text())
def test_any_words_of_a_finding_are_kept(words: str, now: str):
    text = actions([action({"id": "1", "month": "2025-10", "metric": "volume", "finding": words}, now)])
    (one,) = planned_reader.parse(text)
    assert one.finding == words.encode("utf-8", "replace").decode().strip()


@given(st.text())
def test_any_text_is_settings_or_a_mistake(text: str):
    for read in (parse, planned_reader.parse):
        try:
            read(text)
            told = "read"
        except Usage as error:
            told = say(error.key, "zh", **error.params)
        assert told


CELLS = st.sampled_from(
    [
        "",
        "2025-10",
        "10月",
        "2025-13",
        "满意率",
        "frt",
        "90%",
        "90",
        "1分30秒",
        "nan",
        "完成",
        "later",
        "\x00",
        "甲" * 99,
    ]
)


@given(st.lists(st.dictionaries(st.sampled_from([*HEADINGS, "备注", "x", "metric"]), CELLS), max_size=4))
def test_any_table_is_actions_or_a_mistake(rows: list[dict[str, str]]):
    cells = [{name: text for name, text in row.items() if text} for row in rows]
    try:
        found = len(planned_reader.table([(row, at) for at, row in enumerate(cells, 2)], "a.csv"))
    except Usage as error:
        found = len(rows) if say(error.key, "en", **error.params) else -1
    assert found == len(rows)


def test_the_lines_of_tables_within_tables():
    block = '[[own.block]]\nspec = """\n[[own.block]]\nkind = 1\n"""\n'
    text = f"# x\n[[own]] # [[own]]\n{block}[[own.block]]\nkind = 2\n[files]\n"
    file = parts(text, "r.toml")
    own = file.named("own")
    assert (own.first, own.last, len(own.tables("own.block"))) == (2, 9, 2)
    assert (own.named("own.block", 1).line("kind"), own.named("own.block").line("kind"), file.line("files")) == (
        9,
        3,
        10,
    )


def test_a_string_of_toml():
    for text in ('a"b\\', "\x00\x1f\x7f", "行\n二", "😀"):
        assert tomllib.loads(f"x = {quoted(text)}")["x"] == text


def test_the_examples_of_the_page_are_read():
    text = (MAN / "report-example.toml").read_text(encoding="utf-8")
    made = parse(text, "report-example.toml")
    assert [block.kind for block in made.own[0].blocks] == ["kpis", "dots", "line", "vega"]
    (one,) = planned_reader.parse((MAN / "actions-example.toml").read_text(encoding="utf-8"))
    assert (one.metric, one.target, one.since) == ("frt_p90", 600.0, "2025-11-03")
