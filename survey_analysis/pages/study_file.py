"""The reference of the study file, written from its schema.

``python -m survey_analysis.pages.study_file > book/study-file.md`` writes the page anew.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from survey_analysis.pages.markdown import join
from survey_analysis.study import study_schema
from survey_analysis.values import name_values

_LEAD = """\
# The study file

{.sa-lead}
A study is a folder with a `study.yaml`. This is every key that it may have.

`survey-analysis new` drafts the file from an export, and [a tutorial](your-own-survey.md) goes on
from there. `survey-analysis schema` prints the JSON Schema from which this page is made; an editor
that reads it completes keys while you type. An unknown key is an error.

A survey's file has the keys of [](#sf-study), a file of interviews or focus groups those of
[](#sf-qualitativestudy). Of a question with `hidden: true`, such as consent, the site has no
figure, no table and no file; conditions and segments may name it all the same."""
_CONDITIONS = """\
(sf-conditions)=
## Conditions

`where`, `without`, `asked_if`, `finished`, `rule`, `contradiction` and `base` hold a condition, as
does `--where` on the command line. Comparisons are joined by `and`; all must hold, there is no
`or`.

| Comparison | Holds for |
|---|---|
| `Q2 = 'Brazil'` | who chose this option (of several ticks: who ticked it) |
| `Q2 != 'Brazil'` | who answered, and chose another one |
| `Q6 >= 2`, `Q7 < Q6` | numbers; also places of a ranking, `Q9.cost = 1` |
| `Q1.monitoring > 'Medium'` | points of a scale; `Q1.monitoring` is the item `monitoring` of `Q1` |
| `Q4 answered`, `Q4 not answered` | whether there is an answer |
| `Status starts 'Completed'` | a column of `metadata`; also `=` and `!=` |

An option is named by its label or by its id, in quotes of either kind; a quote inside is written
twice. Where a label of one option is the id of another, the label counts. A comparison with
something that was not answered never holds."""
_NAMES = """\
(sf-names)=
## Names for your own pages

In `mine/pages/*.md` a name in double braces, <code>{&#123; survey.records }}</code>, becomes its
figure. Ids are those of the study file; names that begin with a point go behind another. There are
the names"""
_REFERENCE = "#/$defs/"
_SEE = re.compile(r", see `name_\w+`| and more, see\s+`name_\w+`")
_LITERAL = re.compile(r"``([^`]*)``")


def write_study_reference() -> str:
    """Write the page that names every key of a study file.

    Returns
    -------
    str
        Markdown: a section for each block of the file, with a table of its keys, what each
        holds, and what it is where it is left out.

    Examples
    --------
    >>> "| `asked_if` | text | none |" in write_study_reference()
    True
    """
    schema = study_schema()
    blocks: dict[str, Any] = schema["$defs"]
    used = list(dict.fromkeys(_follow(schema, blocks)))
    parts = (_write_block(name, blocks[name]) for name in used)
    return join(_LEAD, _CONDITIONS, _NAMES, _list_names(), *parts) + "\n"


def _list_names() -> str:
    """List what `survey_analysis.values.name_values` names, from its documentation."""
    documented = inspect.getdoc(name_values) or ""
    _, _, names = documented.partition("Then\n\n")
    listed, _, _ = names.partition("\n\nParameters")
    return _LITERAL.sub(_name_whole, _SEE.sub("", listed))


def _name_whole(literal: re.Match[str]) -> str:
    """Write a name as pages have it: with the study's kind in front, unless it goes behind one."""
    name = literal[1]
    return f"`{name}`" if name.startswith(".") else f"`survey.{name}`"


def _follow(part: object, blocks: Mapping[str, Any], *seen: str) -> Iterator[str]:
    """List the blocks that a part of the schema leads to, each before those within it."""
    if isinstance(part, list):
        for inner in part:
            yield from _follow(inner, blocks, *seen)
    elif isinstance(part, dict):
        name = str(part.get("$ref", "")).removeprefix(_REFERENCE)
        if name and name not in seen:
            yield name
            yield from _follow(blocks[name], blocks, *seen, name)
        for key, inner in part.items():
            if key != "$defs":
                yield from _follow(inner, blocks, *seen)


def _write_block(name: str, block: Mapping[str, Any]) -> str:
    rows = [
        f"| `{key}` | {_describe(value)} | {_preset(key, value, block)} |"
        for key, value in block["properties"].items()
    ]
    table = "\n".join(["| Key | Holds | If left out |", "|---|---|---|", *rows])
    words = _LITERAL.sub(r"`\1`", block.get("description", ""))
    return join(f"({_anchor(name)})=\n## {_title(name)}", words, table)


def _anchor(name: str) -> str:
    return f"sf-{name.lower()}"


def _title(name: str) -> str:
    """Write a block's name as words: ``SingleQuestion`` is a single question.

    Examples
    --------
    >>> _title("SingleQuestion")
    'Single question'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


def _preset(key: str, value: Mapping[str, Any], block: Mapping[str, Any]) -> str:
    if key in block.get("required", []):
        return "required"
    preset = value.get("default")
    return "none" if preset in (None, [], {}) else f"`{json.dumps(preset)}`"


def _describe(value: Mapping[str, Any]) -> str:
    """Say in words what a key holds."""
    if "$ref" in value:
        name = value["$ref"].removeprefix(_REFERENCE)
        return f"[{_title(name).lower()}](#{_anchor(name)})"
    if choices := value.get("anyOf") or value.get("oneOf"):
        return " or ".join(_describe(one) for one in choices if one.get("type") != "null")
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return " or ".join(f"`{one}`" for one in value["enum"])
    if value["type"] == "array":
        return f"list of {_describe(value['items'])}"
    if value["type"] == "object":
        return f"names, and for each {_describe(_inner(value))}"
    return _SIMPLE[value["type"]] + _form(value)


_SIMPLE = {"string": "text", "integer": "whole number", "number": "number", "boolean": "yes or no"}


def _inner(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Find what an object with free names holds."""
    of_pattern = list(value.get("patternProperties", {}).values())
    inner: Mapping[str, Any] = of_pattern[0] if of_pattern else value["additionalProperties"]
    return inner


def _form(value: Mapping[str, Any]) -> str:
    pattern = value.get("pattern", "").strip("^$").replace("|", "\\|")
    return f" of the form `{pattern}`" if pattern else ""


if __name__ == "__main__":
    print(write_study_reference(), end="")
