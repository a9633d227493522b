"""The study file: what was asked, how it was exported, who counts."""

from survey_analysis.study.columns import Column, account_for_columns, question_columns
from survey_analysis.study.load import (
    AnyStudy,
    bundled_studies,
    find_study_folder,
    load_qualitative_study,
    load_study,
    load_survey,
    study_schema,
)
from survey_analysis.study.model import Study
from survey_analysis.study.qualitative import Participant, QualitativeStudy, Statement
from survey_analysis.study.questions import (
    AllocationQuestion,
    Item,
    MultipleQuestion,
    NumericQuestion,
    PlainOption,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    TextQuestion,
    number_options,
    question_items,
    question_options,
    question_parts,
)

__all__ = [
    "AllocationQuestion",
    "AnyStudy",
    "Column",
    "Item",
    "MultipleQuestion",
    "NumericQuestion",
    "Participant",
    "PlainOption",
    "QualitativeStudy",
    "Question",
    "RankingQuestion",
    "ScaleQuestion",
    "SingleQuestion",
    "Statement",
    "Study",
    "TextQuestion",
    "account_for_columns",
    "bundled_studies",
    "find_study_folder",
    "load_qualitative_study",
    "load_study",
    "load_survey",
    "number_options",
    "question_columns",
    "question_items",
    "question_options",
    "question_parts",
    "study_schema",
]
