"""Which library of Chinese holidays: the comparison behind chinesecalendar in pyproject.toml.

    python bench/holiday_libraries.py [YEAR...]

Both go into an environment of their own under bench/peers (the network is used only for that). Prints for each its
version, size, dependencies and CPU of an import against `python -c pass`; then a row a year: the days off and the
make-up workdays each knows, the weekend days off that only one has, and the working days they judge differently.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

from ratio import compare

PEER = Path(__file__).parent / "peers" / "holidays"
PYTHON = PEER / "bin" / "python"
LIBRARIES = {"chinesecalendar": "chinese_calendar", "holidays": "holidays.countries.china"}
VERSIONS = ("chinesecalendar==1.11.0", "holidays==0.109")
ABOUT = """
import sys
from importlib.metadata import distribution
found = distribution(sys.argv[1])
size = sum(file.locate().stat().st_size for file in found.files if file.locate().exists())
print(found.version, f"{size / 1e6:.2f} MB", "needs", *(found.requires or ["nothing"]))
"""
YEARS = """
import sys
from chinese_calendar.constants import holidays as off, workdays
from holidays.countries.china import China
print("year    off: chinesecalendar  holidays   only one has: weekend days  weekdays   make-up: each    differing")
for year in map(int, sys.argv[1:]):
    other = China(years=year)
    a, b = {day for day in off if day.year == year}, {day for day in other if day.year == year}
    c = {day for day in workdays if day.year == year}
    d = {day for day in other.weekend_workdays if day.year == year}
    rest, work = ({day for day in a ^ b if (day.weekday() > 4) == weekend} for weekend in (True, False))
    print(f"{year}{len(a):22}{len(b):10}{len(rest):29}{len(work):10}{len(c):11} {len(d):5}{len(c ^ d):13}")
"""


def run(code: str, *arguments: str) -> str:
    """What a piece of Python prints in the environment."""
    return subprocess.run([PYTHON, "-c", code, *arguments], check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Print both tables."""
    if not (PEER / "ready").exists():
        venv.create(PEER, with_pip=True, clear=True)
        install = [str(PYTHON), "-m", "pip", "install", "--quiet", *VERSIONS]
        subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
        (PEER / "ready").touch()
    for name, module in LIBRARIES.items():
        found = compare((str(PYTHON), "-c", f"import {module}"), (str(PYTHON), "-c", "pass"))
        print(f"{name:16} {run(ABOUT, name).strip()}; import {found.ratio:.1f} times an empty run")
    print(run(YEARS, *(sys.argv[1:] or map(str, range(2002, 2028)))), end="")


if __name__ == "__main__":
    main()
