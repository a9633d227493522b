"""Which pages were reached, where an export has no mark for what was not shown."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from survey_analysis.responses.model import BoolArray


def extend_reached(seen: Mapping[str, BoolArray], *, finished: BoolArray) -> dict[str, BoolArray]:
    """Take a page for reached if something stands on it or on a later one, or the record finished.

    Who finished without anything beyond the first page was screened out there, and saw no
    other page.

    Parameters
    ----------
    seen
        By page id in the order of the survey, shape (n,): whether something stands on it.
    finished
        Who got to the end, shape (n,).

    Examples
    --------
    >>> seen = {"one": np.array([True, True]), "two": np.array([False, True]),
    ...         "three": np.array([False, False])}
    >>> reached = extend_reached(seen, finished=np.array([True, True]))
    >>> [mask.tolist() for mask in reached.values()]
    [[True, True], [False, True], [False, True]]
    """
    pages = np.array(list(seen.values()), dtype=bool)
    reached = np.logical_or.accumulate(pages[::-1])[::-1] | (finished & pages[1:].any(axis=0))
    return dict(zip(seen, reached, strict=True))
