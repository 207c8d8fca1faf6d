"""The catalogue of metrics, in the order figures are given."""

from __future__ import annotations

from cstools.model.catalogue.contacts import CONTACTS
from cstools.model.catalogue.kpi import Kind, Kpi, Own
from cstools.model.catalogue.solved import SOLVED
from cstools.model.catalogue.speed import SPEED
from cstools.model.catalogue.trouble import TROUBLE
from cstools.model.catalogue.voice import VOICE

CATALOGUE: tuple[Kpi, ...] = (*CONTACTS, *SPEED, *SOLVED, *VOICE, *TROUBLE)

__all__ = ["CATALOGUE", "Kind", "Kpi", "Own"]
