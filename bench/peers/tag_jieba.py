"""Labels by the words that jieba parts a text into; for bench/tag.py. jieba knows the phrases as words."""

import logging
import tomllib
from pathlib import Path

import jieba
from tag_rate import Given, Tool, measure


def made(given: Given) -> Tool:
    jieba.setLogLevel(logging.WARNING)
    tags = tomllib.loads(Path(given.taxonomy).read_text(encoding="utf-8"))["tag"]
    labels = [(tag["path"], set(tag["any"])) for tag in tags]
    for word in {word for _, words in labels for word in words}:
        jieba.add_word(word)

    def work(texts: list[str]) -> list[list[str]]:
        said = (set(jieba.lcut(text)) for text in texts)
        return [[label for label, words in labels if words & found] for found in said]

    return Tool(list, work)


measure(made)
