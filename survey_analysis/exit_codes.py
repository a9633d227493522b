"""What the command line answers to whoever called it."""

OK, WRONG_DATA, WRONG_CALL, CHANGED_VERDICT, INTERRUPTED = 0, 1, 2, 3, 130
