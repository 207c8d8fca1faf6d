"""The field table: complete, unambiguous, and the headings of real exports find their fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstools.model import fields

ANSWERS = (
    "before",
    "n_before",
    "level",
    "floor",
    "stretch",
    "shrunk",
    "band",
    "period_before",
    "share_before",
    "share",
    "value_before",
    "structure",
    "own",
    "points",
    "weight",
    "weight_used",
    "part",
    "note",
    "why",
    "source",
    "platform_metric",
    "days",
    "platform",
    "ours",
    "difference",
    "without_exclusions",
    "calendar_time",
    "with_spam",
    "event_dates",
    "explained",
    "unexplained",
)
"""Columns of answers of cs-kpi that are no plain figures."""
BEYOND = {("ticket", "cluster"), ("ticket", "tag_words"), ("ticket", "p_outcome"), *(("kpi", name) for name in ANSWERS)}
"""Fields the contract does not have yet; nor has it what cs-tag writes into other kinds than tickets."""
CONTRACT = Path(__file__).parents[3] / "shared" / "fields.tsv"


@pytest.mark.skipif(not CONTRACT.exists(), reason="the contract's table is not beside the repository")
def test_table_is_the_contract() -> None:
    lines = CONTRACT.read_text(encoding="utf-8").splitlines()[1:]
    expected = [tuple((line.split("\t") + [""] * 7)[:7]) for line in lines]
    ours = [
        (
            field.name,
            field.kind,
            " ".join(filter(None, [field.type, "/".join(field.choices)])),
            field.unit,
            "private" if field.private else "",
            field.zh,
            field.added_by,
        )
        for kind in fields.KINDS
        for field in fields.of(kind).values()
        if (kind, field.name) not in BEYOND and not (kind in fields.TAGGED and field.added_by == "cs-tag")
    ]
    assert ours == expected


@pytest.mark.parametrize("kind", fields.KINDS)
def test_no_heading_stands_for_two_fields(kind: str) -> None:
    table = fields.headings(kind)
    claims = [
        (fields.normal(heading.partition("@")[0]), field.name)
        for field in fields.of(kind).values()
        for heading in (field.name, field.zh, field.en, *field.aliases)
    ]
    source = {name for name, field in fields.of(kind).items() if not field.added_by}
    for heading, name in claims:
        assert heading
        assert table[heading][0] == name or (name not in source and table[heading][0] in source), heading


def test_colliding_aliases_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = fields._parse("[ticket]\na|id||甲|A|same\nb|id||乙|B|Same \n")
    monkeypatch.setattr(fields, "of", lambda kind: broken[kind])
    with pytest.raises(ValueError, match="taken by a"):
        fields.headings.__wrapped__("ticket")


@pytest.mark.parametrize("kind", fields.KINDS)
def test_labels_are_short_unique_and_in_both_languages(kind: str) -> None:
    for lang in ("zh", "en"):
        labels = [fields.label(kind, name, lang) for name in fields.of(kind)]
        assert len(set(labels)) == len(labels)
        assert all(0 < len(text) <= 24 for text in labels)


@pytest.mark.parametrize("kind", fields.KINDS)
def test_main_time_and_key_are_fields_of_their_type(kind: str) -> None:
    time, key = fields.TIME[kind], fields.KEY[kind]
    assert time is None or fields.of(kind)[time].type in ("time", "date")
    assert key is None or fields.of(kind)[key].type == "id"


def test_twins_are_ticket_fields_and_mutual() -> None:
    for name, others in fields.TWINS.items():
        assert all(name in fields.TWINS[other] for other in others)
        assert {name, *others} <= set(fields.of("ticket"))


EXPORTS = {
    "order-tmall": (
        "order",
        {
            "订单编号": ("order_id", ""),
            "总金额": ("amount", ""),
            "买家实际支付金额": ("paid_amount", ""),
            "收货地址 ": ("region", ""),
            "订单创建时间": ("ordered_at", ""),
            "订单付款时间 ": ("paid_at", ""),
            "退款金额": ("refund_amount", ""),
        },
    ),
    "order-jd": (
        "order",
        {"订单号": ("order_id", ""), "下单帐号": ("customer_id", ""), "付款确认时间": ("paid_at", "")},
    ),
    "order-cdnow": (
        "order",
        {
            "customer_id": ("customer_id", ""),
            "date": ("ordered_at", "date"),
            "number_of_cds": ("quantity", ""),
            "dollar_value": ("amount", ""),
        },
    ),
    "ticket-calls": (
        "ticket",
        {
            "Call Id": ("ticket_id", ""),
            "Agent": ("agent", ""),
            "Date": ("created_at", "date"),
            "Time": ("created_at", "clock"),
            "Topic": ("category", ""),
            "Answered (Y/N)": ("is_answered", ""),
            "Resolved": ("is_resolved", ""),
            "Speed of answer in seconds": ("wait_s", ""),
            "AvgTalkDuration": ("talk_s", ""),
            "Satisfaction rating": ("csat", ""),
        },
    ),
    "ticket-live-chat": (
        "ticket",
        {
            "会话ID": ("ticket_id", ""),
            "会话开始时间": ("created_at", ""),
            "客服首次响应时长": ("first_response_s", ""),
            "访客排队时长": ("wait_s", ""),
            "接待客服": ("agent", ""),
            "对话回合数": ("rounds", ""),
        },
    ),
    "ticket-freshdesk": (
        "ticket",
        {
            "Ticket ID": ("ticket_id", ""),
            "Created time": ("created_at", ""),
            "Due by Time": ("sla_due_at", ""),
            "Initial response time": ("first_response_at", ""),
            "Resolution time (in hrs)": ("resolution_s", ""),
            "Agent interactions": ("agent_msgs", ""),
        },
    ),
    "ticket-salesforce": (
        "ticket",
        {"Case Number": ("ticket_id", ""), "Date/Time Opened": ("created_at", ""), "Case Owner": ("agent", "")},
    ),
    "ticket-jira": (
        "ticket",
        {"Issue key": ("ticket_id", ""), "Created": ("created_at", ""), "Satisfaction rating": ("csat", "")},
    ),
    "message-chat-lines": (
        "message",
        {
            "session_id": ("ticket_id", ""),
            "time": ("sent_at", "clock"),
            "sender": ("sender", ""),
            "role": ("sender_role", ""),
            "content": ("text", ""),
        },
    ),
}


@pytest.mark.parametrize("export", EXPORTS)
def test_headings_of_real_exports(export: str) -> None:
    kind, expected = EXPORTS[export]
    assert {heading: fields.find(kind, heading) for heading in expected} == expected
    assert fields.detect_headings(expected) == kind


@pytest.mark.parametrize("kind", fields.KINDS)
def test_exact_names_and_chinese_labels_come_back(kind: str) -> None:
    for name, field in fields.of(kind).items():
        assert fields.find(kind, name) == (name, "")
        assert fields.find(kind, field.zh) == (name, "")


@pytest.mark.parametrize("kind", fields.KINDS)
def test_a_canonical_stream_tells_its_kind(kind: str) -> None:
    source = [name for name, field in fields.of(kind).items() if kind in ("kpi", "customer") or not field.added_by]
    assert fields.detect(source) == kind
    assert fields.detect(reversed(source)) == kind


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        (["ticket_id"], "ticket"),
        ([], "ticket"),
        (["ticket_id", "created_at", "paid_amount"], "ticket"),
        (["customer_id", "ordered_at", "amount"], "order"),
        (["ticket_id", "sent_at", "sender", "text"], "message"),
        (["ticket_id", "replied_at", "score"], "survey"),
        (["date", "metric", "value"], "stat"),
        (["period", "metric", "value", "agent"], "kpi"),
    ],
)
def test_detect(columns: list[str], kind: str) -> None:
    assert fields.detect(columns) == kind


def test_headings_of_figures_alone_are_no_figures() -> None:
    ours = [name for name in fields.of("kpi") if name not in fields.REQUIRED["kpi"]]
    assert fields.detect_headings(ours) != "kpi"
    assert fields.detect_headings([*ours, *fields.REQUIRED["kpi"]]) == "kpi"


def test_unknown_fields_follow_in_the_order_given() -> None:
    assert fields.order("order", ["z", "paid_at", "a", "order_id"]) == ["order_id", "paid_at", "z", "a"]


@pytest.mark.parametrize(
    ("heading", "same"),
    [
        (" Ticket_ID ", "ticketid"),
        ("\ufeffCase Number", "casenumber"),
        ("首响时长（秒）", "首响时长(秒)"),
        ("\uff29\uff24", "id"),
    ],
)
def test_normal(heading: str, same: str) -> None:
    assert fields.normal(heading) == same
    assert fields.normal(same) == same
