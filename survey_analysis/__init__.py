"""From the raw export of a practitioner study to a published, reproducible report.

The verbs are here; everything else is in the modules. Importing this package is cheap:
each name is loaded when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from survey_analysis.bands import simultaneous_bands as simultaneous_bands
    from survey_analysis.claims import load_claims as load_claims
    from survey_analysis.contrasts import ContrastSettings as ContrastSettings
    from survey_analysis.contrasts import contrast as contrast
    from survey_analysis.correlations import correlate_items as correlate_items
    from survey_analysis.display import provenance as provenance
    from survey_analysis.display import show_figure as show_figure
    from survey_analysis.display import show_key_figures as show_key_figures
    from survey_analysis.display import show_table as show_table
    from survey_analysis.errors import SurveyAnalysisError as SurveyAnalysisError
    from survey_analysis.estimates import EstimateSettings as EstimateSettings
    from survey_analysis.estimates import estimate as estimate
    from survey_analysis.exploring import explore as explore
    from survey_analysis.figures import plot_adoption as plot_adoption
    from survey_analysis.figures import plot_adoption_by_segment as plot_adoption_by_segment
    from survey_analysis.figures import plot_contrasts as plot_contrasts
    from survey_analysis.figures import plot_coverage as plot_coverage
    from survey_analysis.figures import plot_distribution as plot_distribution
    from survey_analysis.figures import plot_dropout as plot_dropout
    from survey_analysis.figures import plot_effort as plot_effort
    from survey_analysis.figures import plot_mean_by_segment as plot_mean_by_segment
    from survey_analysis.figures import plot_relevance_difficulty as plot_relevance_difficulty
    from survey_analysis.figures import plot_sample as plot_sample
    from survey_analysis.figures import plot_scale as plot_scale
    from survey_analysis.figures import plot_sensitivity as plot_sensitivity
    from survey_analysis.figures import plot_speaking as plot_speaking
    from survey_analysis.figures import plot_stances as plot_stances
    from survey_analysis.figures import plot_themes as plot_themes
    from survey_analysis.figures import save_figure as save_figure
    from survey_analysis.findings import find_issues as find_issues
    from survey_analysis.loading import load_responses as load_responses
    from survey_analysis.planning import coverage_table as coverage_table
    from survey_analysis.planning import plan_base as plan_base
    from survey_analysis.planning import plan_power as plan_power
    from survey_analysis.qualitative import load_conversations as load_conversations
    from survey_analysis.qualitative import load_documents as load_documents
    from survey_analysis.quality import count_dropout as count_dropout
    from survey_analysis.quality import tabulate_quality as tabulate_quality
    from survey_analysis.ranks import rank_options as rank_options
    from survey_analysis.resampling import resample as resample
    from survey_analysis.responses import CellState as CellState
    from survey_analysis.responses import answers_frame as answers_frame
    from survey_analysis.responses import count_states as count_states
    from survey_analysis.responses import read_responses as read_responses
    from survey_analysis.responses import select as select
    from survey_analysis.responses import states_frame as states_frame
    from survey_analysis.results import Results as Results
    from survey_analysis.results import add_labels as add_labels
    from survey_analysis.results import load_results as load_results
    from survey_analysis.sensitivity import bound_ambiguous as bound_ambiguous
    from survey_analysis.sensitivity import estimate_sensitivity as estimate_sensitivity
    from survey_analysis.study import QualitativeStudy as QualitativeStudy
    from survey_analysis.study import Study as Study
    from survey_analysis.study import load_study as load_study
    from survey_analysis.verdicts import check_claims as check_claims
    from survey_analysis.verdicts import summarise_claims as summarise_claims

_PLACES = {
    "bands": ["simultaneous_bands"],
    "claims": ["load_claims"],
    "contrasts": ["ContrastSettings", "contrast"],
    "correlations": ["correlate_items"],
    "display": ["provenance", "show_figure", "show_key_figures", "show_table"],
    "errors": ["SurveyAnalysisError"],
    "estimates": ["EstimateSettings", "estimate"],
    "exploring": ["explore"],
    "figures": [
        "plot_adoption", "plot_adoption_by_segment", "plot_contrasts", "plot_coverage",
        "plot_distribution", "plot_dropout", "plot_effort",
        "plot_mean_by_segment", "plot_relevance_difficulty", "plot_sample", "plot_scale",
        "plot_sensitivity", "plot_speaking", "plot_stances", "plot_themes", "save_figure",
    ],
    "findings": ["find_issues"],
    "loading": ["load_responses"],
    "planning": ["coverage_table", "plan_base", "plan_power"],
    "qualitative": ["load_conversations", "load_documents"],
    "quality": ["count_dropout", "tabulate_quality"],
    "ranks": ["rank_options"],
    "resampling": ["resample"],
    "responses": [
        "CellState", "answers_frame", "count_states", "read_responses", "select", "states_frame",
    ],
    "results": ["Results", "add_labels", "load_results"],
    "sensitivity": ["bound_ambiguous", "estimate_sensitivity"],
    "study": ["QualitativeStudy", "Study", "load_study"],
    "verdicts": ["check_claims", "summarise_claims"],
}  # fmt: skip
_MODULE = {name: module for module, names in _PLACES.items() for name in names}

__all__ = sorted(_MODULE)


def __getattr__(name: str) -> Any:
    if name not in _MODULE:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(f"{__name__}.{_MODULE[name]}"), name)


def __dir__() -> list[str]:
    return __all__
