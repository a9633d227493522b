"""`python -m benchmarks`: run them and write the results beside this file."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks.timing import ONE_THREAD


def main() -> None:
    """Parse the call, run, report."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "--respondents", type=int, action="append", metavar="N",
        help="size of a generated survey; may be repeated (default: 1000000)",
    )  # fmt: skip
    parser.add_argument("--repeats", type=int, default=9, metavar="N", help="default: 9")
    parser.add_argument(
        "--files", type=Path, metavar="DIR", help="keep generated files here (10 M need 14 GB)"
    )
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, metavar="DIR")
    options = parser.parse_args()
    os.environ.update(ONE_THREAD)  # before numpy is loaded
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # from the second run on it is there
    from benchmarks.report import write_report
    from benchmarks.run import run_all

    sizes = sorted({1_000_000, *(options.respondents or [])})
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.files or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        measured = run_all(folder, respondents=sizes, repeats=options.repeats)
    write_report(measured, options.out)
    print((options.out / "RESULTS.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
