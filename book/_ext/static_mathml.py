"""Write maths as MathML while the book is built: a reader's browser then needs no script.

latex2mathml passes over what it does not know (an unknown command becomes its own name,
an unknown environment vanishes), so what it writes is checked, and each fault is a warning.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from docutils import nodes
from latex2mathml import commands, exceptions
from latex2mathml.converter import convert
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

ENVIRONMENT = re.compile(r"\\(begin|end)\{([^}]*)\}")
# Sphinx numbers the equations; latex2mathml numbers `align` itself and does not know `aligned`.
RENAMED = {"align": "align*", "aligned": "align*"}
UNWRAPPED = {"equation", "equation*"}  # their content is all that is needed
KNOWN = {command.removeprefix("\\") for command in commands.MATRICES} | UNWRAPPED
# Where latex2mathml strays from what TeX means.
REPAIRS = {
    r"<mi>&#x0007E;</mi>": "<mo>&#x0223C;</mo>",  # \sim is a relation, no letter
    r'width="negativethinmathspace"': 'width="-0.167em"',  # no browser knows the name
    r"<mo>&#x0002F;</mo>": '<mo lspace="0" rspace="0">/</mo>',  # a slash has no space around it
    # TeX sets a thin space around Pr, and none before its bracket; this is between the two.
    r'<mo( movablelimits="true")?>(?=[A-Za-z]{2})': r'<mo\1 lspace="0.1em" rspace="0.1em">',
    # \mathrm{d} and capital Greek letters are upright.
    r"<mi>(?=&#x000[4-7][0-9A-F];|&#x003[9A][0-9A-F];)": '<mi mathvariant="normal">',
}
# latex2mathml's errors have no base of their own.
ERRORS = tuple(error for error in vars(exceptions).values() if isinstance(error, type))
CHILDREN = dict.fromkeys(["mfrac", "mroot", "msub", "msup", "munder", "mover"], 2) | dict.fromkeys(
    ["msubsup", "munderover"], 3
)


def to_mathml(latex: str, *, display: str) -> str:
    """Write LaTeX as MathML; `display` is "inline" or "block".

    Raises
    ------
    ValueError
        If the formula is not understood as a whole; the message lists every reason.
    """
    renamed = ENVIRONMENT.sub(_rename, latex)
    try:
        mathml = convert(renamed, display=display)
    except ERRORS as error:
        raise ValueError(_describe(error)) from error
    for pattern, repair in REPAIRS.items():
        mathml = re.sub(pattern, repair, mathml)
    if problems := [*_misread(renamed), *_leftovers(mathml), *_misformed(mathml)]:
        raise ValueError("; ".join(problems))
    return mathml


def _rename(match: re.Match[str]) -> str:
    return f"\\{match[1]}{{{RENAMED.get(match[2], match[2])}}}"


def _describe(error: Exception) -> str:
    """Turn ``DoubleSuperscriptsError()`` into ``double superscripts``."""
    words = re.findall("[A-Z][a-z]+", type(error).__name__.removesuffix("Error"))
    return " ".join([*words, str(error)]).strip().lower()


def _misread(latex: str) -> list[str]:
    """Find what latex2mathml drops in silence."""
    names = {match[2] for match in ENVIRONMENT.finditer(latex)}
    unknown = [f"unknown environment {name!r}" for name in sorted(names - KNOWN)]
    bare = re.sub(r"\\.", "", latex, flags=re.DOTALL)
    is_balanced = bare.count("{") == bare.count("}")
    return unknown if is_balanced else [*unknown, "braces do not balance"]


def _leftovers(mathml: str) -> list[str]:
    unknown = [f"unknown command {name!r}" for name in re.findall(r"\\(?:[A-Za-z]+|.)", mathml)]
    return [*unknown, *(["'&' outside an alignment"] if ">&<" in mathml else [])]


def _misformed(mathml: str) -> list[str]:
    """Find what XML forbids, and elements with an argument too few or too many."""
    try:
        root = ElementTree.fromstring(mathml.replace(">&<", "><"))
    except ElementTree.ParseError as error:
        return [f"not well-formed ({error})"]
    wrong = [e for e in root.iter() if len(e) != CHILDREN.get(_name(e), len(e))]
    return [f"{_name(element)} with {len(element)} argument(s)" for element in wrong]


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(_render(node, display="inline"))
    raise nodes.SkipNode


def visit_displaymath(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a group that can be focused: a wide formula scrolls within its own box."""
    number = get_node_equation_number(self, node) if node["number"] else ""
    label = f"Equation {number}".strip()
    group = {"role": "group", "tabindex": "0", "aria-label": label}
    self.body.append(self.starttag(node, "div", CLASS="math-block", **group))
    self.body.append(_render(node, display="block"))
    if number:
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _render(node: nodes.math | nodes.math_block, *, display: str) -> str:
    latex = node.astext().strip()
    try:
        return to_mathml(latex, display=display)
    except ValueError as error:
        logger.warning("maths %r: %s", latex, error, location=node, type="mathml")
        return ""


class KeepPunctuation(SphinxPostTransform):
    """Keep what follows a formula without a space on its line: browsers break there."""

    default_priority = 900
    formats = ("html",)

    def run(self, **_: Any) -> None:
        for formula in list(self.document.findall(nodes.math)):
            following = formula.next_node(descend=False, siblings=True)
            if isinstance(following, nodes.Text) and (end := re.match(r"\S+", following)):
                text = following.astext()
                together = nodes.inline("", "", formula.deepcopy(), nodes.Text(end[0]))
                together["classes"] = ["sa-together"]
                place = formula.parent.index(formula)
                formula.parent[place : place + 2] = [together, nodes.Text(text[end.end() :])]


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_html_math_renderer("static_mathml", (visit_math, None), (visit_displaymath, None))
    app.add_post_transform(KeepPunctuation)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
