"""Presets: the shipped ones are right and apart, a wrong one is told with its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from cstools.errors import Failure, Usage
from cstools.model import fields, sources
from cstools.model.messages import say
from cstools.model.source_keys import KEYS
from cstools.model.sources import SHIPPED, Preset, Presets, parse

ROOT = Path(__file__).parents[2]
FILES = sorted(SHIPPED.glob("*.toml"))
each = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
HEAD = 'name = "mine"\nkind = "ticket"\n'


@each
def test_a_shipped_preset_is_right(path: Path) -> None:
    preset = sources.load(path)
    assert preset.name == path.stem
    assert preset.zh != preset.en
    assert preset.kind in fields.KINDS


@each
def test_a_head_is_the_whole_file_s(path: Path) -> None:
    told = tomllib.loads(path.read_text(encoding="utf-8"))["match"]
    head = sources.head(path)
    assert head.all == {fields.normal(heading) for heading in told.get("all", [])}
    assert head.any == {fields.normal(heading) for heading in told.get("any", [])}
    assert (head.least, head.days) == (told.get("least", 1), told.get("days", 0))


@each
def test_no_other_preset_claims_what_tells_it(path: Path) -> None:
    told = tomllib.loads(path.read_text(encoding="utf-8"))["match"]
    days = [str(day) for day in range(1, told.get("days", 0) + 1)]
    assert Presets().best([*told.get("all", []), *told.get("any", []), *days]).name == path.stem


@pytest.mark.parametrize("one", sources.shipped(), ids=lambda head: head.name)
def test_what_tells_a_preset_is_more_than_a_word_or_two(one: sources.Head) -> None:
    assert len(one.all) + min(one.least, len(one.any)) + one.days >= 2


def test_headings_nobody_knows_are_read_as_any_table() -> None:
    assert Presets().best(["ticket_id", "created_at", "csat"]) == Preset()
    assert Presets().best([]) == Preset()


def test_a_preset_of_another_kind_is_not_taken() -> None:
    headings = ["订单编号", "买家实际支付金额", "订单付款时间"]
    assert Presets().best(headings).name == "tmall-orders"
    assert Presets().best(headings, "ticket").name == "generic"


def test_units_in_brackets_do_not_hide_a_heading() -> None:
    assert Presets().best(["旺旺昵称", "旺旺平响（秒）", "旺旺回复率"]).name == "sycm-service"


def test_one_s_own_presets_go_first_and_replace(tmp_path: Path) -> None:
    text = 'name = "tmall-orders"\nkind = "order"\n[match]\nall = ["订单编号"]\n[fields]\n"订单编号" = "order_id"\n'
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    known = Presets(tmp_path)
    assert [head.path for head in known.heads if head.name == "tmall-orders"] == [tmp_path / "a.toml"]
    assert known.best(["订单编号", "买家实际支付金额", "订单付款时间"]).fields == {"订单编号": "order_id"}
    assert known.named("tmall-orders") == known.named(str(tmp_path / "a.toml"))


def test_a_name_nobody_has_is_told_with_those_there_are() -> None:
    with pytest.raises(Usage) as error:
        Presets().named("zendsk")
    assert "zendesk" in say(error.value.key, "en", **error.value.params)
    with pytest.raises(Failure):
        Presets().named("nowhere.toml")


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        (HEAD + 'colour = "red"\n', 3, "source.key"),
        (HEAD + "[match]\nsome = []\n", 4, "source.key"),
        (HEAD + 'scale = "5"\n', 3, "source.value"),
        (HEAD + "reversed = true\n", 3, "source.reversed"),
        ('name = "generic"\n', 1, "source.name"),
        ('kind = "ticket"\n', 1, "source.name"),
        ('name = "mine"\nkind = "tickets"\n', 2, "source.value"),
        (HEAD + '[fields]\n"a" = "agent"\n"b" = "agnt"\n', 5, "source.field"),
        (HEAD + '[fields]\n"a" = "agent"\n"b" = "agent"\n', 5, "source.twice"),
        (HEAD + '[fields]\n"a" = 5\n', 4, "source.field"),
        (HEAD + '[set]\nchanel = "x"\n', 4, "source.field"),
        (HEAD + '[values.stats]\n1 = "open"\n', 3, "source.field"),
        (HEAD + "[values.status]\n1 = 2\n", 4, "source.value"),
        (HEAD + '[units]\n"a" = "fortnight"\n', 4, "source.value"),
        (HEAD + '[drop]\n"a" = "x"\n', 4, "source.value"),
        (HEAD + '[shifts]\n"早" = "morning"\n', 4, "source.shift"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(text: str, line: int, key: str) -> None:
    with pytest.raises(Usage) as error:
        parse(text, Path("mine.toml"))
    assert error.value.key == key
    for lang in ("zh", "en"):
        assert say(key, lang, **error.value.params).startswith(f"mine.toml:{line}")


def test_toml_that_does_not_parse_is_told_with_its_line() -> None:
    with pytest.raises(Usage) as error:
        parse(HEAD + '[fields]\n"a" = "agent"\n"a" = "team"\n', Path("mine.toml"))
    assert "mine.toml" in (said := say(error.value.key, "en", **error.value.params))
    assert "line 5" in said


def test_two_halves_of_one_time_are_no_field_twice() -> None:
    preset = parse(HEAD + '[fields]\n"日" = "created_at@date"\n"时" = "created_at@clock"\n')
    assert preset.fields == {"日": "created_at@date", "时": "created_at@clock"}


def test_the_example_of_the_page_is_right_and_the_page_has_every_key() -> None:
    page = (ROOT / "man" / "cstools-sources.5").read_text(encoding="utf-8")
    text = page.partition(".SH EXAMPLE\n.nf\n")[2].partition("\n.fi")[0]
    shown = re.sub(r"(?m)^\\&", "", text).replace("\\-", "-").replace("\\e", "\\")
    assert parse(shown) == parse((ROOT / "man" / "source-example.toml").read_text(encoding="utf-8"))
    assert all(f"\\fB{key}\\fR" in page for key in KEYS)
    assert all(f"\n{section}" in shown for section in ("[match]", "[fields]", "[values.", "[units]", "[set]", "[drop]"))
