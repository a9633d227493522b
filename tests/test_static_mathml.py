"""Maths in the book: what is understood becomes MathML, what is not stops the build."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

SOURCE = Path(__file__).parents[1] / "book" / "_ext" / "static_mathml.py"
FORMULAS = [
    r"\hat p = k/n \sim \operatorname{Bin}(n, \hat p)",
    r"\alpha_1 = \Phi\!\left(z_0 + \frac{z_0 + z_\alpha}{1 - a\,(z_0 + z_\alpha)}\right)",
    r"\begin{aligned} a &= b \\ &= \sqrt[3]{c} \end{aligned}",
    r"\begin{cases} \text{holds} & \text{if } \ell > \tfrac12 \\ x & y \le 0 \end{cases}",
    r"\begin{equation*} \sum_{i=1}^{n} x_i^2 \end{equation*}",
    r"\bar x_{\{a\}} \approx 50\,\%",
]


@pytest.fixture(scope="module")
def mathml() -> ModuleType:
    pytest.importorskip("sphinx", reason="maths in the book needs the extra `book`")
    spec = importlib.util.spec_from_file_location("static_mathml", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("latex", FORMULAS)
def test_the_formulas_of_a_report_are_understood(mathml: ModuleType, latex: str) -> None:
    root = ElementTree.fromstring(mathml.to_mathml(latex, display="block"))
    assert root.attrib["display"] == "block"


def test_aligned_lines_share_their_columns(mathml: ModuleType) -> None:
    latex = r"\begin{aligned} a &= b \\ c &= d \end{aligned}"
    text = mathml.to_mathml(latex, display="block")
    assert text.count("<mtr>") == 2
    assert text.count("<mtd") == 4


def test_signs_keep_what_tex_means_by_them(mathml: ModuleType) -> None:
    text = mathml.to_mathml(r"\Phi \sim \mathrm{d} x", display="inline")
    assert '<mi mathvariant="normal">&#x003A6;</mi>' in text
    assert "<mo>&#x0223C;</mo>" in text
    assert '<mi mathvariant="normal">&#x00064;</mi>' in text
    assert "<mi>x</mi>" in text


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        (r"\foo{x}", r"unknown command '\\\\foo'"),
        (r"a & b", "'&' outside an alignment"),
        (r"\begin{foo} x \end{foo}", "unknown environment 'foo'"),
        (r"\frac{a}", r"mfrac with 1 argument\(s\)"),
        (r"\frac{1}{2", "braces do not balance"),
        (r"x^2^3", "double superscripts"),
        (r"\text{a < b}", "not well-formed"),
        (r"\foo & x", r"unknown command .*; '&' outside"),
    ],
)
def test_what_is_not_understood_is_an_error(mathml: ModuleType, latex: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        mathml.to_mathml(latex, display="inline")
