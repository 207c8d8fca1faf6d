"""Pairs of words near one another in a block of text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cstools.kernels.tag.finder import Places
from cstools.kernels.tag.finds import Finds, within
from cstools.kernels.tag.lexis import IGNORED, NEAR, Ints, Lexis
from cstools.kernels.tag.script import Script


@dataclass(frozen=True)
class Pairs:
    """Pairs found: the leaf, the finds of the left and of the right word (places in Finds)."""

    leaf: Ints
    left: Places
    right: Places


def pairs(script: Script, finds: Finds, lexis: Lexis) -> Pairs:
    """A left word and its right word after at most the gap of the pair, neither within an ignored phrase.

    A gap is bytes of UTF-8: a Latin letter counts a third of a Chinese character.
    """
    words = finds.all(NEAR)
    words = words[np.argsort(finds.at[words], kind="stable")]
    over = finds.all(IGNORED)  # 再不处理 is no 不处理
    words = words[~within(finds.at[words], finds.end[words], finds.at[over], finds.end[over])]
    left, right, distance = close(script, finds, lexis, words)
    place, (pair,) = lexis.lefts.of(finds.word[left])
    near = lexis.near[finds.word[right]][place]
    real = lexis.rights[pair, near] & (distance[place] <= lexis.gap[pair])
    return Pairs(lexis.leaf[pair[real]], left[place[real]], right[place[real]])


def close(script: Script, finds: Finds, lexis: Lexis, words: Places) -> tuple[Places, Places, Ints]:
    """Left finds, right finds and the bytes between them, of words that are together in some pair that near.

    Each find is held beside the next one, the second, ... as long as any is as near as the left
    word looks.
    """
    begin, end = script.offset[finds.at[words]], script.offset[finds.end[words]]
    text, near = script.text[finds.at[words]], lexis.near[finds.word[words]]
    far = lexis.far[near]
    found: list[tuple[Places, Places, Places]] = [(words[:0], words[:0], begin[:0])]
    left = np.flatnonzero(far)
    for step in range(1, words.size):
        left = left[left + step < words.size]
        right = left + step
        gap = begin[right] - end[left]
        near_by = (gap < far[left]) & (text[left] == text[right])
        left, right, gap = left[near_by], right[near_by], gap[near_by]
        if not left.size:
            break
        real = (gap >= 0) & (lexis.reach[near[left], near[right]] > gap)
        found.append((words[left[real]], words[right[real]], gap[real]))
    lefts, rights, gaps = zip(*found, strict=True)
    return np.concatenate(lefts), np.concatenate(rights), np.concatenate(gaps)
