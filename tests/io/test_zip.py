"""Archives: gz, zst and zip, whole and broken, small and endless."""

from __future__ import annotations

import gzip
import io
import os
import struct
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from cstools.errors import Failure
from cstools.io.formats.zip import name_of
from cstools.io.unpack import FREE, Damaged, Meter, unpacked
from tests.tools import run, side

CSV = "工单号,客户内容,创建时间\n1,我要退款,2025-10-01\n2,没到货,2025-10-02\n".encode()
TEXT = os.urandom(200_000).hex().encode()


def cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def plain(data: bytes, size: int = 1 << 16, most: int | None = None) -> bytes:
    return b"".join(unpacked(cut(data, size), size, Meter("x", most) if most else Meter("x")))


def until_damaged(blocks: Iterator[Any]) -> list[Any]:
    """What comes before an input breaks off; it must."""
    got = []
    with suppress(Damaged):
        for block in blocks:
            got.append(block)
        pytest.fail("it did not break off")
    return got


def zipped(*members: tuple[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return content.getvalue()


def zst(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


@pytest.mark.parametrize("pack", [gzip.compress, zst])
@pytest.mark.parametrize("size", [1, 7, 1 << 16])
def test_members_one_behind_another(pack: object, size: int) -> None:
    data = pack(TEXT[:500]) + pack(b"") + pack(TEXT[500:1000])  # type: ignore[operator]
    assert plain(data, size) == TEXT[:1000]
    assert plain(data + bytes(512), size) == TEXT[:1000]


def test_a_frame_to_be_passed_over() -> None:
    assert plain(b"\x50\x2a\x4d\x18" + struct.pack("<I", 3) + b"abc" + zst(TEXT)) == TEXT


@pytest.mark.parametrize("pack", [gzip.compress, zst])
def test_all_before_a_break_is_given(pack: object) -> None:
    data = pack(TEXT)  # type: ignore[operator]
    got = b"".join(until_damaged(unpacked(iter([data[:-100]]), 1 << 16, Meter("x"))))
    assert TEXT.startswith(got)
    assert len(got) > len(TEXT) // 2


@pytest.mark.parametrize("pack", [gzip.compress, zst])
def test_what_is_corrupt_gives_what_came_before(pack: object) -> None:
    data = pack(TEXT) + pack(TEXT)  # type: ignore[operator]
    half = len(data) // 2
    broken = data[:half] + b"\xff" * 40 + data[half + 40 :]
    got = b"".join(until_damaged(unpacked(iter([broken]), 1 << 16, Meter("x"))))
    assert got.startswith(TEXT)


@given(st.binary(max_size=60), st.sampled_from([b"\x1f\x8b", b"\x1f\x8b\x08\0\0\0\0\0\0\xff", b"\x28\xb5\x2f\xfd"]))
def test_no_bytes_bring_it_down(noise: bytes, magic: bytes) -> None:
    with suppress(Damaged):
        plain(magic + noise)


@pytest.mark.parametrize("pack", [gzip.compress, zst])
def test_a_bomb_is_refused_before_it_unpacks(pack: object) -> None:
    once = pack(bytes(1 << 20))  # type: ignore[operator]
    with pytest.raises(Failure, match=r"file\.bomb"):
        max(map(len, unpacked(iter([once] * 2000), 1 << 20, Meter("x"))))
    assert max(map(len, unpacked(iter([once] * 40), 1 << 20, Meter("x")))) <= 9 << 20
    assert len(plain(once * 3)) == 3 << 20, "what is small may be packed as much as it likes"
    assert len(plain(once * 80, most=FREE * 2)) == 80 << 20, "what was allowed is allowed"


def test_each_table_of_a_zip_is_a_part(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(
        zipped(
            ("二.csv", CSV.decode().encode("gb18030")),
            ("一/b.csv.gz", gzip.compress(CSV)),
            ("一/", b""),
            ("__MACOSX/._b.csv", b"\0\5\x16\7"),
            ("说明.pdf", b"%PDF-1.4"),
            ("readme.txt", b"prose without any table\nin it, as it goes\n"),
            ("c.jsonl", b'{"ticket_id":"3","text":"x"}\n'),
        )
    )
    said = run("ingest", str(path), "--log", str(tmp_path / "log"))
    assert [row["ticket_id"] for row in said.records] == ["3", "1", "2", "1", "2"]
    assert all(name in said.err for name in ("__MACOSX/._b.csv", "说明.pdf", "readme.txt"))
    assert "二.csv" not in said.err
    assert f"{path}/一/b.csv.gz" in (tmp_path / "log").read_text()
    assert run("ingest", stdin=path.read_bytes()).out == said.out


def test_names_in_gbk_are_chinese() -> None:
    member = zipfile.ZipInfo("客服.csv".encode("gbk").decode("cp437"))
    assert name_of(member) == "客服.csv"
    member = zipfile.ZipInfo("客服.csv".encode().decode("cp437"))
    assert name_of(member) == "客服.csv"
    member.flag_bits, member.orig_filename = 0x800, "é.csv"
    assert name_of(member) == "é.csv"


def _with(data: bytes, mark: bytes, offset: int, value: bytes) -> bytes:
    """The zip with some bytes of each of its headers replaced."""
    at = data.find(mark)
    while at >= 0:
        data = data[: at + offset] + value + data[at + offset + len(value) :]
        at = data.find(mark, at + 1)
    return data


ONE = zipped(("a.csv", CSV * 200))
ENCRYPTED = _with(_with(ONE, b"PK\1\2", 8, b"\1\0"), b"PK\3\4", 6, b"\1\0")
LYING = _with(_with(ONE, b"PK\1\2", 24, struct.pack("<I", 50)), b"PK\3\4", 22, struct.pack("<I", 50))


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (ENCRYPTED, "encrypted"),
        (zipped(("in.zip", ONE)), "archive within an archive"),
        (ONE[: len(ONE) // 2], "cannot read"),
        (LYING, "cannot read"),
        (b"PK\3\4" + bytes(range(200)), "cannot read"),
        (zipped(("word/document.xml", b"<a/>"), ("[Content_Types].xml", b"<a/>")), "Office"),
        (zipped(("xl/workbook.xml", b"<a/>"), ("[Content_Types].xml", b"<a/>")), "cannot read"),
        (zipped(("xl/workbook.xml", bytes(300 << 20)), ("[Content_Types].xml", b"<a/>")), "--max-unpacked"),
        (zipped(("a.csv", b"a,b\n1,2\n" * (16 << 20))), "--max-unpacked"),
    ],
)
def test_what_is_wrong_with_a_zip_is_said_in_words(data: bytes, key: str) -> None:
    said = run("ingest", stdin=data)
    assert said.code == 1
    assert key in said.err


def test_whole_records_before_a_break_go_on_and_the_output_file_does_not_appear(tmp_path: Path) -> None:
    lines = [f"{number},文本{number * 7919 % 10007},2025-10-03" for number in range(3000)]
    data = gzip.compress("\n".join(["工单号,客户内容,创建时间", *lines]).encode())[:-600]
    rejects = tmp_path / "rejects"
    said = run("ingest", "--rejects", str(rejects), stdin=data)
    assert said.code == 1
    assert "incomplete" in said.err
    assert [row["text"] for row in said.records] == [line.split(",")[1] for line in lines[: len(said.records)]]
    [broken] = side(rejects)
    assert (broken["rule"], broken["line"]) == ("line.cut", len(said.records) + 2)
    assert run("ingest", "-o", str(tmp_path / "out.jsonl"), stdin=data).code == 1
    assert not (tmp_path / "out.jsonl").exists()
