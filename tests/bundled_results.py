"""Results of interviews and focus groups, made quickly."""

from __future__ import annotations

from pathlib import Path

from survey_analysis.analysis import RunSettings
from survey_analysis.publish import write_results
from survey_analysis.qualitative import (
    analyse_conversations,
    describe_conversations,
    load_conversations,
)
from survey_analysis.results import Results, load_results
from survey_analysis.study import find_study_folder

SURVEY = "ml-deployment-monitoring"
INTERVIEWS, GROUPS = "operationalizing-ml", "mlops-focus-groups"
FEW = RunSettings(n_resamples=20)


def run_documents(study: str | Path, out: Path) -> Results:
    """Analyse interviews or focus groups with few resamples; returns what was written."""
    conversations = load_conversations(study)
    tables = analyse_conversations(conversations, settings=FEW)
    manifest = describe_conversations(
        conversations, find_study_folder(study), settings=FEW, command="survey-analysis run"
    )
    return load_results(study, write_results(tables, out, manifest=manifest))
