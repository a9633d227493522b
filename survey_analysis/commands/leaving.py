"""The command `export`."""

from __future__ import annotations

import argparse

from survey_analysis.commands.call import load_for_command
from survey_analysis.exit_codes import OK
from survey_analysis.leaving import write_answers
from survey_analysis.progress import say, step

_NAMED = 5


def export(options: argparse.Namespace) -> int:
    """Write the answers for other programs, and say what is left out."""
    responses = load_for_command(options, options.study)
    with step(f"{responses.study.study}: writing"):
        stays = write_answers(responses, options.out, form=options.format, texts=options.texts)
    if stays:
        named = ", ".join(stays[:_NAMED]) + (" and more" if len(stays) > _NAMED else "")
        say(f"{len(stays)} columns of free text or personal data are left out: {named}")
    say("this is a row a respondent, not aggregates: mind who gets it")
    print(options.out)
    return OK
