"""Any encoding in, UTF-8 out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstools.errors import CsError
from cstools.io.encodings import guess, to_utf8

TEXT = "订单编号,金额\n007,我的订单还没有发货\n"
BIG5 = "訂單編號,內容\n1,這個商品很好我們都喜歡但是還沒有出貨請問什麼時候到\n"


def decoded(data: bytes, size: int = 1 << 20, encoding: str | None = None) -> bytes:
    """All of `data` through the decoder in blocks of `size`."""
    return b"".join(to_utf8(iter([data[at : at + size] for at in range(0, len(data), size)]), "x", encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_recognised(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding)).decode() == TEXT


def test_big5_is_not_taken_for_gb18030() -> None:
    assert decoded(BIG5.encode("big5")).decode() == BIG5


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Agent,CSAT\nJosé,5\nZoë,4\n", "cp1252"),
        ("à propos: très bien, problème réglé\nGröße zu klein\nmuy bien señor\n", "latin-1"),
        ("добрый день, где мой заказ? спасибо\n" * 9, "cp1251"),
        (BIG5, "big5"),
        ("商品が届かない、返品したいです\n" * 3, "shift_jis"),
    ],
)
def test_another_encoding_is_guessed_and_said(text: str, encoding: str) -> None:
    said: list[str] = []
    assert b"".join(to_utf8(iter([text.encode(encoding)]), "x", guessed=said.append)).decode() == text
    assert len(said) == 1


@given(st.integers(1, 40))
def test_block_size_shows_nowhere(size: int) -> None:
    late = "a,b\n" * 30 + TEXT
    assert decoded(late.encode("gb18030"), size + 64).decode() == late
    assert decoded(late.encode(), size).decode() == late


def test_asked_encoding_is_used() -> None:
    assert decoded("售后".encode("gb18030"), encoding="gbk").decode() == "售后"


def test_a_corrupt_line_does_not_change_the_encoding() -> None:
    data = b"a,b\n" + "中文内容,1\n".encode() * 100 + b"\xff\xfe,2\n"
    assert guess(data) == "utf-8"
    assert decoded(data) == data


def test_a_corrupt_line_does_not_change_the_encoding_of_a_short_file() -> None:
    data = "工单号,内容\nT1,你好的退款\n".encode() + b"T2,\xff\xfe\n" + "T3,客服，我的订单\n".encode()
    assert decoded(data) == data


def test_a_byte_that_does_not_decode_comes_out_as_it_was() -> None:
    data = ("客户的内容,1\n" * 50).encode("gb18030") + b"\xff,2\n"
    assert decoded(data, encoding="gb18030").endswith(b"\xff,2\n")


@pytest.mark.parametrize(
    ("data", "key"),
    [(bytes(range(256)) * 4, "file.binary"), (b"%PDF-1.7\n\x00\x01\x02\x03" * 40, "file.binary")],
)
def test_binary_is_refused(data: bytes, key: str) -> None:
    with pytest.raises(CsError) as error:
        decoded(data)
    assert error.value.key == key


def test_unknown_encoding_is_a_usage_error() -> None:
    with pytest.raises(CsError) as error:
        decoded(b"a", encoding="klingon")
    assert error.value.key == "option.encoding"
