"""The words of APIs: how their answers call the list of records, and what they hold beside it."""

from __future__ import annotations

_LISTS = """
data list items item records record rows row result results entries entity entities values value content contents
payload response body page d objects documents datas datalist tickets issues conversations sessions messages orders
refunds reviews comments cases contacts calls chats users agents surveys satisfaction_ratings logs details hits
"""
_COUNTING = """
code ret_code retcode ret errcode err_code errno error_code success total totalcount total_count total_entries count
page page_no pageno page_num pagenum page_size pagesize per_page next_page next previous previous_page has_more hasmore
has_next request_id requestid trace_id traceid cost took
"""
_SAYING = "msg message ret_msg retmsg errmsg err_msg error_msg error_description error reason detail"
_OTHER = "status timestamp data result item items list rows"
_CODES = "code ret_code retcode ret errcode err_code errno error_code status"

LISTS = frozenset(_LISTS.split())
"""Keys on the way to the records."""
COUNTING = frozenset(_COUNTING.split())
"""Keys that no record of a customer service has: codes, totals, pages."""
SAYING = tuple(_SAYING.split())
"""Keys whose text says what went wrong."""
BESIDE = frozenset([*COUNTING, *SAYING, *_OTHER.split()])
"""All keys of an answer without records."""
CODES = tuple(_CODES.split())
"""Keys whose value says whether it went well."""
FINE = frozenset(["0", "000000", "00000", "200", "ok", "success", "true", "none", ""])
"""The values, in small letters, that say so."""
