"""YAML files checked by a model; every problem is named with its line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, RootModel, ValidationError
from pydantic.fields import FieldInfo
from yaml import YAMLError  # type: ignore[import-untyped]

from survey_analysis.errors import Problem, StudyFileError, describe_problems, nearest, quote
from survey_analysis.yaml_loader import load_quickly

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

Model = TypeVar("Model", bound=BaseModel)
Place = Sequence[str | int]
"""Where something stands in a file: keys and positions, such as ``("pages", 2, "label")``."""


_HINTS = {
    "mapping values are not allowed": "; a text with a colon in it needs quotes",
    "cannot start any token": "; indent with spaces, and put a text that begins so in quotes",
}


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
        If the file is missing, cannot be read, or is not YAML; says at which line.
    """
    try:
        return load_quickly(path)
    except (YAMLError, ValueError):
        return _read_carefully(path)
    except FileNotFoundError:
        msg = f"{path}: there is no such file"
        raise StudyFileError(msg) from None
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}"
        raise StudyFileError(msg) from None


def _read_carefully(path: Path) -> Any:
    """Read what libyaml does not: in Python, slowly, saying what is wrong at which line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return YAML(typ="safe", pure=True).load(path)
    except MarkedYAMLError as error:
        raise StudyFileError(_explain_syntax(path, error)) from None
    except (YAMLError, ValueError) as error:
        msg = f"{path}: not valid YAML: {error}"
        raise StudyFileError(msg) from None


def _explain_syntax(path: Path, error: MarkedYAMLError) -> str:
    """Say on one line what ruamel.yaml says on several."""
    line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
    said = str(error.problem).strip()
    if error.context and error.context_mark:
        said = f"{str(error.context).strip()} (line {error.context_mark.line + 1}): {said}"
    hint = next((hint for part, hint in _HINTS.items() if part in said), "")
    return f"{path}{line}: not valid YAML: {said}{hint}"


def located_error(path: Path, found: Iterable[tuple[Place, str]]) -> StudyFileError:
    """Make one error of problems given by their place, each with its line in the file.

    Parameters
    ----------
    path
        The YAML file, read again with positions.
    found
        Pairs of place (path of keys and positions) and message.
    """
    from ruamel.yaml import YAML

    positions = YAML(typ="rt").load(path)
    lines = sorted(
        (_line(positions, place), _dotted(positions, place), text) for place, text in found
    )
    problems = [
        Problem(f"line {line}, {key}: {text}" if key else f"line {line}: {text}")
        for line, key, text in lines
    ]
    return StudyFileError(describe_problems(problems, heading=str(path)))


def _line(document: Any, place: Place) -> int:
    """Return the line, counted from 1, of the deepest part of `place` that exists."""
    line = 1
    for key in place:
        if not _holds(document, key):
            break
        is_block = isinstance(document, dict)
        position = document.lc.key(key) if is_block else document.lc.item(key)
        line, document = position[0] + 1, document[key]
    return line


def _holds(document: Any, key: str | int) -> bool:
    if isinstance(document, dict):
        return key in document
    return isinstance(document, list) and isinstance(key, int) and key < len(document)


def _dotted(document: Any, place: Place) -> str:
    """Write a place as ``questions[Q13].options[2].label``: by id, or by position from 1."""
    text = ""
    for key in place:
        document = document[key] if _holds(document, key) else None
        if isinstance(key, int):
            name = document.get("id", key + 1) if isinstance(document, dict) else key + 1
            text += f"[{name}]"
        else:
            text += f".{key}"
    return text.lstrip(".")


def _explain(error: Any, document: Any, model: type[BaseModel]) -> tuple[Place, str]:
    """Turn one error of pydantic into a place and a sentence."""
    place = _existing(error["loc"], document)
    key = str(error["loc"][-1]) if error["loc"] else ""
    match error["type"]:
        case "extra_forbidden":
            known = _keys_at(error["loc"][:-1], model)
            hint = nearest(key, known)
            return place, f"unknown key {key!r}{hint}; allowed: {', '.join(known)}"
        case "missing":
            return place, f"the key {key!r} is missing"
        case "union_tag_not_found":
            return place, "the key 'kind' is missing"
        case "literal_error":
            return place, f"must be {error['ctx']['expected']}{_found(error['input'])}"
        case "union_tag_invalid":
            tag, expected = error["ctx"]["tag"], error["ctx"]["expected_tags"].replace("'", "")
            hint = nearest(tag, expected.split(", "))
            return (*place, "kind"), f"{tag!r} is not a kind{hint}; allowed: {expected}"
    if error["input"] is None:
        return place, "must not be empty"
    return place, f"{_WORDED.get(error['type'], error['msg'])}{_found(error['input'])}"


_WORDED = {
    "string_type": "must be text (write a number, true or false in quotes)",
    "string_too_short": "must not be empty",
    "model_type": "must be a block of keys and values",
    "model_attributes_type": "must be a block of keys and values",
    "dict_type": "must be a block of keys and values",
    "list_type": "must be a list",
}


def _found(given: Any) -> str:
    """Show a plain value that was found; a block or a list is not shown."""
    if isinstance(given, str):
        return f", found {quote(given)}"
    return f", found {given!r}" if isinstance(given, int | float | bool) else ""


def _existing(loc: Place, document: Any) -> tuple[str | int, ...]:
    """Keep the parts of pydantic's location that are keys of the document (not union tags)."""
    place = []
    for key in loc:
        if _holds(document, key):
            document = document[key]
            place.append(key)
    return tuple(place)


def _keys_at(loc: Place, model: type[BaseModel]) -> list[str]:
    """List the keys that are allowed where pydantic's location points to."""
    annotation: Any = model
    for key in loc:
        annotation = _step(annotation, key)
    return [field.alias or name for m in _models(annotation) for name, field in _fields(m)]


def _step(annotation: Any, key: str | int) -> Any:
    """Follow one part of a location: a field, the tag of a union, a position, or a dict's key."""
    for model in _models(annotation):
        for name, field in _fields(model):
            if key == (field.alias or name):
                return field.annotation
            if name == "kind" and key in getattr(field.annotation, "__args__", ()):
                return model
    return annotation


def _models(annotation: Any) -> list[type[BaseModel]]:
    """List the models that an annotation such as ``dict[str, Population]`` is made of."""
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        return _models(annotation.model_fields["root"].annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for part in getattr(annotation, "__args__", ()) for m in _models(part)]


def _fields(model: type[BaseModel]) -> list[tuple[str, FieldInfo]]:
    return list(model.model_fields.items())
