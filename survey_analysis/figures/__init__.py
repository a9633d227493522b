"""Figures of results: a table in, axes out, and the same numbers in words."""

from survey_analysis.figures.adoption import describe_adoption, plot_adoption
from survey_analysis.figures.agreement import describe_agreement, plot_agreement
from survey_analysis.figures.cause_effect import describe_cause_effect, plot_cause_effect
from survey_analysis.figures.codes import describe_codes, plot_codes
from survey_analysis.figures.contrasts import describe_contrasts, plot_contrasts
from survey_analysis.figures.cooccurrence import describe_cooccurrence, plot_cooccurrence
from survey_analysis.figures.coverage import describe_coverage, plot_coverage
from survey_analysis.figures.distribution import describe_distribution, plot_distribution
from survey_analysis.figures.drawing import Drawing
from survey_analysis.figures.dropout import describe_dropout, plot_dropout
from survey_analysis.figures.effort import describe_effort, plot_effort
from survey_analysis.figures.gallery import plan_figures, write_figures
from survey_analysis.figures.relations import describe_relations, plot_relations
from survey_analysis.figures.relevance import (
    describe_relevance_difficulty,
    plot_relevance_difficulty,
)
from survey_analysis.figures.sample import describe_sample, plot_sample
from survey_analysis.figures.saturation import describe_saturation, plot_saturation
from survey_analysis.figures.saving import save_figure
from survey_analysis.figures.scale import describe_scale, plot_scale
from survey_analysis.figures.segments import (
    describe_segments,
    plot_adoption_by_segment,
    plot_mean_by_segment,
)
from survey_analysis.figures.sensitivity import describe_sensitivity, plot_sensitivity
from survey_analysis.figures.speaking import describe_speaking, plot_speaking
from survey_analysis.figures.stances import describe_stances, plot_stances
from survey_analysis.figures.themes import describe_themes, plot_themes

__all__ = [
    "Drawing",
    "describe_adoption",
    "describe_agreement",
    "describe_cause_effect",
    "describe_codes",
    "describe_contrasts",
    "describe_cooccurrence",
    "describe_coverage",
    "describe_distribution",
    "describe_dropout",
    "describe_effort",
    "describe_relations",
    "describe_relevance_difficulty",
    "describe_sample",
    "describe_saturation",
    "describe_scale",
    "describe_segments",
    "describe_sensitivity",
    "describe_speaking",
    "describe_stances",
    "describe_themes",
    "plan_figures",
    "plot_adoption",
    "plot_adoption_by_segment",
    "plot_agreement",
    "plot_cause_effect",
    "plot_codes",
    "plot_contrasts",
    "plot_cooccurrence",
    "plot_coverage",
    "plot_distribution",
    "plot_dropout",
    "plot_effort",
    "plot_mean_by_segment",
    "plot_relations",
    "plot_relevance_difficulty",
    "plot_sample",
    "plot_saturation",
    "plot_scale",
    "plot_sensitivity",
    "plot_speaking",
    "plot_stances",
    "plot_themes",
    "save_figure",
    "write_figures",
]
