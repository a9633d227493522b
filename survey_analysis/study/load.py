"""Find, read and check study files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, RootModel

from survey_analysis.errors import InvalidCallError, nearest
from survey_analysis.study.model import Study
from survey_analysis.study.qualitative import QualitativeStudy, find_qualitative_problems
from survey_analysis.study.references import find_inconsistencies
from survey_analysis.yaml_file import located_error, read_model

AnyStudy = Study | QualitativeStudy
"""A study file of any kind."""


class StudyFile(RootModel[AnyStudy]):
    """A study file; its `kind` says what else is in it."""

    root: AnyStudy = Field(discriminator="kind")


_BUNDLED = Path(__file__).resolve().parents[2] / "data"


def bundled_studies() -> dict[str, Path]:
    """Map the names of the studies that come with the project to their folders."""
    return {file.parent.name: file.parent for file in sorted(_BUNDLED.glob("*/study.yaml"))}


def find_study_folder(study: str | Path) -> Path:
    """Return the folder of a study.

    Parameters
    ----------
    study
        The name of a bundled study, or the path of a folder that holds a ``study.yaml``.

    Raises
    ------
    InvalidCallError
        If it is neither.
    """
    bundled = bundled_studies()
    if str(study) in bundled:
        return bundled[str(study)]
    folder = Path(study)
    if (folder / "study.yaml").is_file():
        return folder
    known = ", ".join(bundled) or "none"
    msg = (
        f"{str(study)!r} is neither a bundled study ({known}) nor a folder with a "
        f"study.yaml{nearest(str(study), bundled)}"
    )
    raise InvalidCallError(msg)


def load_study(study: str | Path) -> AnyStudy:
    """Read and check a study file of any kind.

    Parameters
    ----------
    study
        The name of a bundled study, or the path of a study folder.

    Raises
    ------
    InvalidCallError
        If there is no such study.
    StudyFileError
        If the study file is wrong; lists every problem with line, key and nearest valid name.

    Examples
    --------
    >>> load_study("ml-deployment-monitoring").question("Q13").label
    'Deployment approach'
    """
    path = find_study_folder(study) / "study.yaml"
    loaded = read_model(path, StudyFile).root
    found = _find_problems(loaded)
    if found:
        raise located_error(path, found)
    return loaded


def _find_problems(study: AnyStudy) -> list[tuple[tuple[str | int, ...], str]]:
    if isinstance(study, Study):
        return find_inconsistencies(study)
    return find_qualitative_problems(study)


def load_survey(study: str | Path) -> Study:
    """Read and check a study file that must be a survey's; parameters as for `load_study`.

    Raises
    ------
    InvalidCallError
        If there is no such study, or it is one of interviews or focus groups.
    StudyFileError
        If the study file is wrong.

    Examples
    --------
    >>> load_survey("ml-deployment-monitoring").kind
    'survey'
    """
    loaded = load_study(study)
    if isinstance(loaded, Study):
        return loaded
    kind = loaded.kind.replace("-", " ")
    msg = f"{loaded.study} consists of {kind}; this needs a survey, which has questions"
    raise InvalidCallError(msg)


def load_qualitative_study(study: str | Path) -> QualitativeStudy:
    """Read and check a study file that must be one of interviews or focus groups.

    Raises
    ------
    InvalidCallError
        If there is no such study, or it is a survey.
    StudyFileError
        If the study file is wrong.

    Examples
    --------
    >>> load_qualitative_study("operationalizing-ml").kind
    'interviews'
    """
    loaded = load_study(study)
    if isinstance(loaded, QualitativeStudy):
        return loaded
    msg = f"{loaded.study} is a survey; this needs interviews or focus groups"
    raise InvalidCallError(msg)


def study_schema() -> dict[str, Any]:
    """Return the JSON Schema of a study file, for editors that complete and check YAML."""
    schema = StudyFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
