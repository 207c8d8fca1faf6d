"""Words that say nothing of what a text is about, written for this package: no list was copied, no corpus counted.

Words that name a problem stay out of it, however often they are said: 退款, 没有, 不能, 客服 are what is looked for.
"""

from __future__ import annotations

_CHINESE = """
我们 你们 他们 她们 它们 咱们 人家 大家 自己 别人 本人 您们 这个 那个 这些 那些 这样 那样 这么 那么 这里 那里 这边
那边 这儿 那儿 这种 那种 这次 那次 这是 那是 哪个 哪些 哪里 哪儿 哪种 什么 怎么 怎样 怎么样 怎么办 如何 为何 为什么
多少 几个 谁的 是否 是不是 有没有 能不能 会不会 可不可以 要不要 可以 可能 能够 应该 应当 必须 需要 想要 愿意 不要 不用
不是 不会 不了 就是 也是 都是 还是 只是 总是 老是 真是 算是 正是 而是 便是 像是 说是 但是 可是 不过 然而 而且 并且
以及 或者 或是 还有 另外 此外 因为 所以 因此 于是 由于 既然 如果 要是 假如 假设 除非 只要 只有 无论 不管 尽管 虽然
虽说 即使 就算 哪怕 然后 接着 后来 之后 以后 之前 以前 当时 那时 此时 其实 其中 其他 其它 其余 另一 各种 各个 每个
每次 任何 所有 全部 一些 有些 有的 某个 某些 许多 很多 好多 不少 一个 一下 一直 一定 一样 一般 一起 一点 一种 一次
一会 一会儿 一边 一旦 一切 有点 有点儿 一点儿 两个 几次 几天 非常 特别 十分 比较 相当 更加 越来越 最好 太过 真的 确实
的确 实在 简直 几乎 差不多 大概 大约 也许 或许 似乎 好像 仿佛 当然 果然 居然 竟然 究竟 到底 毕竟 反正 已经 曾经 正在
刚才 刚刚 马上 立刻 立即 目前 现在 今天 昨天 前天 明天 后天 今年 去年 最近 近期 今后 时候 时间 期间 同时 首先 其次
最后 最终 终于 才能 才是 就要 还要 还会 还能 还没 也不 也没 也有 都有 都没 没什么 的话 来说 来讲 而言 关于 对于 至于
根据 按照 通过 经过 随着 除了 包括 以为 认为 觉得 感觉 知道 看到 看看 听说 想想 说说 试试 告诉 希望 请问 麻烦 谢谢
感谢 您好 你好 哈喽 在吗 在不在 亲亲 亲爱 好的 行吧 算了 对吧 是吧 是的 对的 嗯嗯 哦哦 哈哈 哈哈哈 呵呵 嘻嘻 好吧 好了
好吗 可以吗 行不行 怎么回事 这么多 那么多 多么 多久 这时 上面 下面 里面 外面 前面 后面 旁边 起来 出来 进来 过来 过去
下来 下去 上去 回来 出去 开始 继续 进行 成为 作为 使得 以上 以下 左右 之间 之内 之外 事情 东西 方面 情况 样子 某种
本来 原来 原本 从来 向来 随便 尽量 尽快 赶紧 赶快 快点 再次 又是 再说 反而 甚至 甚至于 不仅 不但 不只 不然 否则 何况
况且 倒是 不知 不知道 只能 只会 而已 罢了 之类 等等 什么样 没事 有人 有时 有时候 平时 随时 及其 与其 正好 刚好 恰好
尤其 特意 专门 所谓 相关 有关
"""
_ENGLISH = """
an the this that these those it its he him his she her hers we us our ours you your yours they them their theirs my mine
me who whom whose which what when where why how and or but nor so yet if then else than because while until although
though since unless as at by for from in into of off on onto out over to up with within without about after again
before between during through under above below is am are was were be been being do does did doing done has have had
having can could may might must shall should will would not no yes only just also too very more most much many some any
all each every both few other another such own same there here now ever never still already even please thank thanks
hello hi hey dear ok okay im ive id ill dont doesnt didnt cant couldnt wont wouldnt isnt arent wasnt werent havent hasnt
nbsp amp http https www com cn ll ve re
"""
STOPWORDS: frozenset[str] = frozenset(f"{_CHINESE} {_ENGLISH}".split())

NUMERALS = "零〇一二两三四五六七八九十百千万亿几多半第"
UNITS = "个位件条次回遍趟年月日号天周分秒点刻块元毛角钱斤克双台部张款样种家人口小时分钟星期礼拜星"
"""Characters of which a count or a date is made: 三十天, 两次, 十点半."""

EDGES = frozenset(
    "的了着过地得是在和与跟及或并而但就才都也还又再很太最更不没别把被给让叫向往从到对为因于以用等吗吧呢啊呀哦嗯嘛啦哈"
    "我你您他她它们咱这那哪谁啥某每各个些只件次天年月日号点一二两三四五六七八九十几多有要会能可想说看去来上下里中"
    "请问好亲真"
)
"""Characters no new word is looked for at whose either end: what holds them is a phrase, or part of one."""
