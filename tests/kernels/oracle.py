"""Cells as exports write them, each with what it says, made by the standard library alone (datetime, Decimal)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

Cell = tuple[str, object]
"""A cell and its value; None where it has none."""
Make = Callable[[Random], Cell]

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
MIDNIGHT = timedelta(days=1)
EPOCH = datetime(1970, 1, 1)
EAST = timedelta(hours=8)
WEEKDAYS = "一二三四五六日"
SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FULL_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def wide(text: str) -> str:
    return text.translate(WIDE)


def moment(draw: Random, first: int = 2000, last: int = 2037) -> datetime:
    days = (datetime(last, 12, 31) - datetime(first, 1, 1)).days
    return datetime(first, 1, 1) + timedelta(days=draw.randrange(days), seconds=draw.randrange(86_400))


def half(d: datetime) -> tuple[int, str, str]:
    return d.hour % 12 or 12, ("AM", "PM")[d.hour >= 12], ("上午", "下午")[d.hour >= 12]


def _dated(write: Callable[[datetime, Random], str], keep: str = "second") -> Make:
    def make(draw: Random) -> Cell:
        d = moment(draw)
        kept = {"second": d, "minute": d.replace(second=0), "day": datetime(d.year, d.month, d.day)}[keep]
        return write(d, draw), kept

    return make


def _fraction(write: Callable[[datetime, str], str], shift: timedelta = timedelta()) -> Make:
    def make(draw: Random) -> Cell:
        d, digits = moment(draw), draw.randint(1, 6)
        part = f"{draw.randrange(10**digits):0{digits}}"
        return write(d, part), d + timedelta(microseconds=int(part.ljust(6, "0"))) + shift

    return make


def _offset(write: Callable[[datetime, str, int, int], str], keep: str = "second") -> Make:
    def make(draw: Random) -> Cell:
        d = moment(draw, 2001, 2036).replace(**({"second": 0} if keep == "minute" else {}))
        sign, hours, minutes = draw.choice("+-"), draw.randint(0, 12), draw.choice((0, 0, 30, 45))
        east = timedelta(hours=hours, minutes=minutes) * (1 if sign == "+" else -1)
        return write(d, sign, hours, minutes), d - east + EAST

    return make


def _whole_offset(write: Callable[[datetime, str], str]) -> Make:
    def make(draw: Random) -> Cell:
        d, east = moment(draw, 2001, 2036), draw.randint(-11, 12)
        return write(d, f"{east:+d}"), d - timedelta(hours=east) + EAST

    return make


def _short_year(draw: Random) -> Cell:
    d = moment(draw, 2013, 2069)
    year, mark = d.year % 100, draw.choice("-/.")
    text = f"{year:02}{mark}{d.month}{mark}{d.day}"
    if d.day > 9:
        # Two digits at both ends: only what the first cannot be tells; those are tried in test_times.
        text = f"{year:02}年{d.month}月{d.day}日"
    return text, datetime(d.year, d.month, d.day)


def _short_last(draw: Random) -> Cell:
    d = moment(draw, 2013, 2069)
    d = d.replace(day=draw.randint(1, 12))
    return f"{d.day:{draw.choice(('', '02'))}}/{d.month}/{d.year % 100} {d:%H:%M}", d.replace(second=0)


def _serial(draw: Random) -> Cell:
    d = moment(draw)
    seconds = Decimal(int((d - datetime(1899, 12, 30)).total_seconds()))
    return str(round(seconds / 86_400, draw.randint(8, 12))), d


def _epoch(size: int, tail: str = "") -> Make:
    def make(draw: Random) -> Cell:
        d = moment(draw, 2002, 2036)
        return f"{int((d - EPOCH).total_seconds()) * size}{tail}", d + EAST

    return make


def _next_midnight(draw: Random) -> Cell:
    d = moment(draw)
    text = draw.choice((f"{d:%Y-%m-%d} 24:00:00", f"{d:%Y/%m/%d} 24:00", f"{d:%Y%m%d}240000", f"{d:%Y年%m月%d日}24时"))
    return text, datetime(d.year, d.month, d.day) + MIDNIGHT


def _impossible(draw: Random) -> Cell:
    year = draw.randint(2001, 2036)
    day = draw.choice(((2, 30), (4, 31), (6, 31), (13, 1), (0, 5), (5, 0), (9, 32), (2, 29) if year % 4 else (2, 30)))
    mark = draw.choice("-/.")
    date = f"{year}{mark}{day[0]:02}{mark}{day[1]:02}"
    clock = draw.choice(("", " 08:05", " 08:05:03", " 8:05 PM"))
    good = f"{year}{mark}05{mark}06"
    bad = draw.choice(("25:61", "24:01", "08:60", "99:00:00", "08:05:61", "13:05 AM", "14:00 PMs", "8:5:3:1"))
    word = draw.choice(
        ("", "-", "soon", "明天", "99/99/2025", "0000-00-00", "0000-00-00 00:00:00", "12:30", "2025", "x1")
    )
    dmy = f"{day[1]:02}/{day[0]:02}/{year}"
    late = draw.choice((f"{year + 900}-05-06", f"{year - 200}-05-06 10:00:00", "1.75971E+12", "-1759709103", "99"))
    return draw.choice((date + clock, f"{good} {bad}", word, dmy, late, f"{year}年{day[0]}月{day[1]}日")), None


TIMES: list[Make] = [
    _dated(lambda d, _: f"{d:%Y-%m-%d %H:%M:%S}"),
    _dated(lambda d, _: f"{d:%Y-%m-%d %H:%M}", "minute"),
    _dated(lambda d, _: f"{d:%Y-%m-%d}", "day"),
    _dated(lambda d, _: f"{d:%Y-%m-%dT%H:%M:%S}"),
    _dated(lambda d, _: f" {d:%Y-%m-%d, %H:%M:%S} "),
    _dated(lambda d, _: f"{d.year}-{d.month}-{d.day} {d.hour}:{d.minute}:{d.second}"),
    _dated(lambda d, _: f"{d.year}/{d.month}/{d.day} {d.hour}:{d:%M}", "minute"),
    _dated(lambda d, _: f"{d:%Y/%m/%d %H:%M:%S}"),
    _dated(lambda d, _: f"{d.year}/{d.month}/{d.day}", "day"),
    _dated(lambda d, _: f"{d.year}.{d.month}.{d.day} {d:%H:%M}", "minute"),
    _dated(lambda d, _: f"{d:%Y.%m.%d}", "day"),
    _dated(lambda d, _: f"{d.year}年{d.month}月{d.day}日 {d:%H:%M}", "minute"),
    _dated(lambda d, _: f"{d:%Y年%m月%d日%H时%M分%S秒}"),
    _dated(lambda d, _: f"{d.year}年{d.month}月{d.day}日{d.hour}点{d.minute}分", "minute"),
    _dated(lambda d, _: f"{d:%Y年%m月%d日}", "day"),
    _dated(lambda d, _: f"{d.year}年{d.month}月{d.day}日 {half(d)[2]}{half(d)[0]}:{d:%M:%S}"),
    _dated(lambda d, _: f"{d.year}/{d.month}/{d.day} {half(d)[2]} {half(d)[0]}:{d:%M}", "minute"),
    _dated(lambda d, _: f"{d:%Y-%m-%d} {half(d)[0]}:{d:%M:%S} {half(d)[1]}"),
    _dated(lambda d, _: f"{d:%Y/%m/%d} {half(d)[0]:02}:{d:%M}{half(d)[1].lower()}", "minute"),
    _dated(lambda d, _: f"{d:%Y-%m-%d} 星期{WEEKDAYS[d.weekday()]} {d:%H:%M}", "minute"),
    _dated(lambda d, _: f"{d:%Y年%m月%d日}(周{WEEKDAYS[d.weekday()]}) {d:%H:%M:%S}"),
    _dated(lambda d, _: wide(f"{d:%Y-%m-%d}") + "　" + wide(f"{d:%H:%M:%S}")),
    _dated(lambda d, _: f"{d:%Y%m%d%H%M%S}"),
    _dated(lambda d, _: f"{d:%Y%m%d%H%M}", "minute"),
    _dated(lambda d, _: f"{d:%Y%m%d}", "day"),
    _dated(lambda d, _: f"{d:%Y%m%d %H:%M:%S}"),
    _dated(lambda d, _: f"{d:%d}/{SHORT[d.month - 1]}/{d:%y} {half(d)[0]:02}:{d:%M} {half(d)[1]}", "minute"),
    _dated(lambda d, _: f"{d.day}/{SHORT[d.month - 1]}/{d:%y} {half(d)[0]}:{d:%M} {half(d)[1]}", "minute"),
    _dated(lambda d, _: f"{d:%d}-{SHORT[d.month - 1]}-{d.year} {d:%H:%M:%S}"),
    _dated(lambda d, _: f"{SHORT[d.month - 1]} {d.day}, {d.year} {half(d)[0]}:{d:%M} {half(d)[1]}", "minute"),
    _dated(lambda d, _: f"{LONG[d.month - 1]} {d.day}, {d.year} at {half(d)[0]}:{d:%M:%S}\u202f{half(d)[1]}"),
    _dated(lambda d, _: f"{FULL_DAYS[d.weekday()]}, {d.day} {LONG[d.month - 1]} {d.year}", "day"),
    _dated(lambda d, _: f"{d:%d/%m/%Y %H:%M}", "minute"),
    _dated(lambda d, _: f"{d.day}/{d.month}/{d.year} {d.hour}:{d:%M:%S}"),
    _dated(lambda d, _: f"{d:%d.%m.%Y}", "day"),
    _fraction(lambda d, part: f"{d:%Y-%m-%d %H:%M:%S}.{part}"),
    _fraction(lambda d, part: f"{d:%Y-%m-%dT%H:%M:%S}.{part}Z", EAST),
    _fraction(lambda d, part: f"{d:%Y-%m-%dT%H:%M:%S}.{part}+08:00"),
    _offset(lambda d, sign, h, m: f"{d:%Y-%m-%dT%H:%M:%S}{sign}{h:02}:{m:02}"),
    _offset(lambda d, sign, h, m: f"{d:%Y-%m-%d %H:%M:%S} {sign}{h:02}{m:02}"),
    _offset(lambda d, sign, h, m: f"{d:%Y-%m-%dT%H:%M}{sign}{h:02}:{m:02}", "minute"),
    _offset(
        lambda d, sign, h, m: f"{DAYS[d.weekday()]}, {d:%d} {SHORT[d.month - 1]} {d:%Y %H:%M:%S} {sign}{h:02}{m:02}"
    ),
    _whole_offset(lambda d, east: f"{d:%Y-%m-%d %H:%M:%S} GMT{east}"),
    _whole_offset(lambda d, east: f"{d:%Y/%m/%d %H:%M:%S} (UTC{east})"),
    _short_year,
    _short_last,
    _serial,
    _epoch(1),
    _epoch(1000),
    _epoch(1, ".0"),
    _epoch(1000, ".00"),
    _next_midnight,
    _impossible,
    _impossible,
]


def _split(seconds: int) -> tuple[int, int, int]:
    return seconds // 3600, seconds % 3600 // 60, seconds % 60


def _lasting(write: Callable[[int, int, int], str], most: int = 86_400, sign: int = 1) -> Make:
    def make(draw: Random) -> Cell:
        seconds = draw.randrange(1, most)
        return write(*_split(seconds)), float(seconds * sign)

    return make


def _number(most: int, write: Callable[[int], str], shift: int = 0) -> Make:
    def make(draw: Random) -> Cell:
        number = draw.randrange(most)
        return write(number), float(Decimal(number).scaleb(-shift))

    return make


def _units(draw: Random) -> Cell:
    words = draw.choice(
        (
            ("天", "小时", "分钟", "秒"),
            ("天 ", "个小时 ", "分 ", "秒"),
            ("d", "h", "m", "s"),
            (" days, ", " hours, ", " minutes, ", " seconds"),
            ("d ", "hrs ", "min ", "sec"),
        )
    )
    sizes, counts = (86_400, 3600, 60, 1), [draw.randint(0, 60) for _ in range(4)]
    start = draw.randrange(4)
    stop = draw.randint(start, 3)
    pairs = [(counts[place], words[place]) for place in range(start, stop + 1)]
    text = "".join(f"{count}{word}" for count, word in pairs).rstrip(", ")
    sign = draw.choice(("", "", "", "-"))
    total = sum(counts[place] * sizes[place] for place in range(start, stop + 1))
    return sign + text, float(-total if sign else total)


def _decimal_unit(draw: Random) -> Cell:
    word, size = draw.choice(
        (("小时", 3600), ("h", 3600), ("分钟", 60), ("min", 60), ("秒", 1), ("s", 1), ("天", 86_400))
    )
    number = Decimal(draw.randrange(1, 1000)) / 10
    return f"{number}{draw.choice(('', ' '))}{word}", float(number * size)


def _milli_clock(draw: Random) -> Cell:
    seconds, milli = draw.randrange(86_400), draw.randrange(1000)
    h, m, s = _split(seconds)
    return f"{h:02}:{m:02}:{s:02}.{milli:03}", float(Decimal(seconds) + Decimal(milli) / 1000)


def _excel_clock(draw: Random) -> Cell:
    day, seconds = draw.choice((0, 0, 0, 1, 2)), draw.randrange(86_400)
    h, m, s = _split(seconds)
    date = f"1900-01-{day:02}" if day else draw.choice(("1899-12-31", "1899-12-30"))
    return f"{date} {h:02}:{m:02}:{s:02}", float(seconds + day * 86_400)


def _no_duration(draw: Random) -> Cell:
    n = draw.randint(1, 60)
    words = (
        "",
        "-",
        "--",
        "soon",
        "未评价",
        "25:61",
        "00:60:00",
        "1:2:3:4",
        ":30",
        f"{n}x",
        f"{n}分前",
        f"约{n}分钟",
        "P",
        "PT",
    )
    return draw.choice(
        (*words, f"{n}秒{n}分", f"{n}m {n}m", f"{n}:{n % 60:02}:75", "1e300", f"{n},5", "h", "nan", "inf")
    ), None


DURATIONS: list[Make] = [
    _lasting(lambda h, m, s: str(h * 3600 + m * 60 + s)),
    _lasting(lambda h, m, s: f"{h * 3600 + m * 60 + s}.0"),
    _lasting(lambda h, m, s: f"{h:02}:{m:02}:{s:02}"),
    _lasting(lambda h, m, s: f"{h}:{m:02}:{s:02}", 900_000),
    _lasting(lambda h, m, s: f"{h * 60 + m}:{s:02}", 20_000),
    _lasting(lambda h, m, s: f"{h}小时{m}分{s}秒"),
    _lasting(lambda h, m, s: f"{h * 60 + m}\u2032{s}\u2033", 20_000),
    _lasting(lambda h, m, s: f"{h * 60 + m}'{s:02}\"", 20_000),
    _lasting(lambda h, m, s: f"PT{h}H{m}M{s}S"),
    _lasting(lambda h, m, s: f"P{h // 24}DT{h % 24}H{m}M{s}S", 900_000),
    _lasting(lambda h, m, s: wide(f"{h:02}:{m:02}:{s:02}")),
    _lasting(lambda h, m, s: f"{h * 3600 + m * 60 + s:,}秒".replace(",", "")),
    _lasting(lambda h, m, s: f"-{h:02}:{m:02}:{s:02}", sign=-1),
    _lasting(lambda h, m, s: f"\u2212{h}h {m}m {s}s", sign=-1),
    _number(99_999, lambda n: f"{n}毫秒", shift=3),
    _number(9_999_999, lambda n: f"{n:,}"),
    _units,
    _units,
    _decimal_unit,
    _milli_clock,
    _excel_clock,
    _no_duration,
]


def _priced(write: Callable[[Decimal], str], places: int = 2, zeros: int = 0, sign: int = 1) -> Make:
    def make(draw: Random) -> Cell:
        amount = Decimal(draw.randrange(1, 10 ** draw.randint(3, 8))) / 10**places
        return write(amount), float(round(amount * 10**zeros * sign, 4))

    return make


def _no_money(draw: Random) -> Cell:
    n = draw.randint(1, 999)
    words = (
        "",
        "-",
        "--",
        "免费",
        "free",
        f"${n}",
        f"USD {n}",
        f"€{n}",
        f"{n} 234,50",
        f"1,{n % 10}",
        f"12,34,{n}",
        f"(-{n})",
    )
    more = (
        f"({n}",
        f"{n})",
        f"--{n}",
        f"-¥-{n}",
        f"{n}元{n}角",
        "¥",
        "元",
        f"{n}%",
        "1e300",
        "nan",
        "inf",
        f"{n}-{n + 1}",
    )
    return draw.choice(words + more), None


MONEY: list[Make] = [
    _priced(str),
    _priced(lambda a: f"{a:,}"),
    _priced(lambda a: f"¥{a:,}"),
    _priced(lambda a: f"¥{a}"),
    _priced(lambda a: f"￥ {a}"),
    _priced(lambda a: f"{a}元"),
    _priced(lambda a: f"{a:,} 元"),
    _priced(lambda a: f"{a}块"),
    _priced(lambda a: f"RMB {a}"),
    _priced(lambda a: f"CNY{a:,}"),
    _priced(lambda a: f"{a} CNY"),
    _priced(lambda a: f"CN¥{a}"),
    _priced(lambda a: f"人民币{a}元"),
    _priced(lambda a: wide(f"{a:,}")),
    _priced(lambda a: f" +{a}"),
    _priced(lambda a: f"{a:f}万", 4, 4),
    _priced(lambda a: f"{a}万元", 3, 4),
    _priced(lambda a: f"¥{a}w", 3, 4),
    _priced(lambda a: f"{a}千", 3, 3),
    _priced(lambda a: f"{a}k", 2, 3),
    _priced(lambda a: f"{a:f}亿", 7, 8),
    _priced(lambda a: f"({a:,})", sign=-1),
    _priced(lambda a: f"（¥{a}）", sign=-1),
    _priced(lambda a: f"-{a}", sign=-1),
    _priced(lambda a: f"\u2212¥{a:,}", sign=-1),
    _priced(lambda a: f"￥-{a}", sign=-1),
    _priced(lambda a: f"-{a}元", sign=-1),
    _no_money,
    _no_money,
]


def _share(sign: str, zeros: int, minus: str = "") -> Make:
    def make(draw: Random) -> Cell:
        places = draw.randint(0, 4)
        share = Decimal(draw.randrange(10 ** (places + 2))).scaleb(-places)
        return f"{minus}{share:f}{sign}", float(share.scaleb(-zeros) * (-1 if minus else 1))

    return make


def _no_number(draw: Random) -> Cell:
    n = draw.randint(1, 99)
    return draw.choice(
        ("", "-", "x", f"{n}%%", f"%{n}", f"{n}/{n}", f"{n} {n}", "1,2", f"{n}a", "#DIV/0!", "nan", "∞")
    ), None


SHARES: list[Make] = [
    _share("%", 2),
    _share(" %", 2),
    _share("％", 2),
    _share("‰", 3),
    _share("%", 2, "-"),
    _number(10_000, str),
    _number(10_000_000, lambda n: f"{n:,}"),
    *(_number(10_000, lambda n, unit=unit: f"{n}{unit}") for unit in "次条个件轮单人"),  # type: ignore[misc]
    _number(10_000, lambda n: wide(str(n))),
    _no_number,
]

SAID = {
    5: ("非常满意", "很满意", "好评", "五星", "Very satisfied", "VERY SATISFIED"),
    4: ("满意", "比较满意", "四星", "Satisfied"),
    3: ("一般", "中评", "三星", "Neutral"),
    2: ("不满意", "不太满意", "二星", "Dissatisfied"),
    1: ("非常不满意", "差评", "一星", "very dissatisfied"),
}


def _point(write: Callable[[int, Random], str]) -> Make:
    def make(draw: Random) -> Cell:
        point = draw.randint(1, 5)
        return write(point, draw), float(point)

    return make


def _no_rating(draw: Random) -> Cell:
    point = draw.randint(1, 5)
    words = (
        "",
        "-",
        "未评价",
        "暂无评价",
        "六",
        "满意吗",
        "☆☆☆☆☆",
        "★☆★",
        f"{point + 5}/5",
        f"{6 - point if point != 3 else 5}-一般",
        "ok",
    )
    return draw.choice(words), None


RATINGS: list[Make] = [
    _point(lambda p, _: str(p)),
    _point(lambda p, _: f"{p}.0"),
    _point(lambda p, _: f"{p}分"),
    _point(lambda p, _: f"{p}星"),
    _point(lambda p, _: f"{p} stars"),
    _point(lambda p, _: f"{p}/5"),
    _point(lambda p, _: f"{p}分/5分"),
    _point(lambda p, _: "★" * p + "☆" * (5 - p)),
    _point(lambda p, _: "⭐" * p),
    _point(lambda p, _: "⭐\ufe0f" * p),
    _point(lambda p, _: wide(str(p)) + "分"),
    _point(lambda p, draw: draw.choice(SAID[p])),
    _point(lambda p, draw: f" {draw.choice(SAID[p])} "),
    _point(lambda p, draw: f"{p}-{SAID[p][0]}"),
    _point(lambda p, draw: f"{SAID[p][0]}({p}分)"),
    _point(lambda p, draw: f"{SAID[p][0]}（{p}）"),
    _no_rating,
]

YES = "是,有,Y,y,YES,Yes,true,True,TRUE,T,1,√,已解决,解决,已接通,接通,已接听,达标,对,\uff39,１,Solved,answered,Met"
NO = "否,无,N,n,NO,No,false,False,FALSE,F,0,×,未解决,没解决,未接通,未接听,不达标,不,\uff2e,\uff10,Unsolved,missed"
OPEN = (
    "新建,待处理,处理中,跟进中,重新打开,open,Open,NEW,In_Progress,\uff4fpen,to_do,In\u3000Progress,In Progress, open "
)
PENDING = "挂起,等待客户,待回复,pending,Pending,on_hold,HOLD,on-hold,On\u00a0Hold,Waiting on Customer,On Hold"
RESOLVED = "已解决,已完成,处理完成,resolved,Resolved,Solved,done,Fixed"
CLOSED = "已关闭,已完结,已结案,已取消,结束,closed,Closed,Cancelled"
NEITHER = ",-,maybe,未评价,2,是否,yes!,10,opened?,已x,哪儿"
ANSWERS = {True: YES, False: NO, None: NEITHER}
STATES = {"open": OPEN, "pending": PENDING, "resolved": RESOLVED, "closed": CLOSED, None: NEITHER}


def _words(value: object, words: str) -> Make:
    return lambda draw: (draw.choice(words.split(",")), value)


FLAGS = [_words(value, words) for value, words in ANSWERS.items()]
STATUSES = [_words(value, words) for value, words in STATES.items()]


def cells(forms: list[Make], size: int, seed: int) -> tuple[list[str], list[object]]:
    """So many cells of mixed forms, and what they say."""
    draw = Random(seed)
    made = [draw.choice(forms)(draw) for _ in range(size)]
    return [text for text, _ in made], [value for _, value in made]
