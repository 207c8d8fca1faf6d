"""The columns that folding adds on its way, beside those of `kernels/expr/talk.py`."""

NAME = "__name"
"""The name of who speaks; null where the export gives a word for the role only (客服)."""
TO = "__to"
"""Who a message is for, where the export says it."""
