"""The rule language: grammar, tree, explanation, completions. Pure: no Django, no database."""
