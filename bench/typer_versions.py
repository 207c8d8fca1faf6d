"""Which Typer imports pydantic on every run, and what that costs: the measurement behind the pin in pyproject.toml.

    python bench/typer_versions.py [VERSION...]

Each version goes into an environment of its own under bench/peers (the network is used only for that), and runs a
command with one argument and one option. Prints CPU against `python -c pass` of the same environment, and whether the
run had imported pydantic.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

from ratio import compare

PEERS = Path(__file__).parent / "peers"
VERSIONS = ("0.27.0", "0.28.0", "0.29.2")
COMMAND = """
import sys, typer
from typing import Annotated
app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
@app.command()
def main(files: Annotated[list[str] | None, typer.Argument()] = None, n: Annotated[int, typer.Option("--n")] = 3):
    print("pydantic" in sys.modules)
app(["a", "--n", "4"])
"""


def python_with(version: str) -> str:
    """The interpreter of an environment with that Typer, made at the first call."""
    folder = PEERS / f"typer-{version}"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", f"typer=={version}"]
        subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
        (folder / "ready").touch()
    return str(python)


def main() -> None:
    """Print a row a version."""
    print("typer     CPU of a run / `python -c pass`   pydantic imported")
    for version in sys.argv[1:] or VERSIONS:
        python = python_with(version)
        found = compare((python, "-c", COMMAND), (python, "-c", "pass"))
        said = subprocess.run([python, "-c", COMMAND], check=True, capture_output=True, text=True).stdout.strip()
        print(f"{version:10}{found.ratio:10.1f}{said:>36}", flush=True)


if __name__ == "__main__":
    main()
