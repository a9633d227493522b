"""Guesses about the export as a whole: ids, who is complete, what identifies people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey_analysis.drafting.profiles import Profile, profile_columns
from survey_analysis.drafting.shapes import Setting, Settings
from survey_analysis.readers import RawTable

_ID = re.compile(
    r"id|lfdn|(response|respondent|record|participant|case) ?id|respid|caseid|nr|no|number",
    re.IGNORECASE,
)
_METADATA = re.compile(
    r"status|dispcode|finished|progress|lastpage|quality|language|lang|startlanguage|seed|tester"
    r"|(start|end|submit|recorded) ?date|datestamp|datetime|timestamp|date_of_.*|external_lfdn"
    r"|collector ?id|collection mode|output_mode|javascript|flash|session_id",
    re.IGNORECASE,
)
_IDENTIFYING = re.compile(r"origin|referr?er|browser|user.?agent|url|ip|e-?mail", re.IGNORECASE)
_DURATION = re.compile(r"duration.*|interviewtime|total time|dauer", re.IGNORECASE)
_CONDITION_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_COMPLETE = re.compile(
    r"(complet|finished|beendet|abgeschlossen|terminad|termin[ée])\w*", re.IGNORECASE
)


def suggest_settings(table: RawTable) -> Settings:
    """Guess ids, the rule of complete records, durations, and what identifies people.

    Parameters
    ----------
    table
        The export.

    Examples
    --------
    >>> from survey_analysis.readers import read_table
    >>> from survey_analysis.study import find_study_folder
    >>> table = read_table(find_study_folder("ml-deployment-monitoring") / "responses.csv")
    >>> settings = suggest_settings(table)
    >>> settings.id.value, settings.complete.value, list(settings.drop)
    ('ID', "Status starts 'Completed'", ['Origin'])
    """
    profiles = profile_columns(table)
    drop = {
        p.name: f"holds personal data: {p.about.personal}" for p in profiles if p.about.personal
    }
    drop |= {
        p.name: "its name says that it identifies people"
        for p in profiles
        if p.name not in drop and _IDENTIFYING.fullmatch(p.name)
    }
    left = [p for p in profiles if p.name not in drop]
    known = find_id(left)
    timed = [p.name for p in left if _DURATION.fullmatch(p.name) and _is_timed(p)]
    duration = next((name for name in timed if name != known.value), "")
    metadata = [
        p.name
        for p in left
        if p.name not in (known.value, duration)
        and (p.about.role == "metadata" or _METADATA.fullmatch(p.name) or _is_plain_date(p))
    ]
    complete = find_complete([p for p in left if p.name in metadata])
    return Settings(known, complete, duration, drop, tuple(metadata))


def _is_timed(profile: Profile) -> bool:
    return profile.is_number and profile.answered == len(profile.cells)


def _is_plain_date(profile: Profile) -> bool:
    return profile.is_date and profile.about.question == profile.about.column


def find_id(profiles: Sequence[Profile]) -> Setting:
    """Find the column of ids: all different, none empty, and named or placed like ids."""
    unique = [p for p in profiles if is_unique(p)]
    for profile in unique:
        if _ID.fullmatch(profile.name):
            return Setting(profile.name, "named so, and every record has its own")
    first = [p for p in unique if profiles[0] is p and _counts_up(p)]
    for profile in first:
        return Setting(profile.name, "the first column, and its numbers count up")
    return Setting("", "no column has an id of its own in every record: row numbers are the ids")


def _counts_up(profile: Profile) -> bool:
    texts = profile.cells.str.strip()
    return (
        bool(texts.str.fullmatch(r"[0-9]{1,18}").all())
        and texts.astype("int64").is_monotonic_increasing
    )


def is_unique(profile: Profile) -> bool:
    """Tell whether every record has a text of its own in a column."""
    cells = profile.cells.str.strip()
    return bool((cells != "").all()) and not bool(cells.duplicated().any())


def find_complete(metadata: Sequence[Profile]) -> Setting:
    """Find the rule of complete records among the columns about the record."""
    for profile in metadata:
        name = profile.name.casefold()
        if not _CONDITION_NAME.fullmatch(profile.name):
            continue
        if name == "dispcode" and any(text.startswith("3") for text in profile.counts):
            return _rule(profile, "starts '3'", "codes 31 to 39 are complete in this tool")
        if name in ("status", "state", "finished") or name.endswith("_status"):
            for text in profile.counts:
                found = _COMPLETE.match(text)
                if found is not None:
                    said = f"labels that begin with {found[0]!r}"
                    return _rule(profile, f"starts '{found[0]}'", said)
            for text in ("True", "TRUE", "true", "1", "Yes"):
                if name == "finished" and text in profile.counts:
                    return _rule(profile, f"= '{text}'", "the tool's own mark")
        if name == "submitdate" and profile.counts:
            return _rule(profile, "!= ''", "the tool writes it when the last page is sent")
    reason = "no column says which records are complete: all of them count"
    return Setting("", reason)


def _rule(profile: Profile, condition: str, reason: str) -> Setting:
    return Setting(f"{profile.name} {condition}", reason)
