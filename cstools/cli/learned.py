"""What cs-tag says at its end: of what it learned, of labels nothing stands for, of topic beside category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cstools.cli.boundary import complain
from cstools.model.messages import say

if TYPE_CHECKING:
    import polars as pl

    from cstools.kernels.tag.learn.model import Model

ENOUGH = 200
"""Texts below which what a model learns is thin: of ten labels F1 is .46 with 200 texts, .72 with 1,000."""
SHOWN = 5
"""Names in a line at most."""


@dataclass(frozen=True)
class Trained:
    """Takes the model that was learned. path: where it is kept."""

    lang: str
    path: str | None

    def __call__(self, found: pl.DataFrame) -> None:
        """Keep the model, say how good it is and what to mind."""
        from cstools.kernels.tag.learn.model import unpacked

        if not found.height:
            return
        data: bytes = found["model"][0]
        model = unpacked(data, self.path or "-")
        for key, params in notes(model):
            complain("cs-tag", say(key, self.lang, **params))
        if self.path is None:
            return
        from cstools.io.atomic import written

        with written(self.path) as stream:
            stream.write(data)
        complain("cs-tag", say("model.saved", self.lang, path=self.path, field=model.field, size=f"{len(data):,}"))


def notes(model: Model) -> list[tuple[str, dict[str, object]]]:
    """What to say of a model."""
    about = model.about
    if not about:
        return []
    key = "model.several" if model.multi else "model.one"
    facts: dict[str, object] = {"field": model.field, "labels": len(model.labels), "texts": f"{about['texts']:,}"}
    facts["judged"] = f"{about['judged']:,}"
    found = [(key, facts | {"macro": f"{about['macro_f1']:.3f}", "micro": f"{about['micro_f1']:.3f}"})]
    if about["texts"] < ENOUGH:
        found.append(("model.thin", facts))
    for name in ("few", "rare"):
        if about[name]:
            found.append((f"model.{name}", {"n": len(about[name]), "names": shown(list(about[name]))}))
    return found


def shown(names: list[str]) -> str:
    """Some names in a line."""
    return ", ".join(names[:SHOWN]) + (", ..." if len(names) > SHOWN else "")


@dataclass(frozen=True)
class Lost:
    """Takes the labels of --eval that no path stands for."""

    lang: str

    def __call__(self, found: pl.DataFrame) -> None:
        """Name them."""
        if found.height:
            names = found["label"].to_list()
            complain("cs-tag", say("tag.lost", self.lang, n=len(names), names=shown(names)))


@dataclass(frozen=True)
class Agreed:
    """Takes how often topic agrees with the source's category (`kernels.tag.agreement`)."""

    lang: str

    def __call__(self, found: pl.DataFrame) -> None:
        """Say the share, and the categories nobody knows."""
        import polars as pl

        if not found.height:
            return
        known = found.filter(pl.col("agrees").is_not_null())
        n, right = int(known["n"].sum()), int(known.filter("agrees")["n"].sum())
        if n:
            share = f"{100 * right / n:.1f}%"
            complain("cs-tag", say("tag.agreed", self.lang, share=share, n=f"{n:,}", right=f"{right:,}"))
        other = found.filter(pl.col("agrees").is_null()).sort("n", "category", descending=[True, False])
        if other.height:
            names, rows = other["category"].to_list(), int(other["n"].sum())
            complain("cs-tag", say("tag.unknown", self.lang, n=len(names), rows=f"{rows:,}", names=shown(names)))
