"""The rule language: grammar, tree, explanation, completions. Pure: no Django, no database."""

from alerts.rules.parsing import parse
from alerts.rules.problems import Parsed, Problem
from alerts.rules.writing import write

__all__ = ["Parsed", "Problem", "parse", "write"]
