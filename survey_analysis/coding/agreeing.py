"""How far coders agree over sets of codes, as it is and as it would be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from survey_analysis.agreement import Agreement, measure_set_agreement
from survey_analysis.coding.codebook import NOT_CODABLE, NOTHING_APPLIES
from survey_analysis.coding.project import Coding, coders

CodeSet = frozenset[str]


@dataclass(frozen=True)
class CodeSets:
    """The codes of each coder on each unit.

    Attributes
    ----------
    by_coder
        One list a coder, one set a unit that anybody coded; empty where nothing applies,
        None where the coder has not coded the unit, or calls it not codable.
    """

    by_coder: list[list[CodeSet | None]]

    def measure(self, mend: Callable[[CodeSet], CodeSet] | None = None) -> Agreement:
        """Measure Krippendorff's alpha with MASI distance.

        Parameters
        ----------
        mend
            Changes each set before it is measured.
        """
        mended = [
            [one if one is None or mend is None else mend(one) for one in row]
            for row in self.by_coder
        ]
        return measure_set_agreement(mended, distance="masi")

    def count_together(self, one: str, other: str) -> int:
        """Count the units on which a coder has both codes."""
        units = zip(*self.by_coder, strict=True)
        return sum(any(codes is not None and {one, other} <= codes for codes in u) for u in units)

    def count_shared(self, code: str) -> tuple[int, int]:
        """Count where a code is, among the units that two coders or more coded.

        Returns
        -------
        tuple of int
            On how many any coder has it, and on how many at least two.
        """
        anyhow = twice = 0
        for unit in zip(*self.by_coder, strict=True):
            coded = [one for one in unit if one is not None]
            having = sum(code in one for one in coded)
            anyhow += len(coded) > 1 and having > 0
            twice += having > 1
        return anyhow, twice

    def find_counterpart(self, code: str) -> str:
        """Return what other coders mostly put where one put `code`; empty where nothing."""
        found: Counter[str] = Counter()
        for unit in zip(*self.by_coder, strict=True):
            coded = [one for one in unit if one is not None]
            if any(code in one for one in coded):
                found.update(name for one in coded if code not in one for name in one)
        return min(found, key=lambda name: (-found[name], name), default="")


def collect_sets(coding: Coding) -> CodeSets:
    """Collect the codes of each coder on each unit.

    Parameters
    ----------
    coding
        The coding; resolutions have no part in it.
    """
    ids = coding.units["unit_id"]
    sets = list_sets(coding, ids[ids.isin(coding.applications["unit_id"])])
    return CodeSets(without_excluded(sets))


def list_sets(coding: Coding, units: Iterable[str]) -> list[list[CodeSet | None]]:
    """List each coder's codes of units: a row a coder, None where there is no coding.

    Where nothing applies the set is empty; ``NOT-CODABLE`` stands in it like a code.

    Parameters
    ----------
    coding
        The coding.
    units
        Ids of units.
    """
    applied: dict[tuple[str, str], set[str]] = {}
    columns = (coding.applications[name].tolist() for name in ("coder", "unit_id", "code"))
    for coder, unit, code in zip(*columns, strict=True):
        applied.setdefault((coder, unit), set()).add(code)
    found = {key: frozenset(codes) - {NOTHING_APPLIES} for key, codes in applied.items()}
    ids = list(units)
    return [[found.get((coder, unit)) for unit in ids] for coder in coders(coding)]


def without_excluded(sets: Sequence[Sequence[CodeSet | None]]) -> list[list[CodeSet | None]]:
    """Take away the codings of coders who call the unit not codable.

    Examples
    --------
    >>> without_excluded([[frozenset({"NOT-CODABLE"}), frozenset({"cost"})]])
    [[None, frozenset({'cost'})]]
    """
    return [[None if one and NOT_CODABLE in one else one for one in row] for row in sets]
