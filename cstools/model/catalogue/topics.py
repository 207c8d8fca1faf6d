"""What the metrics of the catalogue are about, as people look for them: `cs-kpi --list` has a section for each."""

from __future__ import annotations

from cstools.model.catalogue.contacts import CONTACTS
from cstools.model.catalogue.kpi import Kpi
from cstools.model.catalogue.solved import SOLVED
from cstools.model.catalogue.speed import SPEED
from cstools.model.catalogue.trouble import TROUBLE
from cstools.model.catalogue.voice import VOICE

OWN, ORDERS = "own", "orders"
_BY_KIND = {"message": "messages", "survey": "voice", "agent_state": "staff", "load": "staff"}
_BY_ID = {
    kpi.id: topic
    for topic, kpis in {
        "contacts": CONTACTS, "speed": SPEED, "solved": SOLVED, "voice": VOICE, "trouble": TROUBLE
    }.items()
    for kpi in kpis
} | {"fcr_survey": "solved", "handled_per_agent_day": "staff", "complaints_per_100_orders": "trouble"}  # fmt: skip


def topic_of(kpi: Kpi) -> str:
    """What a metric is about: contacts, speed, messages, solved, voice, trouble, staff or orders; own for one's own.

    The same metric over other records may be about something else: `art` over rounds is in messages.

    >>> [topic_of(kpi) for kpi in (CONTACTS[0], SOLVED[0])]
    ['contacts', 'solved']
    """
    if kpi.own is not None:
        return OWN
    if kpi.of == "message":
        return _BY_KIND[kpi.of]
    return _BY_ID.get(kpi.id) or _BY_KIND.get(kpi.of, ORDERS)
