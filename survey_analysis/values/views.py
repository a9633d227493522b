"""Names of the triangulation: themes, statements and judgements."""

from __future__ import annotations

from survey_analysis.tables.views import JUDGEMENTS, judgement_badge
from survey_analysis.triangulated import Triangulated


def name_triangulation(triangulated: Triangulated) -> dict[str, str]:
    """Name what the triangulation says, as text for pages.

    Parameters
    ----------
    triangulated
        The views and their evidence.

    Returns
    -------
    dict
        ``triangulation.effort.label``, ``.statement``, of each kind of study
        ``.interviews`` (the judgement) and ``.interviews.badge``; ``triangulation.themes``,
        ``.figures`` (that were held against results), and how many views are
        ``triangulation.converges``, ``.complements``, ``.contradicts``, ``.silent``.

    Examples
    --------
    >>> from survey_analysis.triangulated import load_triangulated
    >>> name_triangulation(load_triangulated())["triangulation.themes"]  # doctest: +SKIP
    '6'
    """
    values: dict[str, str] = {}
    for row in triangulated.views.to_dict("records"):
        kind = triangulated.studies[row["study"]]["kind"]
        values |= {
            f"{row['theme']}.label": row["label"],
            f"{row['theme']}.statement": row["statement"],
            f"{row['theme']}.{kind}": row["judgement"],
            f"{row['theme']}.{kind}.badge": judgement_badge(row["judgement"]),
        }
    judged = triangulated.views["judgement"].tolist()
    values |= {judgement: str(judged.count(judgement)) for judgement in JUDGEMENTS}
    values["themes"] = str(triangulated.views["theme"].nunique())
    values["figures"] = str((triangulated.evidence["kind"] == "figure").sum())
    return {f"triangulation.{key}": text for key, text in values.items()}
