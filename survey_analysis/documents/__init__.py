"""Documents: transcripts of interviews and focus groups, and the units that are coded in them."""

from survey_analysis.documents.reading import Documents, read_documents
from survey_analysis.documents.sentences import split_sentences
from survey_analysis.documents.transcript import TURN_COLUMNS, Transcript
from survey_analysis.documents.units import describe_before, list_document_units, name_groups

__all__ = [
    "TURN_COLUMNS", "Documents", "Transcript", "describe_before", "list_document_units",
    "name_groups", "read_documents", "split_sentences",
]  # fmt: skip
