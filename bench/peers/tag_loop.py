"""Labels by a plain Python loop over the phrases of a taxonomy; for bench/tag.py."""

import tomllib
from pathlib import Path

from tag_rate import Given, Tool, measure


def made(given: Given) -> Tool:
    tags = tomllib.loads(Path(given.taxonomy).read_text(encoding="utf-8"))["tag"]
    labels = [(tag["path"], tag["any"]) for tag in tags]

    def work(texts: list[str]) -> list[list[str]]:
        return [[label for label, words in labels if any(word in text for word in words)] for text in texts]

    return Tool(list, work)


measure(made)
