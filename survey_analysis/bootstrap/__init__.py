"""Bootstrap distributions and intervals, on arrays only.

Exact: the distribution that resampling converges to, for proportions, means, quantiles
and differences; no seed, no simulation noise, and no growth with the number of
respondents. By resampling respondents: for every other statistic.

In both, an endpoint is the smallest value whose distribution function reaches the limit's
probability, and ties with the estimate count half in BCa's bias correction. What is not
defined (a constant sample, fewer than two answers) is nan, with an empty `method`.
"""

from survey_analysis.bootstrap.differences import (
    mean_difference_limits,
    paired_difference_limits,
    unpaired_difference_limits,
)
from survey_analysis.bootstrap.limits import Interval, IntervalSettings, Limits
from survey_analysis.bootstrap.means import mean_limits, mean_limits_by_setting
from survey_analysis.bootstrap.montecarlo import replicate_limits, replicate_limits_by_setting
from survey_analysis.bootstrap.proportions import (
    proportion_limits,
    proportion_limits_by_setting,
    wilson_limits,
)
from survey_analysis.bootstrap.quantiles import quantile_limits
from survey_analysis.bootstrap.replicates import (
    quantile_replicates,
    ratio_influence,
    ratio_replicates,
)
from survey_analysis.bootstrap.samples import (
    Samples,
    count_values,
    drop_absent,
    join_samples,
    samples_from_counts,
    take_samples,
)
from survey_analysis.bootstrap.weights import Weights, resample_weights

__all__ = [
    "Interval",
    "IntervalSettings",
    "Limits",
    "Samples",
    "Weights",
    "count_values",
    "drop_absent",
    "join_samples",
    "mean_difference_limits",
    "mean_limits",
    "mean_limits_by_setting",
    "paired_difference_limits",
    "proportion_limits",
    "proportion_limits_by_setting",
    "quantile_limits",
    "quantile_replicates",
    "ratio_influence",
    "ratio_replicates",
    "replicate_limits",
    "replicate_limits_by_setting",
    "resample_weights",
    "samples_from_counts",
    "take_samples",
    "unpaired_difference_limits",
    "wilson_limits",
]
