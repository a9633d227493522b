"""Analysis of what was coded: how many respondents, how far coders agree, what goes together."""

from survey_analysis.coded.cohort import CodedSettings
from survey_analysis.coded.tabulating import tabulate_coding

__all__ = ["CodedSettings", "tabulate_coding"]
