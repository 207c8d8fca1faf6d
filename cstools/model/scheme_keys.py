"""The keys of a scheme of customer segments, of which types, and what each says (cstools-segments(5) lists them)."""

from __future__ import annotations

from cstools.model.toml_tables import Key

LEAST, MOST = 3, 10
"""Scores a scheme may be drawn on; two are low and high, which `bits` is for."""

_RANGE = (int, list)
TOP = {
    "scores": Key(
        (int,),
        f"R, F and M are scored 1 to this, {LEAST} to {MOST}; without it each is low (0) or high (1), and segments are "
        "given by bits.",
    ),
    "segment": Key((list,), "The segments, a table [[segment]] each, in the order of --summary."),
    "names": Key(
        (dict,),
        'Instead of segments: new names for those of cn8, by bits (011 = "重要召回客户"). Two of one name are one '
        "segment; what is not named keeps its name.",
    ),
}
"""What stands above the segments."""
SEGMENT = {
    "id": Key((str,), "What is written in the field segment. Required, and each only once."),
    "zh": Key((str,), "Its label in Chinese; the id unless said."),
    "en": Key((str,), "Its label in English; the id unless said."),
    "r": Key(_RANGE, "A score of recency, or the lowest and the highest: [4, 5]; any where it is left out."),
    "f": Key(_RANGE, "The same of frequency."),
    "m": Key(_RANGE, "The same of money."),
    "bits": Key(
        (str, list),
        'Low and high of R, F and M: "011" is not recent, often, much. An array for several combinations.',
    ),
}
"""Keys of a segment."""
