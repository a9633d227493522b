"""Which figures of what was coded are planned."""

from __future__ import annotations

from dataclasses import replace

from result_rows import load_record

from survey_analysis.figures.problems import plan_problems

KINDS = ["codes-{}", "cause-effect-{}", "cause-effect-{}-wide", "relations-{}",
         "cooccurrence-{}", "saturation-{}"]  # fmt: skip


def test_each_phase_gets_its_figures_and_all_together_agreement() -> None:
    names = [drawing.name for drawing in plan_problems(load_record())]
    phases = ("model-deployment", "model-monitoring")
    assert names == [*(kind.format(one) for one in phases for kind in KINDS), "agreement"]


def test_unions_are_no_causes_and_no_category_of_their_own() -> None:
    drawings = {drawing.name: drawing for drawing in plan_problems(load_record())}
    axes = drawings["codes-model-monitoring"].plot()
    labels = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    assert "Monitoring practice and tools" in labels
    assert not [label for label in labels if label.startswith("Tools, missing")]


def test_what_nobody_related_is_not_drawn() -> None:
    record = load_record()
    empty = {name: record.table(name).iloc[:0] for name in ("relations", "cooccurrence")}
    changed = replace(record, tables={**record.tables, **empty})
    names = [drawing.name for drawing in plan_problems(changed)]
    assert not [name for name in names if name.startswith(("relations", "cooccurrence"))]


def test_a_study_without_codes_has_none_of_them() -> None:
    assert not list(plan_problems(replace(load_record(), codebook=None)))
