"""Rules, what they found, and who is told. Chain schema."""

from alerts.models.alerts import Alert, AlertKey, AlertState, AlertTransaction, RuleMark
from alerts.models.deliveries import (
    ChannelTrouble,
    Delivery,
    DeliveryAlert,
    DeliveryAttempt,
    DeliveryKind,
    DeliveryState,
    Outcome,
)
from alerts.models.rules import Rule, RuleState, Severity
from alerts.models.subscriptions import ChannelKind, OptOut, Phone, Subscription, Webhook
from alerts.models.trials import Proposal, Trial, TrialState
from alerts.models.trouble import RuleTrouble, TroubleCode

__all__ = [
    "Alert",
    "AlertKey",
    "AlertState",
    "AlertTransaction",
    "ChannelKind",
    "ChannelTrouble",
    "Delivery",
    "DeliveryAlert",
    "DeliveryAttempt",
    "DeliveryKind",
    "DeliveryState",
    "OptOut",
    "Outcome",
    "Phone",
    "Proposal",
    "Rule",
    "RuleMark",
    "RuleState",
    "RuleTrouble",
    "Severity",
    "Subscription",
    "Trial",
    "TrialState",
    "TroubleCode",
    "Webhook",
]
