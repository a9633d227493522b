"""YAML files checked by a model; every problem is named with its line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from survey_analysis.errors import Problem, StudyFileError, describe_problems, nearest

Model = TypeVar("Model", bound=BaseModel)
Place = Sequence[str | int]


def read_model(path: Path, model: type[Model]) -> Model:
    """Read a YAML 1.2 file into a pydantic model.

    Parameters
    ----------
    path
        The file. ``No`` and ``on`` stay text.
    model
        The model that says what is allowed.

    Raises
    ------
    StudyFileError
        If the file is missing, is not YAML, or does not fit the model. Lists every
        problem with its line, and the nearest key to one that is not known.
    """
    document = read_yaml(path)
    try:
        return model.model_validate(document)
    except ValidationError as error:
        found = [_explain(e, document, model) for e in error.errors()]
        raise located_error(path, found) from None


def read_yaml(path: Path) -> Any:
    """Read a YAML 1.2 file into dicts, lists and plain values.

    Raises
    ------
    StudyFileError
        If the file is missing or is not YAML; says at which line.
    """
    try:
        return YAML(typ="safe", pure=True).load(path)
    except FileNotFoundError:
        msg = f"{path}: there is no such file"
        raise StudyFileError(msg) from None
    except MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        msg = f"{path}{line}: not valid YAML: {error.problem}"
        raise StudyFileError(msg) from None
    except (YAMLError, UnicodeDecodeError) as error:
        msg = f"{path}: not valid YAML: {error}"
        raise StudyFileError(msg) from None


def located_error(path: Path, found: Iterable[tuple[Place, str]]) -> StudyFileError:
    """Make one error of problems given by their place, each with its line in the file.

    Parameters
    ----------
    path
        The YAML file, read again with positions.
    found
        Pairs of place (path of keys and positions) and message.
    """
    positions = YAML(typ="rt").load(path)
    lines = sorted((_line(positions, place), _dotted(place), text) for place, text in found)
    problems = [
        f"line {line}, {key}: {text}" if key else f"line {line}: {text}"
        for line, key, text in lines
    ]
    return StudyFileError(describe_problems(map(Problem, problems), heading=str(path)))


def _line(document: Any, place: Place) -> int:
    """Return the line, counted from 1, of the deepest part of `place` that exists."""
    line = 1
    for key in place:
        try:
            position = document.lc.key(key) if isinstance(document, dict) else document.lc.item(key)
            document = document[key]
        except (KeyError, IndexError, TypeError, AttributeError):
            continue
        line = position[0] + 1
    return line


def _dotted(place: Place) -> str:
    text = ""
    for key in place:
        text += f"[{key + 1}]" if isinstance(key, int) else f".{key}"
    return text.lstrip(".")


def _explain(error: Any, document: Any, model: type[BaseModel]) -> tuple[Place, str]:
    """Turn one error of pydantic into a place and a sentence."""
    place = _existing(error["loc"], document)
    if error["type"] == "extra_forbidden":
        key = str(error["loc"][-1])
        siblings = _at(document, place[:-1])
        known = _fields_like(siblings, model)
        return place, f"unknown key {key!r}{nearest(key, known)}; allowed: {', '.join(known)}"
    if error["type"] == "missing":
        return place, f"the key {error['loc'][-1]!r} is missing"
    if error["type"] == "union_tag_invalid":
        expected = error["ctx"]["expected_tags"].replace("'", "")
        tag = str(error["ctx"]["tag"])
        hint = nearest(tag, expected.split(", "))
        return (*place, "kind"), f"{tag!r} is not a kind{hint}; allowed: {expected}"
    found = error["input"] if isinstance(error["input"], str | int | float | bool) else None
    return place, error["msg"] + ("" if found is None else f", found {found!r}")


def _existing(loc: Place, document: Any) -> tuple[str | int, ...]:
    """Keep the parts of pydantic's location that are keys of the document (not union tags)."""
    place = []
    for key in loc:
        try:
            document = document[key]
        except (KeyError, IndexError, TypeError):
            continue
        place.append(key)
    return tuple(place)


def _at(document: Any, place: Place) -> Any:
    for key in place:
        document = document[key]
    return document


def _fields_like(siblings: Any, model: type[BaseModel]) -> list[str]:
    """List the keys of the model that shares most keys with `siblings`.

    A `kind` that a model fixes must be the one given.
    """

    def fit(candidate: type[BaseModel]) -> tuple[bool, int]:
        kind = candidate.model_fields.get("kind")
        given = siblings.get("kind")
        same = kind is not None and given in getattr(kind.annotation, "__args__", ())
        return same, len(set(siblings) & set(_keys(candidate)))

    return _keys(max(_models_below(model), key=fit))


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


@cache
def _models_below(model: type[BaseModel]) -> tuple[type[BaseModel], ...]:
    """Collect a model and every model its fields are made of."""
    found: dict[type[BaseModel], None] = {}

    def visit(annotation: Any) -> None:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            if annotation not in found:
                found[annotation] = None
                for field in annotation.model_fields.values():
                    visit(field.annotation)
        for argument in getattr(annotation, "__args__", ()):
            visit(argument)

    visit(model)
    return tuple(found)
