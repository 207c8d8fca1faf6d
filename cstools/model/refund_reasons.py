"""Words of a refund's reason. Patterns are in the syntax of Polars and match text in lower case."""

from __future__ import annotations

QUALITY = (
    r"质量|品质|瑕疵|破损|损坏|坏了|坏果|坏损|故障|缺陷|变质|过期|发霉|异味|开裂|掉色|漏液"
    r"|\b(quality|defect(ive)?|damaged?|broken|faulty|expired|spoiled)\b"
)
"""The goods were at fault, not the customer's mind, the delivery or the price."""
NO_QUALITY = (
    r"(非|无|不是|没有?|不涉及)(商品|产品)?(质量|品质)|(质量|品质)(没|无)(有)?问题"
    r"|\bno (quality|defect)|\bnot (defective|damaged)"
)
"""Reasons that name quality to say that it is not that."""
