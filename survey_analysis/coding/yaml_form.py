"""The canonical form of our YAML files: the same content gives the same bytes."""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML

_WIDTH = 100


def format_yaml(content: Any) -> str:
    """Write blocks, lists and plain values as YAML 1.2; empty values and lists are left out.

    Parameters
    ----------
    content
        Dicts, lists, texts, numbers, booleans.

    Examples
    --------
    >>> print(format_yaml({"title": "Problems", "note": None, "codes": [{"id": "drift"}]}), end="")
    title: Problems
    codes:
    - id: drift
    """
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = _WIDTH
    written = io.StringIO()
    yaml.dump(_without_empty(content), written)
    return written.getvalue()


def _without_empty(content: Any) -> Any:
    if isinstance(content, dict):
        kept = {key: _without_empty(value) for key, value in content.items()}
        return {key: value for key, value in kept.items() if value not in (None, [], {})}
    return [_without_empty(part) for part in content] if isinstance(content, list) else content
