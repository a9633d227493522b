"""Exchange with other tools of qualitative analysis: REFI-QDA, Taguette, CSV and Excel."""

from survey_analysis.exchange.files import EXPORTS, export_coding, import_coding
from survey_analysis.exchange.from_coding import to_project
from survey_analysis.exchange.losses import Imported, Loss, describe_losses
from survey_analysis.exchange.project import (
    Case,
    CodeNode,
    CodeSet,
    Document,
    Note,
    Project,
    Selection,
    Span,
    make_guid,
)
from survey_analysis.exchange.refi_qda_reading import read_refi_qda
from survey_analysis.exchange.refi_qda_writing import write_refi_qda
from survey_analysis.exchange.taguette import (
    read_taguette_codebook,
    read_taguette_highlights,
)
from survey_analysis.exchange.taguette_writing import write_taguette
from survey_analysis.exchange.to_applications import ImportedCoding, to_applications

__all__ = [
    "EXPORTS",
    "Case",
    "CodeNode",
    "CodeSet",
    "Document",
    "Imported",
    "ImportedCoding",
    "Loss",
    "Note",
    "Project",
    "Selection",
    "Span",
    "describe_losses",
    "export_coding",
    "import_coding",
    "make_guid",
    "read_refi_qda",
    "read_taguette_codebook",
    "read_taguette_highlights",
    "to_applications",
    "to_project",
    "write_refi_qda",
    "write_taguette",
]
