"""Files that do not fit in memory, and files that several machines count.

Every figure that is exact is a function of counts, and counts add up: over chunks of a
file, files of a folder, machines of a cluster. The chunks go through the same typing,
conditions, measures and tallies as a file in memory.

A whole run also ranks, compares and tests, which takes how many gave each two answers
together, or resamples and permutations of respondents: `whole_runs` says what is left out.
"""

from survey_analysis.scale.counting import FileCount, count_file
from survey_analysis.scale.distributed import connect_cluster, count_on_cluster
from survey_analysis.scale.estimating import FileEstimates, estimate_file
from survey_analysis.scale.layout import Selection
from survey_analysis.scale.merging import merge_tallies

__all__ = [
    "FileCount",
    "FileEstimates",
    "Selection",
    "connect_cluster",
    "count_file",
    "count_on_cluster",
    "estimate_file",
    "merge_tallies",
]
