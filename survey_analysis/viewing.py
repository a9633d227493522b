"""The triangulation on its page: the matrix of judgements, and the evidence behind each."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from html import escape
from typing import Any

import pandas as pd

from survey_analysis.display import Shown
from survey_analysis.errors import InvalidCallError, unknown_name
from survey_analysis.quoting import quotes_anchor
from survey_analysis.results import ILLUSTRATION_LABEL, Results
from survey_analysis.study import Study
from survey_analysis.tables.coded import read_coded
from survey_analysis.tables.html import to_html
from survey_analysis.tables.views import evidence_table, judgement_badge
from survey_analysis.triangulated import Triangulated

_PLACE = "../results/triangulation"


def show_matrix(triangulated: Triangulated) -> Shown:
    """Show themes × studies: every judgement is a badge that leads to its evidence.

    Parameters
    ----------
    triangulated
        From `survey_analysis.triangulated.load_triangulated`.

    Examples
    --------
    >>> from survey_analysis.triangulated import load_triangulated
    >>> show_matrix(load_triangulated())  # doctest: +SKIP
    """
    views, caption = triangulated.views, "What the studies say on each theme."
    heads = "".join(
        f'<th scope="col">{escape(name_study(triangulated, study))}</th>'
        for study in triangulated.studies
    )
    lines = [
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{caption}">',
        '<table class="sa-table sa-matrix">',
        f"<caption>{caption}</caption>",
        f'<thead><tr><th scope="col">Theme</th>{heads}</tr></thead>',
        "<tbody>",
    ]
    texts = [caption]
    for theme, rows in views.groupby("theme", sort=False):
        judged = dict(zip(rows["study"], rows["judgement"], strict=True))
        cells = "".join(
            f'<td><a href="#{_anchor(str(theme), study)}">{judgement_badge(judged[study])}</a></td>'
            for study in triangulated.studies
        )
        label = rows["label"].iloc[0]
        lines.append(f'<tr><th scope="row">{escape(label)}</th>{cells}</tr>')
        texts.append(f"{label}: {', '.join(judged[study] for study in triangulated.studies)}")
    lines += [
        "</tbody>", "</table>", "</div>",
        f'<p class="sa-download"><a href="{_PLACE}/triangulation.csv" download>CSV</a> '
        f'<a href="{_PLACE}/evidence.csv" download>Evidence as CSV</a></p>',
    ]  # fmt: skip
    return Shown(html="\n".join(lines), text="\n".join(texts))


def name_study(triangulated: Triangulated, study: str) -> str:
    """Name a study by its kind: ``Focus groups``."""
    return triangulated.studies[study]["kind"].replace("-", " ").capitalize()


def _anchor(theme: str, study: str) -> str:
    return f"evidence-{theme}-{study}"


def show_evidence(triangulated: Triangulated, *, theme: str, results: Iterable[Results]) -> Shown:
    """Show every judgement on a theme with its reason, its author and its evidence.

    Parameters
    ----------
    triangulated
        From `survey_analysis.triangulated.load_triangulated`.
    theme
        The theme's id.
    results
        The results of the studies, for the figures' names and bases.

    Raises
    ------
    InvalidCallError
        If there is no such theme; names the nearest.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> from survey_analysis.triangulated import load_triangulated
    >>> studies = [load_results("ml-deployment-monitoring")]  # doctest: +SKIP
    >>> show_evidence(load_triangulated(), theme="effort", results=studies)  # doctest: +SKIP
    """
    views = triangulated.views
    own = views[views["theme"] == theme]
    if own.empty:
        raise InvalidCallError(unknown_name("theme", theme, views["theme"].unique()))
    found = {one.study.study: one for one in results}
    parts = [_show_view(triangulated, row, found[row["study"]]) for row in own.to_dict("records")]
    return Shown(
        html="\n".join(part.html for part in parts), text="\n\n".join(part.text for part in parts)
    )


def _show_view(triangulated: Triangulated, view: dict[Hashable, Any], results: Results) -> Shown:
    theme, study = view["theme"], view["study"]
    name = name_study(triangulated, study)
    by = f"Judged by {view['by']}, {view['date']}."
    lines = [
        f'<div class="sa-view" id="{_anchor(theme, study)}">',
        f"<h3>{escape(name)} {judgement_badge(view['judgement'])}</h3>",
        f'<p>{escape(view["reason"])} <span class="sa-note">{escape(by)}</span></p>',
    ]
    texts = [f"{name}: {view['judgement']}. {view['reason']} {by}"]
    evidence = triangulated.evidence
    rows = evidence[(evidence["theme"] == theme) & (evidence["study"] == study)]
    if len(rows):
        table = evidence_table(
            rows,
            reference=triangulated.studies[study]["reference"],
            tables=_labelled(results),
            units=_units(results),
        )
        is_shown = (rows["kind"] == "illustration").any()
        note = f"{ILLUSTRATION_LABEL} are shown and never count." if is_shown else ""
        caption = f"{view['label']}, {name.lower()}: the evidence."
        lines += [to_html(table, caption=caption, note=note), *_link_quotes(rows, results)]
        texts.append(table.to_string(index=False))
    return Shown(html="\n".join([*lines, "</div>"]), text="\n".join(texts))


def _labelled(results: Results) -> dict[str, pd.DataFrame]:
    if not isinstance(results.study, Study):
        return {}
    tables = {"estimates": results.table("estimates")}
    return tables | ({"codes": read_coded(results, "codes")} if results.codebook else {})


def _units(results: Results) -> dict[str, str]:
    questions = results.study.questions if isinstance(results.study, Study) else []
    return {q.id: q.unit for q in questions if q.kind in ("numeric", "allocation")}


def _link_quotes(rows: pd.DataFrame, results: Results) -> list[str]:
    codes = rows.loc[rows["kind"] == "illustration", "check"]
    links = [
        f'<a href="../quotes.html#{quotes_anchor(results, code)}">{escape(_label(results, code))}'
        "</a>"
        for code in codes
    ]
    return [f'<p class="sa-note">Quotes from the illustrations: {", ".join(links)}</p>'] * bool(
        links
    )


def _label(results: Results, code: str) -> str:
    return results.codebook.code(code).label if results.codebook else code
