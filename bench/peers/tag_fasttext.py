"""A label of two by fastText, characters for words; for bench/tag.py.

Texts are written with spaces before the clock runs. Of the rates (0.1, 0.5), passes (5, 10, 25) and dimensions (10, 30,
100) tried the best F1 on reviews is kept: all as it comes but the passes. With 10 dimensions it is .001 worse, and
twice as fast.
"""

import tempfile
from pathlib import Path

import fasttext
from tag_rate import Given, Tool, measure

MARK = "__label__"


def spaced(texts: list[str]) -> list[str]:
    return [" ".join("".join(text.split())) for text in texts]


def made(given: Given) -> Tool:
    texts, labels = given.shown()
    with tempfile.TemporaryDirectory() as folder:
        shown = Path(folder) / "shown.txt"
        lines = (f"{MARK}{label} {text}\n" for text, label in zip(spaced(texts), labels, strict=True))
        shown.write_text("".join(lines), encoding="utf-8")
        model = fasttext.train_supervised(str(shown), wordNgrams=3, epoch=25, thread=1, verbose=0)
    return Tool(spaced, model.predict, lambda said: [first.removeprefix(MARK) for first, *_ in said[0]])


measure(made)
