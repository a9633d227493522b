"""Agreement between coders, on arrays only: coefficients and their bootstrap intervals.

Every chance-corrected coefficient is 1 - (observed disagreement) / (expected disagreement);
they differ in what they expect, and in which codings they learn it from. What cannot be
computed is None with a note "undefined, because …", never nan.
"""

from survey_analysis.agreement.codes import measure_code_agreement
from survey_analysis.agreement.distances import SetDistance, jaccard_distance, masi_distance
from survey_analysis.agreement.measures import measure_agreement
from survey_analysis.agreement.resamples import Resamples, resample_clusters
from survey_analysis.agreement.results import Agreement
from survey_analysis.agreement.sets import measure_set_agreement
from survey_analysis.agreement.statistics import Coefficient, Weighting

__all__ = [
    "Agreement",
    "Coefficient",
    "Resamples",
    "SetDistance",
    "Weighting",
    "jaccard_distance",
    "masi_distance",
    "measure_agreement",
    "measure_code_agreement",
    "measure_set_agreement",
    "resample_clusters",
]
