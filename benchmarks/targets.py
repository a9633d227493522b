"""The targets, and whether they are met."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One target: `measured` may be at most, or has to be at least, `limit`."""

    name: str
    measured: float
    limit: float
    unit: str
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the target is met."""
        if self.at_least:
            return self.measured >= self.limit
        return self.measured <= self.limit

    def as_row(self) -> list[str]:
        """Write the target as cells of a table."""
        sign = "≥" if self.at_least else "≤"
        unit = "" if self.unit == "×" else " "
        measured = f"{self.measured:.3g}{unit}{self.unit}"
        limit = f"{sign} {self.limit:g}{unit}{self.unit}"
        return [self.name, measured, limit, "met" if self.is_met else "**not met**"]


def list_targets(seconds: dict[str, float], memory: dict[str, float]) -> list[Target]:
    """List the targets with what was measured.

    Parameters
    ----------
    seconds, memory
        Seconds and megabytes by job, as `benchmarks.run` names them.
    """
    ms = {name: value * 1000 for name, value in seconds.items()}
    exact, monte_carlo, arch = (ms[name] for name in ("exact", "monte carlo", "arch"))
    found = [
        Target("Core job, exact: 121 statistics", exact, 5, "ms"),
        Target("… against arch, B = 10,000", arch / exact, 60, "×", at_least=True),
        Target("All rows of estimates.csv", ms["estimates"], 15, "ms"),
        Target("Core job, Monte Carlo, B = 10,000", monte_carlo, 40, "ms"),
        Target("… against arch", arch / monte_carlo, 8, "×", at_least=True),
        Target("… against scipy", ms["scipy"] / monte_carlo, 35, "×", at_least=True),
        Target("All differences, exact", ms["differences"], 15, "ms"),
        Target("1 M × 130 from memory", seconds["1 M from memory"], 0.1, "s"),
        Target("1 M × 130 from CSV", seconds["1 M from CSV"], 6, "s"),
        Target("… its memory", memory["1 M from CSV"], 450, "MB"),
        Target("Cold process, export to all intervals", seconds["cold estimate"], 0.8, "s"),
        Target("survey-analysis --help", seconds["help"], 0.1, "s"),
        Target("All bundled studies, all figures", seconds["run and figures"], 15, "s"),
        Target("The book, nothing kept", seconds["book, cold"], 60, "s"),
        Target("The book, prose changed", seconds["book, prose changed"], 15, "s"),
    ]
    if "10 M from CSV" in memory:
        ratio = memory["10 M from CSV"] / memory["1 M from CSV"]
        found.append(Target("Memory of 10 M, of that of 1 M", ratio, 1.15, "×"))
    return found
