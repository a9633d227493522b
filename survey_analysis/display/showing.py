"""Tables and figures with their caption, note and downloads."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from survey_analysis.display.notices import data_note, name_download
from survey_analysis.display.shown import Shown
from survey_analysis.errors import InvalidCallError
from survey_analysis.results import Results
from survey_analysis.tables.html import download_line, to_entries, to_html
from survey_analysis.tables.latex import to_latex

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def show_table(
    table: pd.DataFrame,
    *,
    caption: str,
    results: Results,
    note: str = "",
    download: str | None = None,
) -> Shown:
    """Show a display table with caption, note and the kind of the data.

    Parameters
    ----------
    table
        From `survey_analysis.tables`.
    caption
        What the table shows.
    results
        The results it was made of.
    note
        What must be known to read it.
    download
        The table of the results to offer as CSV, such as ``estimates``.

    Raises
    ------
    InvalidCallError
        If the results have no table of that name.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> from survey_analysis.study import find_study_folder
    >>> name = "ml-deployment-monitoring"
    >>> results = load_results(name, find_study_folder(name) / "record")
    >>> from survey_analysis.tables import adoption_table
    >>> table = adoption_table(results.question("Q14"))[["Option", "Count", "Base"]]
    >>> show_table(table, caption="Pipeline", results=results, download="estimates")
    Pipeline
    Option Count Base
       Yes    49  168
        No   119  168
    Real export, aggregates.
    """
    return _show(to_html, table, caption, note, download, results)


def show_entries(
    table: pd.DataFrame,
    *,
    caption: str,
    results: Results,
    note: str = "",
    download: str | None = None,
) -> Shown:
    """Show a display table of long texts as a list, which narrow screens can hold.

    Parameters
    ----------
    table
        From `survey_analysis.tables`; its first column names the entries.
    caption, results, note, download
        As for `show_table`.

    Raises
    ------
    InvalidCallError
        If the results have no table of that name.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> from survey_analysis.study import find_study_folder
    >>> name = "ml-deployment-monitoring"
    >>> results = load_results(name, find_study_folder(name) / "record")
    >>> table = pd.DataFrame({"Code": ["Drift"], "Definition": ["Data change."]})
    >>> show_entries(table, caption="Codes", results=results).html.splitlines()[2]
    '<dt>Drift</dt>'
    """
    return _show(to_entries, table, caption, note, download, results)


def _show(
    write: Callable[..., str],
    table: pd.DataFrame,
    caption: str,
    note: str,
    download: str | None,
    results: Results,
) -> Shown:
    links = {}
    if download is not None:
        results.table(download)
        links = {name_download("CSV", results): f"{_place(results)}/{download}.csv"}
    notes = " ".join(part for part in (note, data_note(results)) if part)
    label = f"tab:{results.study.study}-{'-'.join(caption.lower().split()[:4])}"
    return Shown(
        html=write(table, caption=caption, note=notes, download=links),
        text=f"{caption}\n{table.to_string(index=False)}\n{notes}",
        latex=to_latex(table, caption=f"{caption}. {notes}", label=label),
    )


def show_figure(
    axes: Axes, *, caption: str, alt: str, results: Results, name: str | None = None
) -> Shown:
    """Show a figure with caption, alternative text and the kind of the data.

    Parameters
    ----------
    axes
        From `survey_analysis.figures`.
    caption
        What the figure shows.
    alt
        The same for those who cannot see it, from the figure's ``describe_…``.
    results
        The results it was made of.
    name
        The figure's name in the gallery (``Q13``), to offer it as SVG and PNG.

    Raises
    ------
    InvalidCallError
        If there is no alternative text.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> from survey_analysis.study import find_study_folder
    >>> name = "ml-deployment-monitoring"
    >>> results = load_results(name, find_study_folder(name) / "record")
    >>> from survey_analysis.figures import describe_adoption, plot_adoption
    >>> rows = results.question("Q13")
    >>> axes, alt = plot_adoption(rows), describe_adoption(rows)
    >>> shown = show_figure(axes, caption="Approach.", alt=alt, results=results, name="Q13")
    >>> print(shown.html[:26])
    <figure class="sa-figure">
    """
    from survey_analysis.figures.rendering import render_svg
    from survey_analysis.figures.saving import mark_origin
    from survey_analysis.figures.style import figure_of

    if not alt.strip():
        msg = "a figure needs an alternative text; describe_… of its module writes one"
        raise InvalidCallError(msg)
    figure = figure_of(axes)
    mark_origin(figure, results.kind)
    source = f"data:image/svg+xml;base64,{b64encode(render_svg(figure)).decode()}"
    text = f"{caption} {data_note(results)}"
    place = f"{_place(results)}/figures/{name}"
    formats = ("SVG", "PNG") if name else ()
    links = {name_download(one, results): f"{place}.{one.lower()}" for one in formats}
    lines = [
        '<figure class="sa-figure">',
        f'<img src="{source}" alt="{escape(alt, quote=True)}">',
        f"<figcaption>{escape(text)}</figcaption>",
        "</figure>",
        *download_line(links),
    ]
    return Shown(html="\n".join(lines), text=f"{text}\n{alt}")


def _place(results: Results) -> str:
    """Return the address of a study's results as seen from a notebook's page."""
    return f"../results/{results.study.study}"
