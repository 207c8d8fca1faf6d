"""Chinese customers who wrote more than once, for bench/dedupe.py: their tickets, and who wrote each.

    python bench/peers/people.py ROWS FOLDER [--seed N]

Writes people.csv (ticket_id, name, phone, address, text) and truth.csv (ticket_id, person). A person has one to five
tickets, each filled in anew with its own slips: phones mistyped, masked or left out, names with a character of like
sound or look or as 王先生, addresses shortened and written differently. Families share a phone and an address,
strangers share a name, and texts repeat: within a person, and, being everyday complaints, between people. The same seed
gives the same files. A million rows take seconds.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

TICKETS = (0.50, 0.25, 0.13, 0.08, 0.04)
"""Shares of people with one, two, ... tickets."""
FAMILY = 0.03
"""Share of people who live with the person before them, and give the same phone."""


def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
SURNAME_SOUND = "汪黎章留程阳皇照武舟许荪玛竹湖国和临搞洛正粮榭松糖徐寒逢等草朋增萧甜懂元盘余讲菜于度业成酥卫旅订仁审"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉秀文建国志海红春梅晓雪婷浩宇欣怡子涵梓轩思佳俊辉鹏飞"
GIVEN_SOUND = "韦方那闽净莉墙雷君阳永焰洁鹃淘名朝蓝侠萍钢贵应花钰绣纹健果智害宏椿玫小薛亭皓雨新宜紫含子宣斯嘉君晖朋非"
GIVEN_LOOK = "纬芬娴悔靖俪弹晶车样湧艶木绢铸朋起羊遐干网挂央毕王透父键固忐诲江舂悔哓雷停洁字掀冶孑函锌斩恩挂悛挥鹅乙"
PLACES = (
    ("浙江", "杭州", "余杭"), ("浙江", "杭州", "西湖"), ("浙江", "宁波", "鄞州"), ("广东", "深圳", "南山"),
    ("广东", "深圳", "宝安"), ("广东", "广州", "天河"), ("广东", "佛山", "禅城"), ("江苏", "苏州", "吴中"),
    ("江苏", "南京", "鼓楼"), ("江苏", "无锡", "滨湖"), ("四川", "成都", "武侯"), ("四川", "成都", "锦江"),
    ("湖北", "武汉", "洪山"), ("湖北", "武汉", "江汉"), ("湖南", "长沙", "岳麓"), ("福建", "厦门", "思明"),
    ("山东", "济南", "历下"), ("山东", "青岛", "市南"), ("河南", "郑州", "金水"), ("陕西", "西安", "雁塔"),
    ("安徽", "合肥", "蜀山"), ("辽宁", "沈阳", "和平"), ("辽宁", "大连", "中山"), ("河北", "石家庄", "长安"),
)  # fmt: skip
ROADS = words(
    "文一西路 解放路 人民路 中山路 建设路 和平路 新华路 科技园路 天府大道 珞喻路 星湖街 学府路 滨江路 长江路 黄河路 "
    "朝阳路 光明街 友谊路 胜利街 公园路 湖滨路 迎宾大道 青年路 工业南路 望江路 花园街 凤凰路 龙湖大道 春风路 体育西路"
)
ESTATES = words(
    "阳光 翠苑 金色家园 锦绣 万科城 碧桂园 绿城 幸福里 保利 龙湖 丽景 紫金 东湖 香樟 和谐 世纪 名都 水岸 梧桐 桃源 "
    "银河 海棠 清华 学府 御景 华润 恒大 天鹅 枫林 柏悦 玫瑰 国际 星河 云栖 江南 融创 书香 四季 雅居 中海"
)
GOODS = words("空气炸锅 破壁机 扫地机 电热水壶 吸尘器 充电宝 保温杯 蓝牙耳机 人体工学椅 净水器 除湿机 电动牙刷")
COMPLAINTS = (
    ("我买的", "怎么还没发货，都过去好几天了"), ("", "的物流好几天没有更新了，麻烦催一下快递"),
    ("快递显示已签收但我没有收到", "，放在哪个驿站了"), ("包裹破损了，", "外包装都烂了，请处理"),
    ("可以帮我改一下收货地址吗，", "还没发货"), ("申请退款三天了还没到账，", "什么时候能退"),
    ("我要退货，", "不想要了怎么操作"), ("退货运费谁承担，", "才用了一次"), ("", "用了两天就坏了，不通电，要求换新"),
    ("收到的", "有划痕，像是二手的"), ("", "噪音特别大还有异味，怎么处理"), ("这个", "漏水，厨房地板都泡了"),
    ("麻烦开一下", "的发票，抬头发到邮箱"), ("电子发票一直下载不了，", "是上个月买的"),
    ("满减优惠券为什么用不了，", "已经加购了"), ("直播间说好的赠品没有发，", "收到了赠品没有"),
    ("", "怎么安装，说明书看不懂"), ("", "连不上手机，试了好多次都失败"), ("刚买三天就降价了，", "申请价保"),
    ("客服态度太差了，问", "的问题爱理不理，我要投诉"), ("请问", "保修多久，支持七天无理由吗"),
    ("", "适合送老人用吗，重不重"),
)  # fmt: skip
OPENINGS = ("", "", "", "亲，在吗？", "你好，", "您好！", "急急急！", "请问一下，", "麻烦了，")
ENDINGS = ("", "", "", "，谢谢", "！！！", "，太失望了", "，再不处理我就投诉", "，辛苦了", "😡")


class Dice:
    """Random columns of one length, as expressions' inputs."""

    def __init__(self, seed: int | np.random.Generator, n: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.n = n

    def one_of(self, words: Sequence[str], shares: Sequence[float] | None = None) -> pl.Series:
        """Words by their shares, else all alike."""
        if shares is None:
            at = self.rng.integers(0, len(words), self.n)
        else:
            at = np.searchsorted(np.cumsum(shares)[:-1], self.rng.random(self.n), side="right")
        return pl.Series(words, dtype=pl.String).gather(at)

    def common(self, size: int, steep: float) -> np.ndarray:
        """Places in a list, the first ones the most common, as names are."""
        return np.minimum((size * self.rng.random(self.n) ** steep).astype(np.int64), size - 1)

    def number(self, low: int, high: int) -> pl.Series:
        """Whole numbers from low to high."""
        return pl.Series(self.rng.integers(low, high + 1, self.n))

    def chance(self, share: float) -> pl.Series:
        """True for so many."""
        return pl.Series(self.rng.random(self.n) < share)


def people(n: int, seed: int) -> pl.DataFrame:
    """A row a person: who they are, where they live, what they bought."""
    dice = Dice(seed, n)
    place, given = dice.number(0, len(PLACES) - 1), dice.common(len(GIVEN), 1.5)
    frame = pl.DataFrame(
        {
            "surname": dice.common(len(SURNAMES), 1.7),
            "first": given,
            "second": pl.Series(dice.common(len(GIVEN), 1.5)).set(dice.chance(0.25), None),
            "title": dice.one_of(("先生", "女士")),
            "phone": dice.one_of(words("13 15 17 18 19")) + dice.number(0, 10**9 - 1).cast(pl.String).str.zfill(9),
            **{part: pl.Series([one[k] for one in PLACES]).gather(place) for k, part in enumerate(("省", "市", "区"))},
            "road": dice.one_of(ROADS) + dice.number(1, 999).cast(pl.String) + "号",
            "estate": dice.one_of(ESTATES),
            "building": dice.number(1, 28).cast(pl.String),
            "unit": dice.number(1, 4).cast(pl.String),
            "floor": dice.number(1, 30).cast(pl.String),
            "door": dice.number(1, 4).cast(pl.String),
            "goods": dice.one_of(GOODS),
        }
    )
    return at_home(frame, dice)


def at_home(frame: pl.DataFrame, dice: Dice) -> pl.DataFrame:
    """Families: phone and address of the person before, and for most the surname too."""
    family, same_name = dice.chance(FAMILY), dice.chance(0.6)
    home = ("phone", "省", "市", "区", "road", "estate", "building", "unit", "floor", "door")
    return frame.with_columns(
        *(pl.when(family).then(pl.col(name).shift(1)).otherwise(name).fill_null(pl.col(name)) for name in home),
        surname=pl.when(family & same_name).then(pl.col("surname").shift(1)).otherwise("surname").fill_null(0),
    )


def names(frame: pl.DataFrame, dice: Dice) -> pl.Series:
    """The name as filled in: right for most, else a wrong character, a form of address, or none."""
    slip = dice.one_of(("", "sound", "look", "title", "none"), (0.79, 0.05, 0.03, 0.08, 0.05))
    where = dice.one_of(("surname", "first", "second"), (0.1, 0.4, 0.5))
    where = where.set((where == "second") & frame["second"].is_null(), "first")

    def written(part: str, right: str, sound: str, look: str) -> pl.Expr:
        wrong = pl.when(slip == "look").then(chars(frame[part], look)).otherwise(chars(frame[part], sound))
        return pl.when((where == part) & slip.is_in(["sound", "look"])).then(wrong).otherwise(chars(frame[part], right))

    surname = written("surname", SURNAMES, SURNAME_SOUND, SURNAME_SOUND)
    full = pl.concat_str(
        surname, *(written(part, GIVEN, GIVEN_SOUND, GIVEN_LOOK) for part in ("first", "second")), ignore_nulls=True
    )
    return frame.select(
        name=pl.when(slip == "title").then(surname + pl.col("title")).when(slip != "none").then(full)
    ).to_series()


def chars(places: pl.Series, text: str) -> pl.Series:
    """The characters at these places."""
    return pl.Series(list(text)).gather(places)


def phones(frame: pl.DataFrame, dice: Dice) -> pl.Series:
    """The phone as filled in."""
    forms = ("", "typo", "swap", "none", "masked", "+86", "dashes")
    form = dice.one_of(forms, (0.73, 0.04, 0.02, 0.08, 0.05, 0.04, 0.04))
    phone, at, digit = pl.col("phone"), dice.number(3, 9), dice.number(0, 9).cast(pl.String)
    head, tail = phone.str.slice(0, at), phone.str.slice(at + 2)
    one, other = phone.str.slice(at, 1), phone.str.slice(at + 1, 1)
    middle = phone.str.slice(3, 4)
    return frame.select(
        pl.when(form == "").then(phone)
        .when(form == "typo").then(head + digit + other + tail)
        .when(form == "swap").then(head + other + one + tail)
        .when(form == "masked").then(phone.str.head(3) + pl.lit("****") + phone.str.tail(4))
        .when(form == "+86").then(pl.lit("+86 ") + phone)
        .when(form == "dashes").then(phone.str.head(3) + pl.lit("-") + middle + pl.lit("-") + phone.str.tail(4))
    ).to_series()  # fmt: skip


def places(dice: Dice) -> pl.Expr:
    """Province, city and district: in full, without the province, without their last words, the district only."""
    form = dice.one_of(("full", "city", "short", "district"), (0.5, 0.25, 0.15, 0.1))
    province, city, district = pl.col("省"), pl.col("市"), pl.col("区")
    return (
        pl.when(form == "full").then(province + pl.lit("省") + city + pl.lit("市") + district + pl.lit("区"))
        .when(form == "city").then(city + pl.lit("市") + district + pl.lit("区"))
        .when(form == "short").then(province + city + district)
        .otherwise(district + pl.lit("区"))
    )  # fmt: skip


def rooms(dice: Dice) -> pl.Expr:
    """Building, unit, floor and door, as people write them; some leave the floor and the door out."""
    form = dice.one_of(("栋", "幢", "号楼", "-", "层", "none"), (0.4, 0.15, 0.15, 0.12, 0.08, 0.1))
    building, unit, floor = pl.col("building"), pl.col("unit"), pl.col("floor")
    room = floor + pl.lit("0") + pl.col("door")
    flat = unit + pl.lit("单元") + room + pl.Series(dice.one_of(("室", ""), (0.7, 0.3)))
    return (
        pl.when(form == "-").then(building + pl.lit("-") + unit + pl.lit("-") + room)
        .when(form == "层").then(building + pl.lit("栋") + floor + pl.lit("层") + room)
        .when(form == "none").then(building + pl.lit("栋"))
        .otherwise(building + form + flat)
    )  # fmt: skip


def addresses(frame: pl.DataFrame, dice: Dice) -> pl.Series:
    """The address as filled in: its parts in some form, a character wrong or lost, or nothing."""
    road = pl.when(dice.chance(0.85)).then("road").otherwise(pl.lit(""))
    estate = pl.col("estate") + dice.one_of(("小区", "花园", ""), (0.75, 0.02, 0.23))
    slip = dice.one_of(("", "lost", "wrong", "none"), (0.84, 0.04, 0.05, 0.07))
    whole = frame.select(whole=places(dice) + road + estate + rooms(dice)).to_series()
    at = (pl.Series(dice.rng.random(dice.n)) * whole.str.len_chars()).cast(pl.Int64)
    lost = whole.str.slice(0, at) + whole.str.slice(at + 1)
    wrong = whole.str.slice(0, at) + dice.one_of(list("路市大小文中东西0123")) + whole.str.slice(at + 1)
    return frame.select(
        pl.when(slip == "").then(whole).when(slip == "lost").then(lost).when(slip == "wrong").then(wrong)
    ).to_series()


def texts(frame: pl.DataFrame, dice: Dice) -> pl.Series:
    """What was asked: of the goods bought or others, a fifth of it the ticket before said again."""
    goods = dice.one_of(GOODS).set(dice.chance(0.6), None)
    which = dice.number(0, len(COMPLAINTS) - 1)
    before, after = (pl.Series([one[k] for one in COMPLAINTS]).gather(which) for k in (0, 1))
    said = frame.select(said=before + pl.coalesce(goods, "goods") + after).to_series()
    again = dice.chance(0.2) & (frame["person"] == frame["person"].shift(1)).fill_null(False)
    said = pl.select(pl.when(again).then(said.shift(1)).otherwise(said)).to_series()
    return dice.one_of(OPENINGS) + said + dice.one_of(ENDINGS)


def tickets(rows: int, seed: int) -> pl.DataFrame:
    """ticket_id, name, phone, address, text and person, in no order."""
    dice = Dice(seed, rows)
    counts = 1 + np.searchsorted(np.cumsum(TICKETS)[:-1], dice.rng.random(rows), side="right")
    person = pl.Series("person", np.repeat(np.arange(rows), counts)[:rows])
    whole = people(int(person[-1]) + 1, seed + 1)
    frame = whole.select(pl.all().gather(person)).with_columns(person)
    filled = pl.DataFrame(
        {
            "name": names(frame, dice),
            "phone": phones(frame, dice),
            "address": addresses(frame, dice),
            "text": texts(frame, dice),
            "person": person,
        }
    )
    number = pl.int_range(1, rows + 1).cast(pl.String).str.zfill(8)
    return filled.select(pl.all().gather(dice.rng.permutation(rows))).select(
        pl.concat_str(pl.lit("T"), number).alias("ticket_id"), pl.all()
    )


def make(rows: int, folder: Path, seed: int = 7) -> tuple[Path, Path]:
    """people.csv and truth.csv, in `folder`."""
    made, truth = folder / "people.csv", folder / "truth.csv"
    frame = tickets(rows, seed)
    frame.drop("person").write_csv(made)
    frame.select("ticket_id", "person").write_csv(truth)
    return made, truth


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Tickets of customers who wrote more than once.")
    parser.add_argument("rows", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    make(given.rows, given.folder, given.seed)
