"""How codes accumulate with respondents: what is new with each, and when little more comes.

References
----------
Guest, Namey and Chen (2020), A simple method to assess and report thematic saturation in
qualitative research, PLoS ONE 15(5), e0232076; Hurlbert (1971), The nonconcept of species
diversity, Ecology 52, 577-586, for the mean over all orders.
"""

from __future__ import annotations

import numpy as np

from survey_analysis.bootstrap.limits import BoolArray, FloatArray, IntArray
from survey_analysis.bootstrap.replicates import divide
from survey_analysis.significance import log_factorials

BASE_SIZE, THRESHOLD = 4, 0.05


def count_new(marks: BoolArray) -> IntArray:
    """Count the codes that each respondent is the first to report.

    Parameters
    ----------
    marks
        Who reported which code, in order, shape (m, c).

    Examples
    --------
    >>> count_new(np.array([[True, False, True], [True, True, False]]))
    array([2, 1])
    """
    used = marks[:, marks.any(axis=0)]
    return np.bincount(used.argmax(axis=0), minlength=len(marks)).astype(np.int64)


def new_shares(new: IntArray, *, run_length: int) -> FloatArray:
    """Return new codes of each run over the codes of the first four, NaN before a whole run.

    Parameters
    ----------
    new
        New codes of each respondent, shape (m,); of many orders of them, shape (…, m).
    run_length
        Respondents of a run.

    Returns
    -------
    numpy.ndarray
        Fractions, of the same shape: of the run that ends with each respondent.

    Examples
    --------
    >>> new_shares(np.array([5, 3, 2, 0, 1, 0, 0]), run_length=2)
    array([nan, nan, nan, nan, nan, 0.1, 0. ])
    """
    shares = np.full(new.shape, np.nan)
    seen = np.cumsum(new, axis=-1, dtype=np.float64)
    if new.shape[-1] >= BASE_SIZE + run_length:
        found = seen[..., BASE_SIZE + run_length - 1 :] - seen[..., BASE_SIZE - 1 : -run_length]
        base = np.broadcast_to(seen[..., BASE_SIZE - 1, None], found.shape)
        shares[..., BASE_SIZE + run_length - 1 :] = divide(found, base)
    return shares


def find_saturation(new: IntArray, *, run_length: int) -> int | None:
    """Return after how many respondents the next run brings at most 5 % new codes.

    Parameters
    ----------
    new
        New codes of each respondent, shape (m,).
    run_length
        Respondents of a run.

    Returns
    -------
    int or None
        None if no run does.

    Examples
    --------
    >>> find_saturation(np.array([5, 3, 2, 0, 1, 0, 0]), run_length=2)
    5
    """
    reached = np.flatnonzero(new_shares(new, run_length=run_length) <= THRESHOLD)
    return int(reached[0]) + 1 - run_length if len(reached) else None


def expect_codes(marks: BoolArray) -> FloatArray:
    """Return the mean number of codes after each number of respondents, over all orders.

    A code that f of m respondents report has not appeared after k of them with probability
    C(m - f, k) / C(m, k).

    Parameters
    ----------
    marks
        Who reported which code, shape (m, c).

    Returns
    -------
    numpy.ndarray
        Shape (m,), for k = 1 to m.

    Examples
    --------
    >>> expect_codes(np.array([[True, False], [True, True]]))
    array([1.5, 2. ])
    """
    m = len(marks)
    logs, k = log_factorials(m), np.arange(1, m + 1)[:, None]
    others = m - marks.sum(axis=0)
    left = np.maximum(others - k, 0)
    missed = np.exp(logs[others] - logs[left] - logs[m] + logs[m - k])
    return np.asarray(np.where(others >= k, 1 - missed, 1.0).sum(axis=1))
