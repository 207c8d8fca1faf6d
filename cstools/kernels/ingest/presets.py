"""What a preset says of values: the words of the source, and constants."""

from __future__ import annotations

import polars as pl

from cstools.model.sources import Preset


def opened(frame: pl.DataFrame, preset: Preset) -> pl.DataFrame:
    """The frame with the values inside others that the preset names, as columns of text behind its own.

    >>> preset = Preset(paths={"user.name": ("user", "$.name")})
    >>> opened(pl.DataFrame({"user": ['{"name":"Ann"}', None, "Bob"]}), preset)["user.name"].to_list()
    ['Ann', None, None]
    """
    return frame.with_columns(
        pl.when(pl.col(outer).str.contains(r"^\s*[\[{]")).then(pl.col(outer)).str.json_path_match(path).alias(heading)
        for heading, (outer, path) in preset.paths.items()
        if heading not in frame.columns and outer in frame.columns and frame.schema[outer] == pl.String
    )


def valued(frame: pl.DataFrame, preset: Preset) -> pl.DataFrame:
    """The frame with the source's own words as the preset says they are meant. In and out: text.

    >>> valued(pl.DataFrame({"status": [" 3 ", "4"]}), Preset(values={"status": {"3": "resolved"}})).rows()
    [('resolved',), ('4',)]
    """
    return frame.with_columns(
        pl.col(name).str.strip_chars().replace(dict(words))
        for name, words in preset.values.items()
        if name in frame.columns and frame.schema[name] == pl.String
    )


def constants(frame: pl.DataFrame, preset: Preset) -> pl.DataFrame:
    """The frame with the preset's constants where it has nothing of its own.

    >>> constants(pl.DataFrame({"channel": ["站内", None]}), Preset(set={"channel": "天猫"})).rows()
    [('站内',), ('天猫',)]
    """
    return frame.with_columns(
        pl.col(name).fill_null(value) if name in frame.columns else pl.lit(value).alias(name)
        for name, value in preset.set.items()
    )
