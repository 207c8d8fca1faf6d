"""The house rules that no linter checks: short files, short functions, words on everything public."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "cstools").rglob("*.py"))
Def = ast.FunctionDef | ast.AsyncFunctionDef


def lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def functions(path: Path) -> Iterator[Def]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, Def))


def length(node: Def) -> int:
    """Lines of the body without the docstring."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return body[-1].end_lineno - body[0].lineno + 1


def test_no_file_is_long():
    assert [f"{path}: {lines(path)}" for path in FILES if lines(path) > 400] == []


def test_most_files_are_short():
    assert median(lines(path) for path in FILES if path.name != "__init__.py" or lines(path) > 1) <= 120


def test_no_function_is_long():
    found = [f"{path}:{node.lineno} {node.name}" for path in FILES for node in functions(path) if length(node) > 60]
    assert found == []


def test_most_functions_are_short():
    assert median(length(node) for path in FILES for node in functions(path)) < 15


def test_every_kernel_shows_itself_in_a_doctest():
    """At least one a word: where a package has one public stage, one in every file would be repetition."""
    kernels = ROOT / "cstools" / "kernels"
    words: dict[str, str] = {}
    for path in FILES:
        if kernels in path.parents and any(not node.name.startswith("_") for node in functions(path)):
            word = path.relative_to(kernels).parts[0]
            words[word] = words.get(word, "") + path.read_text(encoding="utf-8")
    assert [word for word, text in words.items() if ">>>" not in text] == []
    assert len(words) > 7


def test_nothing_names_another_place():
    """No absolute path of a developer's machine in what is shipped."""
    found = [
        str(path) for path in FILES if any(word in path.read_text(encoding="utf-8") for word in ("/home/", "/tmp/"))
    ]
    assert found == []
