"""A first study file, drafted from an export: every guess with its reason."""

from survey_analysis.drafting.choices import (
    replace_complete,
    replace_drop,
    replace_id,
    replace_segments,
)
from survey_analysis.drafting.draft import draft_study, suggest_segments
from survey_analysis.drafting.settings import suggest_settings
from survey_analysis.drafting.shapes import Draft, DraftedQuestion, Setting, Settings
from survey_analysis.drafting.writing import write_study_file

__all__ = [
    "Draft",
    "DraftedQuestion",
    "Setting",
    "Settings",
    "draft_study",
    "replace_complete",
    "replace_drop",
    "replace_id",
    "replace_segments",
    "suggest_segments",
    "suggest_settings",
    "write_study_file",
]
