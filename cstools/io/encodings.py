"""Any encoding in, UTF-8 out, block by block.

Text is decoded by the order of DESIGN: BOM, share of NUL, strict UTF-8, strict GB18030, then chardet. The decision is
taken at the first byte that is not ASCII, because ASCII is the same in all of them; until then blocks pass as they are.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from cstools.errors import Failure, Usage

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1b")
COMMON = frozenset(
    "的一是不了在有人我这个们中来上大为和到说时要就出会可也你对生能而子那得于着下自之年过后单号客服退货物流商品订时间姓名店"
)
LONG = 12
"""Fewer Hanzi than this say nothing about the language."""
SOME = 0.3
"""UTF-16 of Latin or mixed text has a NUL in far more than this share of its odd or even bytes."""
FEW = 0.02
"""More control characters than this share is no text."""
CORRUPT = 0.1
"""Fewer bad bytes than this share of those beyond ASCII is UTF-8 with a corrupt line: text in another encoding has
a third of them bad or more."""


def to_utf8(blocks: Iterator[bytes], path: str, encoding: str | None = None) -> Iterator[bytes]:
    """The same text in UTF-8. A byte that does not decode comes out as it was: its line alone then fails to parse."""
    name = encoding and _known(encoding)
    recode: codecs.IncrementalDecoder | None = None
    for number, given in enumerate(blocks):
        block, marked = _marked(given, path) if number == 0 else (given, None)
        name = name or marked or (None if block.isascii() else guess(block, path))
        # UTF-8 need not be decoded to be checked: the parser refuses what is not, chunk by chunk.
        if name in (None, "utf-8"):
            yield block
            continue
        recode = recode or codecs.getincrementaldecoder(str(name))("surrogateescape")
        yield _recoded(recode, block, path, str(name))
    if recode is not None:
        yield _recoded(recode, b"", path, str(name), last=True)


def _recoded(recode: codecs.IncrementalDecoder, block: bytes, path: str, name: str, *, last: bool = False) -> bytes:
    try:
        return recode.decode(block, last).encode("utf-8", "surrogateescape")
    except UnicodeError:  # UTF-16 has no byte astray: half a sign puts all that follows out of step
        raise Failure("file.decode", path=path, encoding=name) from None


def _known(encoding: str) -> str:
    try:
        # Python's codecs include some that are no text (base64), and some that take no byte astray (idna).
        "a".encode(encoding).decode(encoding, "surrogateescape")
        return codecs.lookup(encoding).name
    except (LookupError, UnicodeError):
        raise Usage("option.encoding", encoding=encoding) from None


def _marked(block: bytes, path: str) -> tuple[bytes, str | None]:
    """The first block without its byte order mark, and the encoding that the mark or the NULs tell."""
    for mark, name in BOMS:
        if block.startswith(mark):
            return block[len(mark) :], name
    head = block[:65536]
    nuls = head.count(0)
    if nuls:
        odd, even = head[1::2].count(0), head[::2].count(0)
        if max(odd, even) > SOME * len(head) / 2 and min(odd, even) == 0:
            return block, "utf-16-le" if odd else "utf-16-be"
    controls = sum(head.count(byte) for byte in range(32) if byte not in TEXT_CONTROLS)
    if nuls or controls > FEW * len(head):
        raise Failure("file.binary", path=path)
    return block, None


def guess(block: bytes, path: str = "-") -> str:
    """The encoding of a block that is not all ASCII; its last character may be cut."""
    bad = _bad_utf8(block)
    others = sum(1 for byte in block[:65536] if byte > 127)
    if bad <= CORRUPT * others:
        return "utf-8"
    if _decodes(block, "gb18030") and _reads_chinese(block):
        return "gb18030"
    return _chardet(block, path)


def _reads_chinese(block: bytes) -> bool:
    """Whether text read as GB18030 makes sense: Big5 decodes too, into Hanzi nobody writes."""
    text = block[:65536].decode("gb18030", "ignore")
    hanzi = sum(1 for sign in text if "\u4e00" <= sign <= "\u9fff")
    return hanzi < LONG or any(sign in COMMON for sign in text)


def _decodes(block: bytes, name: str) -> bool:
    try:
        codecs.getincrementaldecoder(name)("strict").decode(block, False)
    except UnicodeDecodeError:
        return False
    return True


def _bad_utf8(block: bytes) -> int:
    if _decodes(block, "utf-8"):
        return 0
    return codecs.getincrementaldecoder("utf-8")("replace").decode(block[:65536], False).count("\ufffd") or 1


def _chardet(block: bytes, path: str) -> str:
    import chardet

    found = chardet.detect(block[:65536])["encoding"]
    if found is None:
        raise Failure("file.encoding", path=path)
    return str(found)
