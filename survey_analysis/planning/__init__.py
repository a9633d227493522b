"""Planning a survey: widths and coverage of intervals, respondents needed, power.

Everything is enumerated over the counts that can occur; nothing is simulated.
"""

from survey_analysis.planning.power import plan_power
from survey_analysis.planning.widths import coverage_table, plan_base

__all__ = ["coverage_table", "plan_base", "plan_power"]
