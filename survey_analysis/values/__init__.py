"""The numbers that pages may name: ``{{ survey.Q13.service }}`` becomes ``60 %``."""

from survey_analysis.values.conversations import name_conversations
from survey_analysis.values.naming import name_values
from survey_analysis.values.views import name_triangulation

__all__ = ["name_conversations", "name_triangulation", "name_values"]
