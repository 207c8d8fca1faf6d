"""The kernels behind cs-tag, measured as the peers are: tag_ours.py rules|sentiment|model; for bench/tag.py."""

import sys
from pathlib import Path
from typing import Any

import polars as pl
from tag_rate import Given, Tool, measure

from cstools.kernels.tag import stage
from cstools.kernels.tag.learn.examples import examples
from cstools.kernels.tag.learn.model import Model, packed, unpacked
from cstools.kernels.tag.learn.predict import labelled
from cstools.kernels.tag.learn.train import train
from cstools.model.taxonomy import load

FIELD = "label"


def texts(given: list[str]) -> pl.DataFrame:
    return pl.DataFrame({"text": given})


def staged(made: Any) -> Any:
    return lambda frame: made.apply(frame.lazy()).rows.collect()


def rules(given: Given) -> Tool:
    """The labels of each text."""
    made = stage(load(Path(given.taxonomy)), sentiment=False)
    return Tool(texts, staged(made), lambda frame: frame["tags"].fill_null([]).to_list())


def sentiment(given: Given) -> Tool:
    """Feelings, "1" for the good: with `taxonomy`, or the shipped one where none is given."""
    made = stage(load(Path(given.taxonomy) if given.taxonomy else None))
    return Tool(texts, staged(made), lambda frame: ["1" if score > 0 else "0" for score in frame["sentiment"]])


def model(given: Given) -> Tool:
    """The likelier of two labels; the model is trained where there is none yet."""
    known = trained(given, Path(given.model))
    return Tool(texts, lambda frame: labelled(frame["text"], known), lambda frame: frame[FIELD].to_list())


def trained(given: Given, path: Path) -> Model:
    """The model in the file, as it is read back."""
    if not path.exists():
        shown, labels = (pl.Series(values) for values in given.shown())
        path.write_bytes(packed(train(examples(shown, labels), FIELD)[0]))
    return unpacked(path.read_bytes(), str(path))


measure({"rules": rules, "sentiment": sentiment, "model": model}[sys.argv[1]])
