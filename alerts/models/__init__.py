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
from alerts.models.risks import ItemRisk
from alerts.models.rollup import DayTotal, StaleDay
from alerts.models.rules import Rule, RuleState, Severity
from alerts.models.scores import Doubt, Score, Scoring, Span, StoreNormal
from alerts.models.subscriptions import ChannelKind, OptOut, Phone, Subscription, Webhook
from alerts.models.summaries import (
    RunState,
    SummaryKind,
    SummaryMark,
    SummaryPart,
    SummaryRun,
    SummarySchedule,
)
from alerts.models.trials import Proposal, Trial, TrialState
from alerts.models.trouble import RuleTrouble, TroubleCode

__all__ = [
    "Alert",
    "AlertKey",
    "AlertState",
    "AlertTransaction",
    "ChannelKind",
    "ChannelTrouble",
    "DayTotal",
    "Delivery",
    "DeliveryAlert",
    "DeliveryAttempt",
    "DeliveryKind",
    "DeliveryState",
    "Doubt",
    "ItemRisk",
    "OptOut",
    "Outcome",
    "Phone",
    "Proposal",
    "Rule",
    "RuleMark",
    "RuleState",
    "RuleTrouble",
    "RunState",
    "Score",
    "Scoring",
    "Severity",
    "Span",
    "StaleDay",
    "StoreNormal",
    "Subscription",
    "SummaryKind",
    "SummaryMark",
    "SummaryPart",
    "SummaryRun",
    "SummarySchedule",
    "Trial",
    "TrialState",
    "TroubleCode",
    "Webhook",
]
