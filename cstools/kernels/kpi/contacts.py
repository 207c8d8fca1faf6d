"""Which records are contacts: the rules of the metric `volume`, for all that counts them."""

from __future__ import annotations

import polars as pl

FIELDS = ("created_at", "is_spam", "merged_into", "contact_type", "parent_id")
"""The fields the rules read."""


def outside(columns: list[str]) -> dict[str, pl.Expr]:
    """Why a row is not a contact, by a word: the rules of the metric `volume`, in the order they are tried.

    >>> sorted(outside(["is_spam"]))
    ['excluded.child', 'excluded.date', 'excluded.merged', 'excluded.spam']
    """

    def has(name: str, test: pl.Expr) -> pl.Expr:
        return test.fill_null(False) if name in columns else pl.lit(False)

    return {
        "excluded.date": has("created_at", pl.col("created_at").is_null()),
        "excluded.spam": has("is_spam", pl.col("is_spam")),
        "excluded.merged": has("merged_into", pl.col("merged_into").is_not_null()),
        "excluded.child": has("contact_type", pl.col("contact_type") == "workorder")
        & has("parent_id", pl.col("parent_id").is_not_null()),
    }
