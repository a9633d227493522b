"""Pieces of pages: texts, blocks of HTML, figures and tables as Markdown takes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape as escape_html

import pandas as pd

from survey_analysis.tables.html import download_line, to_html

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^&])")


@dataclass(frozen=True)
class Page:
    """One generated page.

    Attributes
    ----------
    name
        The file's name without suffix.
    title
        The heading, as Markdown.
    body
        Everything below it, as Markdown.
    part
        The heading in the navigation under which it stands; empty for the first page.
    """

    name: str
    title: str
    body: str
    part: str = ""


def escape(text: str) -> str:
    r"""Write a text of a study file so that Markdown shows it as it is, on one line.

    Examples
    --------
    >>> print(escape("Models *in* {{ use }}"))
    Models \*in\* \{\{ use \}\}
    """
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def join(*blocks: str) -> str:
    r"""Join blocks of a page, each a paragraph of its own; empty ones are left out.

    Examples
    --------
    >>> join("a", "", "b")
    'a\n\nb'
    """
    return "\n\n".join(block for block in blocks if block)


def as_block(html: str) -> str:
    r"""Write HTML as one block of a page: no empty line ends it, no brace starts a key.

    Examples
    --------
    >>> as_block("<p>a\n\n{{ b }}</p>")
    '<p>a\n&#123;&#123; b }}</p>'
    """
    return re.sub(r"\n\s*\n", "\n", html).replace("{{", "&#123;&#123;")


def write_table(
    table: pd.DataFrame, *, caption: str, note: str = "", download: Mapping[str, str] | None = None
) -> str:
    """Write a display table as a block; parameters as for `survey_analysis.tables.to_html`.

    Examples
    --------
    >>> table = pd.DataFrame({"Option": ["Yes"], "Base": ["168"]})
    >>> write_table(table, caption="Pipeline").count("<tr>")
    2
    """
    return as_block(to_html(table, caption=caption, note=note, download=download))


def write_figure(address: str, *, caption: str, alt: str) -> str:
    """Write a figure as a block, with SVG and PNG to download.

    Parameters
    ----------
    address
        Of the files, without suffix, as seen from the page.
    caption
        What the figure shows.
    alt
        The same for those who cannot see it.

    Examples
    --------
    >>> print(write_figure("figures/Q13", caption="Approach.", alt="Bars."))
    <figure class="sa-figure">
    <img src="figures/Q13.svg" alt="Bars.">
    <figcaption>Approach.</figcaption>
    </figure>
    <p class="sa-download"><a href="figures/Q13.svg" download>SVG</a> \
<a href="figures/Q13.png" download>PNG</a></p>
    """
    lines = [
        '<figure class="sa-figure">',
        f'<img src="{escape_html(address)}.svg" alt="{escape_html(alt)}">',
        f"<figcaption>{escape_html(caption)}</figcaption>",
        "</figure>",
        *download_line({"SVG": f"{address}.svg", "PNG": f"{address}.png"}),
    ]
    return as_block("\n".join(lines))


def fold(summary: str, *blocks: str) -> str:
    r"""Fold blocks of HTML away under a line that opens them.

    Examples
    --------
    >>> fold("By role", "<p>a</p>")
    '<details>\n<summary>By role</summary>\n<p>a</p>\n</details>'
    """
    head = f"<summary>{escape_html(summary)}</summary>"
    return as_block("\n".join(["<details>", head, *blocks, "</details>"]))
