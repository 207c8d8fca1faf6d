"""Any encoding in, UTF-8 out, block by block.

Text is decoded by the order of DESIGN: BOM, share of NUL, strict UTF-8, strict GB18030, then chardet. The decision is
taken at the first byte that is not ASCII, because ASCII is the same in all of them; until then blocks pass as they are.
It is taken by the same bytes however they come: where the first of them leave a doubt, more are waited for.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Generator, Iterator
from itertools import chain

from cstools.errors import Failure, Usage
from cstools.io.unpack import Damaged

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
HEAD = 1 << 16
"""Bytes by which an encoding is told."""
TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1b")
COMMON = frozenset(
    "的一是不了在有人我这个们中来上大为和到说时要就出会可也你对生能而子那得于着下自之年过后单号客服退货物流商品订时间姓名店"
)
LONG = 12
"""Fewer Hanzi than this say nothing about the language."""
SOME = 0.3
"""UTF-16 of Latin or mixed text has a NUL in far more than this share of its odd or even bytes."""
FEW, FEWEST = 0.02, 4
"""More control characters than this share, and than this many, is no text."""
CORRUPT = 0.1
"""Fewer bad bytes than this share of those beyond ASCII is UTF-8 with a corrupt line: text in another encoding has
a third of them bad or more."""
HOLE = b"\0" * 64
"""No text: what a disk leaves where a program broke off, or something binary behind a readable beginning."""
BEYOND = re.compile(rb"[\x80-\xff]")
SIGN = re.compile(rb"[\xe0-\xf4][\x80-\xbf]{2}")
"""A sign of three bytes or more: GB18030 hardly ever looks like one, as it may like one of two."""
LONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
"""An accented letter among ASCII. Two bytes a sign, or words of another alphabet, stand side by side."""
WESTERN, SURE = 0.5, 0.3
"""Text in which more than this share of the bytes beyond ASCII are such letters is of Western Europe, unless chardet is
surer than this: of few words it makes Hungarian."""
DECLARED = re.compile(rb"<(?:\?xml[^>]{0,99}?encoding|meta[^>]{0,199}?charset)\s*=\s*[\"']?\s*([\w-]+)", re.I)
USUAL = ("utf-8", "gb18030")
CHINESE = frozenset(["gb2312", "gbk", "cp936"])
"""Parts of GB18030."""


def to_utf8(
    blocks: Iterator[bytes], path: str, encoding: str | None = None, guessed: Callable[[str], None] | None = None
) -> Iterator[bytes]:
    """The same text in UTF-8. A byte that does not decode comes out as it was: its line alone then fails to parse.

    guessed: is told the encoding where that is neither the usual one nor said by the text.

    Raises Damaged where the text turns into something binary, after all that came before.
    """
    name = encoding and _known(encoding)
    first, marked = _marked(_first(blocks), path)
    rest: Iterator[bytes] = chain([first], blocks)
    name = name or marked
    if name is None:
        declared = _declared(first)
        name, rest = yield from _until_told(rest, path, declared)
        if guessed and name not in (*USUAL, declared):
            guessed(name)
    # UTF-8 need not be decoded to be checked: the parser refuses what is not, chunk by chunk.
    yield from _to_hole(rest if name == "utf-8" else _recoded(rest, path, name), path)


def _first(blocks: Iterator[bytes]) -> bytes:
    """As much of the text as its mark needs; up to HEAD where that is neither ASCII nor clearly UTF-8."""
    first = b""
    while len(first) < HEAD and (len(first) < len(codecs.BOM_UTF32_LE) or 0 in first or _doubtful(first)):
        block = next(blocks, b"")
        if not block:
            break
        first += block
    return first


def _doubtful(text: bytes) -> bool:
    return not text.isascii() and not (SIGN.search(text[:HEAD]) and _decodes(text[:HEAD], "utf-8"))


def _until_told(
    blocks: Iterator[bytes], path: str, declared: str | None
) -> Generator[bytes, None, tuple[str, Iterator[bytes]]]:
    """Gives blocks of ASCII; returns the encoding of what follows, and that."""
    for block in blocks:
        beyond = BEYOND.search(block)
        if beyond is None:
            yield block
            continue
        held, window, more = [block], block[beyond.start() :][:HEAD], block
        while more and len(window) < HEAD and _doubtful(window):
            more = next(blocks, b"")
            held.append(more)
            window += more[: HEAD - len(window)]
        return guess(window, path, declared, whole=not more), chain(held, blocks)
    return "utf-8", iter(())


def _recoded(blocks: Iterator[bytes], path: str, name: str) -> Iterator[bytes]:
    # UTF-16 has no byte astray, but half a pair: as the bytes it comes out as, it is no UTF-8 either.
    wide = name.startswith(("utf-16", "utf-32"))
    errors = "surrogatepass" if wide else "surrogateescape"
    recode = codecs.getincrementaldecoder(name)(errors)
    try:
        for block in blocks:
            yield recode.decode(block).encode("utf-8", errors)
    except UnicodeError:
        raise Failure("file.decode", path=path, encoding=name) from None
    try:
        yield recode.decode(b"", True).encode("utf-8", errors)
    except UnicodeError:
        raise Damaged("file.cut", path=path) from None


def _to_hole(blocks: Iterator[bytes], path: str) -> Iterator[bytes]:
    """The text up to a hole; the line that it begins in is the tail of the damage."""
    carried = b""
    for given in blocks:
        block, carried = carried + given, b""
        if b"\0" in block:
            at = block.find(HOLE)
            if at >= 0:
                cut = block.rfind(b"\n", 0, at) + 1
                yield block[:cut]
                raise Damaged("file.hole", path=path, tail=block[cut:at])
            block, carried = block.rstrip(b"\0"), block[len(block.rstrip(b"\0")) :]
        yield block
    yield carried


def _known(encoding: str) -> str:
    try:
        # Python's codecs include some that are no text (base64), and some that take no byte astray (idna).
        "a".encode(encoding).decode(encoding, "surrogateescape")
        return codecs.lookup(encoding).name
    except (LookupError, UnicodeError):
        raise Usage("option.encoding", encoding=encoding) from None


def _declared(text: bytes) -> str | None:
    """The encoding that XML or HTML says it has, as far as Python knows it."""
    found = DECLARED.search(text[:2048])
    try:
        name = codecs.lookup(found[1].decode()).name if found else None
    except LookupError:
        return None
    return "gb18030" if name in CHINESE else name


def _marked(text: bytes, path: str) -> tuple[bytes, str | None]:
    """The beginning without its byte order mark, and the encoding that the mark or the NULs tell."""
    for mark, name in BOMS:
        if text.startswith(mark):
            return text[len(mark) :], name
    head = text[:HEAD]
    if 0 in head:
        odd, even = head[1::2].count(0), head[::2].count(0)
        if max(odd, even) > SOME * len(head) / 2 and min(odd, even) == 0:
            return text, "utf-16-le" if odd else "utf-16-be"
    before = head.partition(HOLE)[0]
    head = before if b"\n" in before else head
    controls = sum(head.count(byte) for byte in range(32) if byte not in TEXT_CONTROLS)
    if controls > max(FEWEST, FEW * len(head)):
        raise Failure("file.binary", path=path)
    return text, None


def guess(text: bytes, path: str = "-", declared: str | None = None, *, whole: bool = False) -> str:
    """The encoding of text that is not all ASCII, by its first HEAD bytes; their last character may be cut, unless
    they are the whole of it. declared: what it says itself, believed where it is not UTF-8.
    """
    head = text[:HEAD]
    bad = _bad_utf8(head, whole=whole)
    if bad <= CORRUPT * sum(1 for byte in head if byte > 127):
        return "utf-8"
    if declared not in (None, "utf-8") and _decodes(head, str(declared), whole=whole):
        return str(declared)
    if _decodes(head, "gb18030", whole=whole) and _reads_chinese(head):
        return "gb18030"
    return _chardet(head, path)


def _reads_chinese(head: bytes) -> bool:
    """Whether text read as GB18030 makes sense: Big5 decodes too, into Hanzi nobody writes."""
    text = head.decode("gb18030", "ignore")
    hanzi = sum(1 for sign in text if "\u4e00" <= sign <= "\u9fff")
    return hanzi < LONG or any(sign in COMMON for sign in text)


def _decodes(text: bytes, name: str, *, whole: bool = False) -> bool:
    try:
        codecs.getincrementaldecoder(name)("strict").decode(text, whole)
    except UnicodeError:
        return False
    return True


def _bad_utf8(head: bytes, *, whole: bool) -> int:
    if _decodes(head, "utf-8", whole=whole):
        return 0
    return codecs.getincrementaldecoder("utf-8")("replace").decode(head, False).count("\ufffd") or 1


def _chardet(head: bytes, path: str) -> str:
    import chardet

    found = chardet.detect(head)
    western = len(LONE.findall(head)) > WESTERN * sum(1 for byte in head if byte > 127)
    if western and found["confidence"] < SURE and _decodes(head, "cp1252"):
        return "cp1252"
    if found["encoding"] is None:
        raise Failure("file.encoding", path=path)
    return _known(str(found["encoding"]))
