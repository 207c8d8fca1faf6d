"""--logo, --accent, --template and --chart of cs-report: what they take, and what is said of what they do not."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cstools.model.report import Chart, Section, to_json
from tests.tools import run
from tests.view.sample import SAMPLE

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "model.json"
    path.write_text(to_json(SAMPLE), encoding="utf-8")
    return str(path)


def page(model, *args):
    said = run("report", "--from-model", model, *args)
    assert said.code == 0, said.err
    return said.out


def refused(model, *args, code=2):
    said = run("report", "--from-model", model, *args)
    assert said.code == code
    assert said.out == ""
    assert "Traceback" not in said.err
    return said.err


def test_a_logo_an_accent_and_a_template(model, tmp_path):
    (tmp_path / "a.png").write_bytes(PNG)
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "note.html.j2").write_text("<p>own note</p>", encoding="utf-8")
    (tmp_path / "t" / "README").write_bytes(b"\xff")
    made = page(model, "--logo", str(tmp_path / "a.png"), "--accent", "C7000B", "--template", str(tmp_path / "t"))
    assert "data:image/png;base64," in made
    assert "--accent:#c7000b" in made
    assert "<p>own note</p>" in made


def test_a_logo_that_is_none(model, tmp_path):
    (tmp_path / "a.png").write_bytes(b"hello")
    assert "a.png is no PNG, JPEG" in refused(model, "--logo", str(tmp_path / "a.png"))
    (tmp_path / "a.png").write_bytes(PNG + b"0" * 300_000)
    assert "over 200 KB" in refused(model, "--logo", str(tmp_path / "a.png"))
    assert "no such file" in refused(model, "--logo", str(tmp_path / "b.png"), code=1)


def test_an_accent_that_is_none(model):
    assert "such as '#c7000b', not red" in refused(model, "--accent", "red")


def test_a_template_that_is_none(model, tmp_path):
    assert "may be actions.html.j2, base.html.j2" in refused(model, "--template", str(tmp_path))
    assert "no such file" in refused(model, "--template", str(tmp_path / "nowhere"), code=1)
    (tmp_path / "note.html.j2").write_bytes("a\n\xff".encode("latin-1"))
    assert "note.html.j2:2: the template is broken" in refused(model, "--template", str(tmp_path))
    (tmp_path / "note.html.j2").write_text("a\n{% if %}", encoding="utf-8")
    assert "note.html.j2:2: the template is broken" in refused(model, "--template", str(tmp_path))


def test_one_chart_is_a_picture(model, tmp_path):
    target = tmp_path / "x.png"
    page(model, "--chart", "funnel", "-o", str(target))
    assert target.read_bytes().startswith(b"\x89PNG")
    said = refused(model, "--chart", "nothing", "-o", str(target))
    assert "no chart called nothing; it has daily" in said


def test_a_chart_of_ones_own_that_reaches_out(model, tmp_path):
    found = json.loads(to_json(SAMPLE))
    text = json.dumps(found).replace('\\"mark\\": \\"bar\\"', '\\"data\\": {\\"url\\": \\"x\\"}, \\"mark\\": \\"bar\\"')
    (tmp_path / "m.json").write_text(text, encoding="utf-8")
    assert "asks for an address at data.url" in refused(str(tmp_path / "m.json"))


ABORTS = {
    "a font with a quote": {"mark": "bar", "title": {"text": "t", "font": 'x"/><b'}},
    "a control character made by an expression": {"mark": "bar", "title": {"text": {"expr": "'\\u0007x'"}}},
    "a width of a billion": {"mark": "bar", "width": 1e9, "height": 1e9},
}


@pytest.mark.parametrize("name", ABORTS)
def test_a_chart_that_ends_the_drawing_library_ends_the_chart_alone(name, tmp_path):
    chart = next(
        replace(one, kind="vega", spec=json.dumps(ABORTS[name]))
        for part in SAMPLE.sections for one in part.blocks if isinstance(one, Chart) and one.kind == "bars"
    )  # fmt: skip
    path = tmp_path / "own.json"
    path.write_text(to_json(replace(SAMPLE, sections=(Section("trend", (chart,)),))), encoding="utf-8")
    said = run("report", "--from-model", str(path), "-t", "html")
    assert said.code in (0, 2)
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--during", "2025-09"], "--during"),
        (["--targets", "t.csv"], "--targets"),
        (["--orders", "o.csv", "--split", "team"], "--split"),
        (["tickets.csv"], "FILE"),
        (["-t", "html", "--for", "wecom"], "--for"),
        (["-t", "xlsx", "--chart", "daily"], "--chart"),
    ],
)
def test_what_a_written_model_cannot_do_is_refused(model, args, said):
    assert said in refused(model, *args)


def test_the_format_asked_for_wins_over_the_name_of_the_file(model, tmp_path):
    path = tmp_path / "m.csv"
    assert page(model, "-t", "json", "-o", str(path)) == ""
    assert json.loads(path.read_text(encoding="utf-8"))["type"] == "Report"


def test_a_picture_of_many_comments_is_soon_refused(model, tmp_path):
    (tmp_path / "a.svg").write_text("<!---->" * 20_000 + "<html>", encoding="utf-8")
    assert "a.svg" in refused(model, "--logo", str(tmp_path / "a.svg"))
