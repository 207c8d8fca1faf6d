"""Feelings by SnowNLP, "1" for the good; for bench/tag.py."""

from snownlp import SnowNLP
from tag_rate import Given, Tool, measure


def made(given: Given) -> Tool:
    def work(texts: list[str]) -> list[float]:
        return [SnowNLP(text).sentiments for text in texts]

    return Tool(list, work, lambda scores: ["1" if score > 0.5 else "0" for score in scores])


measure(made)
