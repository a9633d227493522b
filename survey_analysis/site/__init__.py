"""The site: stage book, notebooks and results in one folder, build it, check it, publish it."""

from survey_analysis.site.building import build_site
from survey_analysis.site.checks import find_site_problems
from survey_analysis.site.executing import fingerprint
from survey_analysis.site.staging import stage_site

__all__ = ["build_site", "find_site_problems", "fingerprint", "stage_site"]
