"""What the generated pages say of every study, with numbers by reference."""

from __future__ import annotations

BASES = """{.sa-lead}
Every figure is a share, a mean or a quantile of the answers to one question, with an interval that
says how much it could have differed.

## Bases

The base of a figure is the number of respondents who answered the question. Who was not shown a
question, skipped it, or left an answer that can be read in two ways is not in its base; each
question says how many these are. A question with several answers is one question: respondents
count, not ticks, so shares may add up to more than the whole.

## Intervals"""

INTERVALS = {"bca": "bias-corrected and accelerated (BCa)", "percentile": "percentile"}

EXACT = "The distribution of all resamples is computed exactly; none is drawn."

DRAWN = """They come from {{ survey.setting.n_resamples }} resamples, drawn at random with the seed
{{ survey.setting.seed }}."""

LIMITS = """Beside the bootstrap interval of a share stands Wilson's, which stands in where all or
none of the respondents chose an option. For the bootstrap see B. Efron, *Better bootstrap
confidence intervals*, Journal of the American Statistical Association 82 (1987), 171–185; for the
other E. B. Wilson, *Probable inference, the law of succession, and statistical inference*, Journal
of the American Statistical Association 22 (1927), 209–212.

## What an interval does not cover

Intervals describe sampling variation, as if respondents had been drawn at random from all who
could have answered. They do not cover who chose to take part, who gave up, how a question was
understood, or whether an answer is true. Intervals of different figures are not adjusted for each
other.

## What is not shown"""

REASONS = """Not shown
: the respondent did not reach the question, or was not asked it.

Not answered
: the question was seen and skipped.

Empty
: a text field was seen and left empty.

Ambiguous
: nothing is ticked; "none of these" and "skipped" look alike in this export.

Untouched default
: a preset was left as it was, on a page without any other answer.

Sentinel
: a number that stands for something else."""

REACHED = """This export has no mark for what was never shown. A page counts as reached by whoever
answered something on it or on a later page, and by whoever finished (`{{ survey.finished }}`) with
answers beyond the first page. What is empty on other pages was not shown."""

REPRODUCE = """{.sa-lead}
The same data and the same study file give the same tables, byte for byte.

## What these figures were made of

| What | Value |
|---|---|
| Command | `{{ survey.command }}` |
| Data | {{ survey.data.kind }}, {{ survey.records }} records |
| Of which count | {{ survey.complete }} ({{ survey.data.population }}) |
| SHA-256 of the data | `{{ survey.data.sha256 }}` |
| Intervals | {{ survey.setting.interval }}, {{ survey.level }} |
| Seed | {{ survey.setting.seed }} |"""

TABLES = {
    "agreement.csv": "how far coders agree",
    "bounds.csv": "how far ambiguous answers could move a share",
    "breakdowns.csv": "questions by segments",
    "claims.csv": "every check of a conclusion",
    "code_contrasts.csv": "differences between codes and segments",
    "coded_units.csv": "what became of the open answers",
    "codes.csv": "shares of codes and categories",
    "contrasts.csv": "differences between options, items and segments, with tests",
    "cooccurrence.csv": "codes that the same respondents report",
    "distributions.csv": "how often each number was given",
    "dropout.csv": "who reached each section",
    "estimates.csv": "every figure of the whole sample, with base, count and intervals",
    "missing.csv": "how many answered each question, and why the others did not",
    "quality.csv": "findings about the data, and their effect",
    "ranks.csv": "how surely an option is the first",
    "relations.csv": "causes and effects that respondents name",
    "saturation.csv": "how many codes appear with more respondents",
    "saturation_points.csv": "when few codes are new",
    "sensitivity.csv": "the headlines in other populations and readings",
}
