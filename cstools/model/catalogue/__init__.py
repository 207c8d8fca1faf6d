"""The catalogue of metrics, in the order figures are given."""

from __future__ import annotations

from dataclasses import replace

from cstools.model.catalogue.contacts import CONTACTS
from cstools.model.catalogue.kpi import Kind, Kpi, Own
from cstools.model.catalogue.sides import MADE_OF_TWO, MESSAGES, PURCHASES, SURVEYED
from cstools.model.catalogue.solved import SOLVED
from cstools.model.catalogue.speed import SPEED
from cstools.model.catalogue.trouble import TROUBLE
from cstools.model.catalogue.voice import BY_SURVEY, VOICE

ART = replace(next(kpi for kpi in MESSAGES if kpi.id == "art_rounds"), id="art", default=True)
"""`art` where messages are given: over rounds, not over sessions."""
CATALOGUE: tuple[Kpi, ...] = (
    *CONTACTS, *SPEED, ART, *MESSAGES, *SOLVED, *VOICE, *BY_SURVEY, *SURVEYED, *TROUBLE, *PURCHASES, *MADE_OF_TWO
)  # fmt: skip

__all__ = ["CATALOGUE", "Kind", "Kpi", "Own"]
