"""YAML 1.2 by libyaml, ten times as fast as in Python; what it cannot read is left to others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar

import yaml  # type: ignore[import-untyped]

_PREFIX = "tag:yaml.org,2002:"
_DIGITS = "-+0123456789"
_PLAIN = {
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    "int": (
        r"[-+]?0b[0-1_]+|[-+]?0o[0-7_]+|[-+]?0x[0-9a-fA-F_]+|[-+]?[0-9_]*[0-9][0-9_]*",
        list(_DIGITS),
    ),
    "float": (
        r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?"
        r"|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"
        r"|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?"
        r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        list(_DIGITS + "."),
    ),
    "merge": (r"<<", ["<"]),
    "timestamp": (
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
        r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
        r"(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?",
        list("0123456789"),
    ),
    "value": (r"=", ["="]),
}
"""Plain scalars that are no text, and how they begin: those of YAML 1.2, where ``No`` is text."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Loads YAML 1.2; refuses keys that stand twice."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Build a dict of a block."""
        keys = [(key.tag, key.value) for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if len(set(keys)) < len(keys):
            problem = "a key stands twice"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping

    def construct_integer(self, node: Any) -> int:
        """Read a whole number; ``010`` is ten."""
        digits = self.construct_scalar(node).replace("_", "")
        has_base = digits.lstrip("+-")[:2] in ("0b", "0o", "0x")
        return int(digits, 0) if has_base else int(digits)


for _name, (_pattern, _first) in _PLAIN.items():
    _Loader.add_implicit_resolver(_PREFIX + _name, re.compile(f"^(?:{_pattern})$"), _first)
_Loader.add_constructor(_PREFIX + "int", _Loader.construct_integer)


def load_quickly(path: Path) -> Any:
    """Read a YAML 1.2 file into dicts, lists and plain values.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    yaml.YAMLError
        If it is not YAML, or a key stands twice; says less than `survey_analysis.yaml_file`.
    OSError
        If it cannot be read.

    Examples
    --------
    >>> from survey_analysis.study import find_study_folder
    >>> load_quickly(find_study_folder("ml-deployment-monitoring") / "study.yaml")["kind"]
    'survey'
    """
    with path.open("rb") as stream:
        return yaml.load(stream, Loader=_Loader)


def load_with_lines(text: str) -> tuple[Any, dict[str, int]]:
    r"""Read YAML 1.2, and the line, from 0, of each key of its outermost block.

    Parameters
    ----------
    text
        One document.

    Raises
    ------
    yaml.YAMLError
        As `load_quickly`.

    Examples
    --------
    >>> load_with_lines("id: P07\nrole: Lead")
    ({'id': 'P07', 'role': 'Lead'}, {'id': 0, 'role': 1})
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        lines = {str(key.value): key.start_mark.line for key, _ in pairs}
        return None if node is None else loader.construct_document(node), lines
    finally:
        loader.dispose()
