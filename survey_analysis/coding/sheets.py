"""A coder's sheet: the units to read, and the coder's own codes where there are any."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from survey_analysis.coding.choices import CODE_SLOTS, Choice, list_choices, write_codes
from survey_analysis.coding.project import Coding


def prepare_sheet(
    coding: Coding,
    *,
    coder: str,
    only: Collection[str] | None = None,
    labels: Mapping[str, str] | None = None,
    blind: bool = False,
) -> pd.DataFrame:
    """Make a coder's sheet. Another coder's codes are never in it.

    Parameters
    ----------
    coding
        The codebook, the units with their texts, and all applications.
    coder
        Whose sheet it is.
    only
        Ids of the units to code; all if None.
    labels
        Labels of groups; a group without one is shown by its id.
    blind
        Leave the coder's own earlier codes blank, too.

    Returns
    -------
    DataFrame
        Texts; one row a unit: `unit_id`, `group`, `text`, `code_1` … `code_5` (more if the
        coder has given a unit more), `memo`, `coder`, `text_sha256`.

    Examples
    --------
    >>> from survey_analysis.coding.codebook import Codebook
    >>> book = {"title": "T", "units": {"question": "T1"}, "categories": [], "codes": []}
    >>> unit = {"unit_id": "3:T1.first", "group": "first", "text": "Slow", "text_sha256": "0"}
    >>> names = ["coder", "unit_id", "code", "category", "memo"]
    >>> none = pd.DataFrame({name: [] for name in names})
    >>> coding = Coding(None, Codebook.model_construct(**book), pd.DataFrame([unit]), *[none] * 3)
    >>> prepare_sheet(coding, coder="coder-b").columns.tolist()[:4]
    ['unit_id', 'group', 'text', 'code_1']
    """
    own = coding.applications[coding.applications["coder"] == coder]
    chosen = {} if blind else list_choices(own)
    units = coding.units if only is None else coding.units[coding.units["unit_id"].isin(only)]
    filled = [chosen.get(unit, Choice()) for unit in units["unit_id"]]
    written = [write_codes(choice.codes) for choice in filled]
    slots = range(max([CODE_SLOTS, *map(len, written)]))
    sheet = pd.DataFrame({
        "unit_id": units["unit_id"],
        "group": units["group"].replace(dict(labels or {})),
        "text": units["text"],
        **{f"code_{i + 1}": ["".join(codes[i : i + 1]) for codes in written] for i in slots},
        "memo": [choice.memo for choice in filled],
        "coder": coder,
        "text_sha256": units["text_sha256"],
    })  # fmt: skip
    return sheet.astype(str).reset_index(drop=True)
