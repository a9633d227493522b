"""What is measured: each figure of `estimates.csv` as indicators over respondents.

Everything that is estimated from closed questions is either a share (hits over a base)
or a summary of numbers. Counting is then a sum over respondents, so it adds up across
segments, resamples and pieces of a file.
"""

from survey_analysis.measures.measuring import measure_questions
from survey_analysis.measures.shapes import (
    MEANS,
    SHARES,
    FloatArray,
    IntArray,
    Key,
    Numbers,
    QuestionMeasures,
    Shares,
)

__all__ = [
    "MEANS", "SHARES", "FloatArray", "IntArray", "Key", "Numbers", "QuestionMeasures", "Shares",
    "measure_questions",
]  # fmt: skip
