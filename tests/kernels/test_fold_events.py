"""Ticket events folded into the ticket's last state."""

from __future__ import annotations

from datetime import datetime

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cstools.kernels.fold import events
from cstools.kernels.stage import RULE, Result

Row = tuple[str | None, str | None, str | None, str | None]


def at(clock: str | None) -> datetime | None:
    return datetime.fromisoformat(f"2025-10-06 {clock}") if clock else None


def rows(*given: Row, **columns: list[object]) -> pl.DataFrame:
    """Events: ticket_id, clock of updated_at, status, agent."""
    frame = pl.DataFrame(
        [(ticket, at(clock), status, agent) for ticket, clock, status, agent in given],
        schema={"ticket_id": pl.String, "updated_at": pl.Datetime("us"), "status": pl.String, "agent": pl.String},
        orient="row",
    )
    return frame.with_columns(pl.Series(name, values) for name, values in columns.items())


def fold(frame: pl.DataFrame) -> Result:
    return events.stage().apply(frame.lazy())


def one(frame: pl.DataFrame) -> dict[str, object]:
    return fold(frame).rows.collect().row(0, named=True)


def test_the_last_value_that_is_there() -> None:
    ticket = one(
        rows(
            ("T1", "10:00", "pending", "小李"),
            ("T1", "08:00", "open", "小王"),
            ("T1", "11:00", "resolved", None),
            category=["退货", "咨询", None],
        )
    )
    assert (ticket["status"], ticket["agent"], ticket["category"]) == ("resolved", "小李", "退货")
    assert (ticket["created_at"], ticket["updated_at"], ticket["resolved_at"]) == (
        at("08:00"),
        at("11:00"),
        at("11:00"),
    )
    assert (ticket["events"], ticket["transfer_count"], ticket["reopen_count"]) == (3, 1, 0)


def test_a_reopening_takes_the_solution_back() -> None:
    history: list[Row] = [
        ("T1", "08:00", "open", None),
        ("T1", "09:00", "resolved", None),
        ("T1", "10:00", "open", None),
    ]
    ticket = one(rows(*history, resolved_at=[None, at("09:00"), at("09:00")], is_resolved=[None, True, None]))
    assert (ticket["reopen_count"], ticket["resolved_at"], ticket["is_resolved"]) == (1, None, None)
    again = one(rows(*history, ("T1", "12:00", "resolved", None), ("T1", "13:00", "closed", None)))
    assert (again["reopen_count"], again["resolved_at"], again["closed_at"]) == (1, at("12:00"), at("13:00"))


def test_what_the_export_counts_itself_stands() -> None:
    ticket = one(rows(("T1", "08:00", "open", "a"), ("T1", "09:00", "open", "b"), transfer_count=[0, 3]))
    assert ticket["transfer_count"] == 3


def test_without_times_the_order_of_the_file() -> None:
    ticket = one(rows(("T1", None, "open", "a"), ("T1", None, "closed", "b")).drop("updated_at"))
    assert (ticket["status"], ticket["agent"]) == ("closed", "b")


def test_events_that_only_have_a_created_at() -> None:
    """Newest first, as many systems export: each event's own time decides."""
    frame = rows(("T1", "09:00", "closed", "b"), ("T1", "08:00", "open", "a")).rename({"updated_at": "created_at"})
    ticket = one(frame)
    assert (ticket["status"], ticket["created_at"], ticket["closed_at"]) == ("closed", at("08:00"), at("09:00"))


def test_a_row_without_time_follows_the_one_before_it() -> None:
    frame = rows(("T1", "08:00", "open", None), ("T1", None, "pending", None), ("T1", "09:00", "closed", None))
    assert one(frame)["status"] == "closed"
    assert one(frame[[0, 2, 1]])["status"] == "pending"


def test_the_first_answer_by_the_kind_of_event() -> None:
    history: list[Row] = [("T1", clock, None, None) for clock in ("08:00", "08:05", "08:10", "08:20")]
    said = rows(*history, 操作类型=["创建", "内部备注", "客服回复", "客服回复"])
    assert one(said)["first_response_at"] == at("08:10")
    assert "first_response_at" not in one(rows(*history))


def test_rows_without_an_id_go_on() -> None:
    result = fold(rows(("T1", "08:00", "open", None), (None, "08:01", "open", "x"), (None, "08:01", "open", "x")))
    assert result.rows.collect()["ticket_id"].to_list() == ["T1", None, None]
    assert result.counts is not None
    assert dict(result.counts.collect().rows()) == {"tickets": 1, "kept as they are (no ticket_id)": 2}


EVENT = st.tuples(
    st.sampled_from(["T1", "T2", None]),
    st.sampled_from(["open", "resolved", "closed", None]),
    st.sampled_from(["a", "b", None]),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(EVENT, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_every_event_is_somewhere_and_order_is_time(given: list[tuple[str | None, ...]], random: object) -> None:
    frame = rows(*((ticket, f"08:{number:02}", status, agent) for number, (ticket, status, agent) in enumerate(given)))  # type: ignore[arg-type]
    result = fold(frame)
    made = result.rows.collect()
    assert result.rejects is not None
    merged = result.rejects.collect()
    assert made.height + merged.height == frame.height
    assert set(merged[RULE]) <= {"event.earlier"}
    order = list(range(len(given)))
    random.shuffle(order)  # type: ignore[attr-defined]
    key = ["ticket_id", "updated_at"]
    assert fold(frame[order]).rows.collect().sort(key).equals(made.sort(key))
