"""Tables of results for people: rounding, HTML and LaTeX. Nothing is computed here."""

from survey_analysis.tables.agreement import agreement_table
from survey_analysis.tables.code_book import code_book_table, illustrated_table
from survey_analysis.tables.codebook import codebook_table, display_table
from survey_analysis.tables.coded import code_contrasts_table, codes_as_options, read_coded
from survey_analysis.tables.codes import codes_table, label_codes
from survey_analysis.tables.coding_trail import resolutions_table, versions_table
from survey_analysis.tables.contrasts import contrasts_table, families_table
from survey_analysis.tables.conversations import consensus_table, themes_table
from survey_analysis.tables.html import to_html
from survey_analysis.tables.latex import to_latex
from survey_analysis.tables.precision import bases_table, coverage_display, power_table
from survey_analysis.tables.questions import adoption_table, numeric_table, scale_table
from survey_analysis.tables.rankings import ranking_table
from survey_analysis.tables.ranks import ranks_table
from survey_analysis.tables.relations import relations_table
from survey_analysis.tables.reports import claims_table, quality_table
from survey_analysis.tables.saturation import saturation_table
from survey_analysis.tables.segments import segment_table
from survey_analysis.tables.sensitivity import bounds_table, readings_table, sensitivity_table

__all__ = [
    "adoption_table",
    "agreement_table",
    "bases_table",
    "bounds_table",
    "claims_table",
    "code_book_table",
    "code_contrasts_table",
    "codebook_table",
    "codes_as_options",
    "codes_table",
    "consensus_table",
    "contrasts_table",
    "coverage_display",
    "display_table",
    "families_table",
    "illustrated_table",
    "label_codes",
    "numeric_table",
    "power_table",
    "quality_table",
    "ranking_table",
    "ranks_table",
    "read_coded",
    "readings_table",
    "relations_table",
    "resolutions_table",
    "saturation_table",
    "scale_table",
    "segment_table",
    "sensitivity_table",
    "themes_table",
    "to_html",
    "to_latex",
    "versions_table",
]
