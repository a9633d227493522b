"""The codebook: categories, codes and declared unions, and what is coded with them."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any, Literal

from pydantic import Field
from ruamel.yaml import YAML
from ruamel.yaml.representer import RoundTripRepresenter

from survey_analysis.coding.codebook_rules import find_inconsistencies
from survey_analysis.coding.files import refuse_merge_markers
from survey_analysis.errors import InvalidCallError, unknown_name
from survey_analysis.study.forms import QuestionId, Slug, StudyModel, Text
from survey_analysis.whole_files import write_files
from survey_analysis.yaml_file import located_error, read_model

NOT_CODABLE = "NOT-CODABLE"
"""Stands where a code would: the unit was seen and is excluded."""
NOTHING_APPLIES = ""
"""Stands where a code would: the unit was seen, and no code applies."""
CODEBOOK = "codebook.yaml"
FIRST_CODEBOOK = "codebook-v1.yaml"

_WIDTH = 100
_ODD_LINE_END = re.compile("[\x85\u2028\u2029]")


class CodedUnits(StudyModel):
    """What is coded: the slots of an open `question` (all `groups` if empty), or `documents`."""

    question: QuestionId | None = None
    groups: list[Slug] = Field([])
    documents: Literal["all"] | list[Text] | None = None


class Category(StudyModel):
    """An axial grouping of codes."""

    id: Slug
    label: Text
    definition: Text


class Code(StudyModel):
    """A code: what it means, what it takes in and leaves out.

    `category` is where an application belongs that names no other; `parent` puts the code
    under another one; `example` was written for the project and is nobody's own words;
    `since` is the version of the codebook that brought it.
    """

    id: Slug
    label: Text
    category: Slug
    parent: Slug | None = None
    definition: Text
    include: Text | None = None
    exclude: Text | None = None
    example: Text | None = None
    since: int = Field(ge=1)


class Grouping(StudyModel):
    """A declared union: a respondent has it who has any of these codes or categories."""

    id: Slug
    label: Text
    any_of: list[Slug] = Field(min_length=1)


class Codebook(StudyModel):
    """A whole codebook of one version."""

    title: Text
    version: int = Field(ge=1)
    units: CodedUnits
    categories: list[Category] = Field(min_length=1)
    codes: list[Code] = Field(min_length=1)
    groupings: list[Grouping] = Field([])

    @property
    def code_ids(self) -> list[str]:
        """The ids of the codes, in the codebook's order."""
        return [code.id for code in self.codes]

    @property
    def category_ids(self) -> list[str]:
        """The ids of the categories, in the codebook's order."""
        return [category.id for category in self.categories]

    @property
    def default_categories(self) -> dict[str, str]:
        """The default category of each code."""
        return {code.id: code.category for code in self.codes}

    def code(self, code_id: str) -> Code:
        """Return the code with this id.

        Raises
        ------
        InvalidCallError
            If there is none; names the nearest.
        """
        found = {code.id: code for code in self.codes}
        if code_id not in found:
            raise InvalidCallError(unknown_name("code", code_id, found))
        return found[code_id]


def load_codebook(path: str | Path) -> Codebook:
    """Read and check a codebook.

    Parameters
    ----------
    path
        A ``codebook.yaml``.

    Raises
    ------
    StudyFileError
        If the file does not fit; lists every problem with its line: unknown keys, ids
        declared twice, categories, parents and members that do not exist (with the
        nearest), circles of parents, marks of an unfinished merge.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "codebook.yaml"
    ...     write_codebook(_example(), path)
    ...     load_codebook(path).code_ids
    ['slow-release']
    """
    refuse_merge_markers(Path(path))
    codebook = read_model(Path(path), Codebook)
    problems = list(find_inconsistencies(codebook))
    if problems:
        raise located_error(Path(path), problems)
    return codebook


def write_codebook(codebook: Codebook, path: str | Path) -> None:
    """Write a codebook in canonical form, whole or not at all.

    Raises
    ------
    PublishError
        If the file cannot be written; what was there stays.
    """
    write_files({Path(path): format_codebook(codebook)})


def format_codebook(codebook: Codebook) -> str:
    """Write a codebook as YAML in its one canonical form.

    Keys stand in the order of the models, what is empty is left out, and the parts are
    apart by an empty line; so equal codebooks are equal byte for byte.

    Examples
    --------
    >>> print(format_codebook(_example()))  # doctest: +ELLIPSIS
    title: Problems
    <BLANKLINE>
    version: 1
    ...
    codes:
      - id: slow-release
        label: Slow releases
        category: delivery
        definition: Releases take long.
        since: 1
    <BLANKLINE>
    """
    content = codebook.model_dump(exclude_defaults=True)
    return "\n".join(format_yaml({key: part}) for key, part in content.items())


def format_yaml(content: Any) -> str:
    """Write blocks, lists and plain values as YAML 1.2 in block style, lists indented.

    Examples
    --------
    >>> print(format_yaml({"rename": "a", "to": "b"}), end="")
    rename: a
    to: b
    """
    yaml = YAML(typ="rt", pure=True)
    yaml.Representer = _Representer
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(content, out)
    # Where ruamel.yaml breaks a line it may leave a space, which means nothing.
    lines = out.getvalue().removesuffix("\n").split("\n")
    return "".join(f"{line.rstrip(' ')}\n" for line in lines)


class _Representer(RoundTripRepresenter):
    """Write aliases out, and escape what some readers of YAML take for the end of a line."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_text(self, text: str) -> Any:
        style = '"' if _ODD_LINE_END.search(text) else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Representer.add_representer(str, _Representer.represent_text)


def _example() -> Codebook:
    """Return the codebook of this module's examples."""
    return Codebook(
        title="Problems",
        version=1,
        units=CodedUnits(question="Q4"),
        categories=[Category(id="delivery", label="Delivery", definition="Releasing models.")],
        codes=[
            Code(
                id="slow-release",
                label="Slow releases",
                category="delivery",
                definition="Releases take long.",
                since=1,
            )
        ],
    )
