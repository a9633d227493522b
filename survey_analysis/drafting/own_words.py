"""Whether texts that recur are options, or people's own words all the same."""

from __future__ import annotations

import re

from survey_analysis.drafting.arranging import is_other
from survey_analysis.drafting.labels import find_scale, order_by_number
from survey_analysis.drafting.profiles import Profile

_ASKS = re.compile(
    r"(?<!best )\b(describe|explain|elaborate)\b|\bown words\b|\btell us\b|\bwhy\b"
    r"|\bwhat (should|could|would|else|happened|went)\b|\banything else\b|\bsuggestions?\b"
    r"|\b(any|further|other|additional|your) (comments?|remarks?|thoughts|feedback)\b"
    r"|\b(beschreib|erkl[äa]r|erl[äa]uter)\w*|\b(warum|wieso|weshalb)\b|\beigenen worten\b"
    r"|\bwas (sollte|m[üu]sste|k[öo]nnte|ist passiert)\b|\b(anmerkung|kommentar|vorschl[äa]g)\w*"
    r"|\b(descrev\w*|descr[ií]ban?)\b|\bexpli(que|car)\w*|\bpor ?qu[eêé]\b|\b(sugest|suger)\w*"
    r"|\bd[ée]criv\w*|\bexpliqu\w*|\bpourquoi\b|\bcommentaires?\b",
    re.IGNORECASE,
)
_SENTENCE = 4  # words a text, on average
_OFTEN = 10  # answers a text, where long texts are options nevertheless


def is_own_words(profile: Profile) -> bool:
    """Tell whether a column's texts may be respondents' own words, although they recur.

    The wording asks for words, or the texts are as long as sentences and do not recur so often
    that only options can. Known scales and labels in the order of their numbers are options.

    Parameters
    ----------
    profile
        The column.

    Examples
    --------
    >>> import pandas as pd
    >>> from survey_analysis.readers.shapes import Column
    >>> def column(text, counts):
    ...     return Profile(Column("Q1", "Q1", text), pd.Series(dtype=str), (), counts)
    >>> is_own_words(column("What should change?", {"More tests": 3, "Less talk": 2}))
    True
    >>> is_own_words(column("Which best describes your role?", {"Tester": 3, "Other": 2}))
    False
    """
    texts = list(profile.counts)
    if not texts or find_scale([profile]) is not None or order_by_number(texts) is not None:
        return False
    if asks_for_words(profile):
        return True
    is_long = sum(len(text.split()) for text in texts) >= _SENTENCE * len(texts)
    recurs = profile.answered >= _OFTEN * len(texts) and min(profile.counts.values()) > 1
    return is_long and not recurs and not any(map(is_other, texts))


def asks_for_words(profile: Profile) -> bool:
    """Tell whether a column's wording, or its name, asks for words of one's own."""
    return _ASKS.search(profile.about.text or profile.name.replace("_", " ")) is not None
