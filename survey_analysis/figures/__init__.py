"""Figures of results: a table in, axes out, and the same numbers in words."""

from survey_analysis.figures.adoption import describe_adoption, plot_adoption
from survey_analysis.figures.contrasts import describe_contrasts, plot_contrasts
from survey_analysis.figures.coverage import describe_coverage, plot_coverage
from survey_analysis.figures.distribution import describe_distribution, plot_distribution
from survey_analysis.figures.dropout import describe_dropout, plot_dropout
from survey_analysis.figures.effort import describe_effort, plot_effort
from survey_analysis.figures.gallery import Drawing, plan_figures, write_figures
from survey_analysis.figures.relevance import (
    describe_relevance_difficulty,
    plot_relevance_difficulty,
)
from survey_analysis.figures.sample import describe_sample, plot_sample
from survey_analysis.figures.saving import save_figure
from survey_analysis.figures.scale import describe_scale, plot_scale
from survey_analysis.figures.segments import (
    describe_segments,
    plot_adoption_by_segment,
    plot_mean_by_segment,
)
from survey_analysis.figures.sensitivity import describe_sensitivity, plot_sensitivity

__all__ = [
    "Drawing",
    "describe_adoption",
    "describe_contrasts",
    "describe_coverage",
    "describe_distribution",
    "describe_dropout",
    "describe_effort",
    "describe_relevance_difficulty",
    "describe_sample",
    "describe_scale",
    "describe_segments",
    "describe_sensitivity",
    "plan_figures",
    "plot_adoption",
    "plot_adoption_by_segment",
    "plot_contrasts",
    "plot_coverage",
    "plot_distribution",
    "plot_dropout",
    "plot_effort",
    "plot_mean_by_segment",
    "plot_relevance_difficulty",
    "plot_sample",
    "plot_scale",
    "plot_sensitivity",
    "save_figure",
    "write_figures",
]
