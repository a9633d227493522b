"""``python -m survey_analysis``: the command line."""

import sys

from survey_analysis.cli import main

if __name__ == "__main__":
    sys.exit(main())
