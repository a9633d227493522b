"""Counting figures in groups of some of the respondents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from survey_analysis.estimates import Groups
from survey_analysis.measures import QuestionMeasures
from survey_analysis.scale.merging import drop_placeholders
from survey_analysis.tallies import Tally, tally


@dataclass(frozen=True, eq=False)
class Counted:
    """Figures counted in groups, for one table or one part of it.

    Attributes
    ----------
    tally
        The counts.
    groups
        The groups, without their members.
    name, label
        Of a variation of the sensitivity list; empty otherwise.
    """

    tally: Tally
    groups: Groups
    name: str = ""
    label: str = ""


def count_in_groups(measures: Sequence[QuestionMeasures], groups: Groups) -> Counted:
    """Count figures in groups, so that they add up with those of other respondents."""
    counted = drop_placeholders(tally(measures, groups.masks), measures)
    return Counted(counted, replace(groups, masks=groups.masks[:, :0]))
