"""The sentiment lexicon: words of our own with their polarity, and what before a word turns or weighs it.

No word here was taken from a corpus or from another lexicon. Weights are relative; the kernel makes them -1..1.
"""

from __future__ import annotations

from itertools import product

from cstools.model.lexicon_words import BAD, GOOD, MILD_BAD, MILD_GOOD, NEUTRAL, VERY_BAD, VERY_GOOD

POSITIVE = VERY_GOOD + GOOD + MILD_GOOD
NEGATIVE = VERY_BAD + BAD + MILD_BAD
GROUPS = ((GOOD, 1.0), (VERY_GOOD, 1.6), (MILD_GOOD, 0.5), (BAD, -1.1), (VERY_BAD, -1.9), (MILD_BAD, -0.4))
"""What the words of a group weigh by default: complaints are told with fewer words than praise."""
WEIGHTS = {
    "还行": 0.6, "还可以": 0.6, "便宜": 0.8, "支持": 0.5, "感谢": 0.5, "依然": 0.3, "正品": 0.6, "香": 0.8, "值": 0.8,
    "一般": -0.9, "怀疑": -0.8, "呵呵": -0.8, "硬": -0.8, "漏": -0.8, "冷": -0.7, "少": -0.7, "干巴": -0.8,
    "退款": -0.1, "退货": -0.1, "取消": -0.1, "取消订单": -0.1,
}  # fmt: skip
NOT = """
不 没 没有 不太 不是很 不怎么 并不 不够 不算 不是 未 无 别 不会 不能 不再 从不 毫无 缺乏 不那么 谈不上 算不上 难以
不是太 不太会 没那么 没有那么 没啥 没什么 不大 不很 不是特别 并没有 从没 没觉得 不觉得 感觉不 一点不 一点都不 一点也不
一点儿也不 都不 也不 不咋 不甚 没有很 没有多 不敢说 称不上 没多 不见得 不一定 没有出现 没出现 没有发现 没发现 没有任何
没任何 没有一个 没一个 没有一点 没有一丝 没有丝毫 从来没 从来没有 从未 毫不 并无 毫无 不存在 不觉得 没感到 没感觉
没有感觉 没让 没有让 不会让 没让我 没有让我 没让人 不会觉得 不至于 不怎么会 不比 没想象中 没有想象中 没想象的
没有想象的那么 没有以前 没以前 没有之前 没有上次
"""
NOT_BEFORE = "不 不是 没 没有 不会"
"""Denials that may stand before a word of DEGREES: 不是特别好."""
DEGREES = {
    "很": 1.3, "非常": 1.6, "太": 1.4, "超": 1.5, "超级": 1.6, "特别": 1.5, "极其": 1.8, "十分": 1.5, "最": 1.5,
    "真": 1.3, "真的": 1.3, "挺": 1.1, "蛮": 1.1, "比较": 0.9, "有点": 0.8, "有些": 0.8, "稍微": 0.6, "相当": 1.4,
    "实在": 1.4, "巨": 1.5, "好": 1.2, "真是": 1.3, "真心": 1.4, "实在太": 1.6, "这么": 1.2, "那么": 1.2, "超超": 1.7,
    "贼": 1.5, "灰常": 1.6, "老": 1.2, "真的很": 1.5, "真的太": 1.6, "确实": 1.1, "有点儿": 0.8, "略": 0.7, "略微": 0.7,
    "还算": 0.7, "尤其": 1.4, "极": 1.6, "忒": 1.4, "不是一般的": 1.6, "不要太": 1.5, "别提多": 1.6, "无比": 1.6,
    "格外": 1.4, "尤为": 1.4, "颇": 1.2, "颇为": 1.2, "异常": 1.5, "绝对": 1.4, "简直": 1.4, "简直太": 1.6,
    "实在是": 1.4, "真的是": 1.4, "的确": 1.1, "都很": 1.3, "也很": 1.2, "也非常": 1.5, "也挺": 1.1, "更": 1.2,
    "更加": 1.3, "满": 1.2, "还是很": 1.2, "还是挺": 1.1, "那叫一个": 1.6, "倍儿": 1.4, "相对": 0.8,
}  # fmt: skip
FLIP_GOOD, FLIP_BAD = -1.3, -0.7
"""A denied good word is clearly bad (不好吃); a denied bad one only weakly good (不贵)."""
SPELLINGS = {
    "木有": "没有", "米有": "没有", "肿么": "怎么", "神马": "什么", "灰常": "非常", "块递": "快递", "快第": "快递",
    "快弟": "快递", "物流流": "物流",
    "法货": "发货", "发漂": "发票", "发飘": "发票", "定单": "订单", "订但": "订单",
    "退宽": "退款", "退欵": "退款", "退歀": "退款",
    "客福": "客服", "卖佳": "卖家",
    "帐号": "账号", "登陆": "登录", "優惠": "优惠", "優惠卷": "优惠券", "优惠卷": "优惠券", "满意渡": "满意度",
    "货到了么": "货到了吗", "签受": "签收",
    "收获地址": "收货地址", "沒": "没", "還": "还", "發貨": "发货", "貨": "货", "質量": "质量", "質": "质", "換":
    "换", "壞": "坏", "單": "单", "郵": "邮",
    "麼": "么", "嗎": "吗", "問": "问", "題": "题", "錢": "钱", "賬": "账", "開": "开", "發票": "发票", "物流單":
    "物流单", "態度": "态度", "辦": "办",
}  # fmt: skip
"""Spellings folded before anything is looked for: net slang, slips of the pinyin keyboard, common traditional
characters."""
DENIALS = """
不是 没有 没 无 不会 并非 未 不 免 非 没啥 没什么 没发现 没出现 没有任何 并没有 不存在 没有发现 没有出现 没见 也没有
都没有 毫无 从未 别 不要 不怕 不担心 没有什么 不容易 没有明显 绝不是 不算 不太 并不
没闻到 闻不到 没有闻到 没有一点 没一点 没有半点 没半点 丝毫没有 一点都没有 一点没有 不需要 不用
不打算 没打算 不是要 不是来 不至于 不用给我 不用再
"""
"""What stands right before a phrase and denies it: 没有异味."""
QUESTIONS = """
有没有 是不是 会不会 是否 会否 能不能 容不容易 有无 要不要 会 容易 怕 担心 就怕 是否会 是不是会 会不会有 不会有 不会是
会有 会是 不会 特别 区别 分别 个别 级别 性别 识别 辨别 告别 差别 除非 是非 难免 要不 差不
"""
"""What stands right before a phrase and makes it a question; ENDINGS decide where the word alone does not. The last
line says nothing: longer words that end like one of DENIALS (特别实惠 denies no 实惠)."""
CERTAIN_QUESTIONS = """
有没有 是不是 会不会 是否 会否 能不能 容不容易 有无 是否会 是不是会 会不会有 怕 担心 就怕
如果 要是 假如 万一 若是 倘若 如果有 如果是 如果会 如果出现 如果还 如果又 如果不小心 如果真的
如果真是 要是有 要是是 要是会 要是出现 要是还 要是又 要是不小心 要是真的 要是真是 假如有 假如是 假如会
假如出现 假如还 假如又 假如不小心 假如真的 假如真是 万一有 万一是 万一会 万一出现 万一还 万一又
万一不小心 万一真的 万一真是 若是有 若是是 若是会 若是出现 若是还 若是又 若是不小心 若是真的 若是真是
倘若有 倘若是 倘若会 倘若出现 倘若还 倘若又 倘若不小心 倘若真的 倘若真是 担心会 担心有 担心出现 怕会
怕有 怕出现 就怕会 就怕有 就怕出现 担心是
"""
"""Of these, and of what supposes or fears: 如果坏了, 担心会冒烟. Between them and the phrase nothing may stand."""
ENDINGS = "吗 么 嘛 不会吧 ？ ? 吗？ 呢？"


ASKED = "会不会 有没有 是不是 能不能 好不好 行不行 可不可以 要不要"
"""Before a word of the lexicon these only ask: 会不会掉色 is neither good nor bad."""


AFTER = {
    "都没": -0.8, "也没": -0.8, "全无": -0.8, "没了": -0.8, "少了": -0.8, "明显少": -0.8, "减少": -0.8, "消失": -0.8,
    "不见了": -0.8, "很少": -0.6, "也很少": -0.6, "不大": -0.8, "也不大": -0.8, "不多": -0.6, "不高": -0.8,
    "也不高": -0.8, "不重": -0.8, "不严重": -0.6, "不明显": -0.6, "不存在": -0.8, "好多了": -0.8, "没有了": -0.8,
    "谈不上": -1.0, "算不上": -1.0, "还不够": -1.0, "才怪": -1.0, "个屁": -1.0, "个鬼": -1.0, "吗": 0.0, "不？": 0.0,
    "么？": 0.0, "怎么样": 0.0, "不好说": 0.0,
}  # fmt: skip
"""What right after a word of the lexicon turns it or takes its weight away: 线头都没有, 噪音不大, 好吃吗.

Three characters at most: 少了很多 is 少了."""
BUT = """
但 但是 不过 可是 然而 只是 只不过 就是有点 就是太 就是不 就是没 美中不足 唯一 缺点 不足之处 可惜 总的来说 总体 总之
整体 综合
"""
"""After the last of these stands what the customer comes to say, and it weighs AFTER_BUT times as much."""
AFTER_BUT = 1.3

MEASURED = (
    # what is good to have much of, and what is not
    ("房间 空间 床 屏幕 容量 个头 力度 面积 客房 浴室 卫生间 窗户 分量 份量 块 颗", "大 宽", "小 窄", 1.0),
    ("性价比 分辨率 像素 配置 质量 品质 效率 舒适度 清晰度 档次 颜值 还原度 纯度 亮度 灵敏度", "高 好", "低 差", 1.0),
    (
        "噪音 噪声 异味 气味 色差 声响 动静 油烟 风险 差距 区别 误差 酒精味 药味 胶味 塑料味",
        "大 重 浓 明显",
        "小 轻 淡",
        -1.0,
    ),
    ("价格 价位 房价 价钱 油耗 收费 门槛 成本", "高 贵", "低", -1.0),
    ("续航 待机 保质期 寿命", "长 久", "短", 1.0),
    ("掉电 耗电 没电 掉色 坏得 坏的 凉得 磨损 降价 掉价 干得 化得 脏得", "快", "慢", -1.0),
)
"""Nouns, what is said of them that points one way and the other, and the sign of the first."""
HOW = " 很 太 也 挺 特别 非常 比较 有点 不"

LACKS = "没有 没 缺乏 缺少"
LACKING = """
电梯 空调 暖气 牙刷 拖鞋 吹风机 网络 wifi 冰箱 浴缸 热水壶 早餐 停车场 停车位 餐厅 阳台 信号 说明书 发票 包装盒 配件
保修卡 吊牌 餐具 筷子 勺子 餐巾纸 纸巾 米饭 蔬菜 青菜 弹性 质感 光泽 诚意 诚信 耐心 礼貌 责任心 特色 新意 内涵 深度 逻辑
重点 意义 价值 优势 卖点 性价比 美感 档次 手感 口感 食欲 胃口 动力 安全感 隐私 效率 素质 良心 服务意识 售后 保障 服务
"""
"""What is missed where it is not there; the lack of what is bad (异味) needs no word of its own."""
LACK = -0.8


def measured() -> dict[str, float]:
    """Nouns with their measure, and what is missed: 房间大 is good, 价格高 and 没有电梯 are not.

    >>> measured()["房间很小"] < 0 < measured()["油耗低"]
    True
    """
    table = {lack + noun: LACK for lack, noun in product(LACKS.split(), LACKING.split())}
    for nouns, more, less, sign in MEASURED:
        ways = [(word, sign) for word in more.split()] + [(word, -sign) for word in less.split()]
        for noun, how, (said, way) in product(nouns.split(), HOW.split(" "), ways):
            good = (way > 0) != how.startswith("不")
            table[noun + how + said] = 1.0 if good else -1.2
    return table


def words() -> dict[str, float]:
    """Every word with its weight; 0 hides the words within it (快递 is not 快).

    >>> words()["不错"], words()["快递"]
    (1.0, 0.0)
    """
    table = dict.fromkeys(BUT.split(), 0.0) | measured()
    for group, weight in GROUPS:
        table.update(dict.fromkeys(group.split(), weight))
    table.update(WEIGHTS)
    table.update(dict.fromkeys(NEUTRAL.split(), 0.0))
    return table
