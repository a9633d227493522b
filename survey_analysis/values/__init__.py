"""The numbers that pages may name: ``{{ survey.Q13.service }}`` becomes ``60 %``."""

from survey_analysis.values.naming import name_values

__all__ = ["name_values"]
