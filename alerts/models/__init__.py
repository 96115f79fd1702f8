"""Rules, what they found, and who is told. Chain schema."""

from alerts.models.alerts import Alert, AlertKey, AlertState, AlertTransaction, RuleMark
from alerts.models.rules import Rule, RuleState, Severity

__all__ = [
    "Alert",
    "AlertKey",
    "AlertState",
    "AlertTransaction",
    "Rule",
    "RuleMark",
    "RuleState",
    "Severity",
]
