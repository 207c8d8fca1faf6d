"""The kernels behind cs-tag, measured as the peers are: tag_ours.py rules|sentiment|model; for bench/tag.py."""

import sys
from pathlib import Path

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


class Anew:
    """A stage that has seen no text before: it remembers answers, and the same texts come again here."""

    def __init__(self, given: Given, sentiment: bool) -> None:
        self.tree, self.sentiment = load(Path(given.taxonomy) if given.taxonomy else None), sentiment
        self.renew()

    def renew(self) -> None:
        """Forget all texts."""
        self.stage = stage(self.tree, sentiment=self.sentiment)

    def __call__(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The records with what the stage adds."""
        return self.stage.apply(frame.lazy()).rows.collect()


def rules(given: Given) -> Tool:
    """The labels of each text."""
    made = Anew(given, sentiment=False)
    return Tool(texts, made, lambda frame: frame["tags"].fill_null([]).to_list(), made.renew)


def sentiment(given: Given) -> Tool:
    """Feelings, "1" for the good: with `taxonomy`, or the shipped one where none is given."""
    made = Anew(given, sentiment=True)
    return Tool(texts, made, lambda frame: ["1" if score > 0 else "0" for score in frame["sentiment"]], made.renew)


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
