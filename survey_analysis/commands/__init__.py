"""What each command does, between the parsed call and the exit code.

Each takes the parsed options and returns an exit code; errors are for the command line.
"""

from survey_analysis.commands.code_verbs import code
from survey_analysis.commands.comparing import contrast, plan
from survey_analysis.commands.drafting import new
from survey_analysis.commands.estimating import estimate
from survey_analysis.commands.leaving import export
from survey_analysis.commands.originals import fetch, record, replica, schema
from survey_analysis.commands.runs import report, run
from survey_analysis.commands.validating import validate

__all__ = [
    "code", "contrast", "estimate", "export", "fetch", "new", "plan", "record", "replica", "report",
    "run", "schema", "validate",
]  # fmt: skip
