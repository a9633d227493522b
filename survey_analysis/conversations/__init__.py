"""Analysis of interviews and focus groups: who speaks, themes, stances, quotes."""

from survey_analysis.conversations.quotes import Quotes, select_quotes
from survey_analysis.conversations.stances import read_stances
from survey_analysis.conversations.tabulating import Conversations, tabulate_conversations

__all__ = ["Conversations", "Quotes", "read_stances", "select_quotes", "tabulate_conversations"]
