"""Messages that left or should have: which did not arrive, and why; sent again from here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.base import LargeTableAdmin, WrongFilter
from accounts.admin.columns import column
from accounts.admin.dialogs import asked, go_to
from alerts.channels.reasons import reason
from alerts.models import Delivery, DeliveryState
from alerts.selectors.alert import shown_address
from alerts.services.deliver import CAN_BE_SENT_AGAIN, send_again

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse
    from unfold.forms import BaseDialogForm

WAITS_LONG = timedelta(minutes=10)
FAILED, GAVE_UP, UNSURE = (
    DeliveryState.FAILED,
    DeliveryState.GAVE_UP,
    DeliveryState.UNSURE,
)


class WrongWithDelivery(WrongFilter):
    def problems(self) -> Mapping[str, tuple[Any, Q]]:
        late = Q(send_after__lt=timezone.now() - WAITS_LONG)
        waiting = Q(state__in=(DeliveryState.QUEUED, DeliveryState.SENDING))
        return {
            "failed": (FAILED.label, Q(state=FAILED)),
            "gave_up": (GAVE_UP.label, Q(state=GAVE_UP)),
            "unsure": (UNSURE.label, Q(state=UNSURE)),
            "late": (gettext_lazy("waiting for long"), waiting & late),
        }


class DeliveryAdmin(LargeTableAdmin):
    list_display = ("created_at", "kind", "channel", "recipient", "where", "how", "why", "tries")
    list_filter = (WrongWithDelivery, "channel", "kind", "state")
    actions_detail = ("send_again",)
    fields = (
        ("kind", "channel", "recipient", "where"),
        ("how", "why", "tries"),
        ("created_at", "send_after", "sending_at", "ended_at"),
        ("key", "provider_id"),
        "subject",
        "attempts_made",
    )

    def applies(self, action: str, row: Delivery) -> bool:
        return row is not None and row.state in CAN_BE_SENT_AGAIN

    @column(gettext_lazy("Address"), empty="")
    def where(self, row: Delivery) -> str:
        return shown_address(row)

    @column(
        gettext_lazy("State"),
        colours={
            FAILED.label: "danger",
            GAVE_UP.label: "danger",
            UNSURE.label: "warning",
            DeliveryState.SENT.label: "success",
            DeliveryState.DELIVERED.label: "success",
        },
    )
    def how(self, row: Delivery) -> str:
        return str(DeliveryState(row.state).label)

    @column(gettext_lazy("Why"), empty="")
    def why(self, row: Delivery) -> str:
        return reason(row.reason, row.reason_params)

    @column(gettext_lazy("What was tried"), empty=gettext_lazy("nothing yet"))
    def attempts_made(self, row: Delivery) -> str:
        said = (
            f"{each.at:%Y-%m-%d %H:%M:%S} {each.get_outcome_display()} "
            f"{reason(each.code, each.params)}".strip()
            for each in row.attempts.all()
        )
        return "; ".join(said)

    @asked(
        gettext_lazy("Send again"),
        gettext_lazy("The same message goes out once more. Whoever got it before gets it twice."),
        icon="send",
    )
    def send_again(
        self, request: HttpRequest, form: BaseDialogForm, object_id: str
    ) -> HttpResponse:
        row = Delivery.objects.filter(pk=object_id).first()
        done = row is not None and send_again(row)
        self.tell(request, _("Asked for.") if done else _("It needs no sending."), done=done)
        return go_to("admin:alerts_delivery_change", object_id)
