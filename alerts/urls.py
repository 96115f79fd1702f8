"""Rules, alerts, who is told of them, and what the other side answers."""

from __future__ import annotations

from django.urls import include, path

from alerts.views import (
    alerts,
    alerts_tell_me,
    alerts_told,
    alerts_twilio,
    alerts_unsubscribe,
    trends,
)

app_name = "alerts"

urlpatterns = [
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<int:alert_id>/", alerts.alert, name="alert"),
    path("alerts/<int:alert_id>/acknowledge/", alerts.acknowledge_alert, name="acknowledge"),
    path("alerts/<int:alert_id>/reopen/", alerts.reopen_alert, name="reopen"),
    path("tell-me/", alerts_tell_me.tell_me, name="tell_me"),
    path("tell-me/phone/", alerts_tell_me.phone, name="phone"),
    path("tell-me/phone/code/", alerts_tell_me.phone_code, name="phone_code"),
    path("tell-me/phone/remove/", alerts_tell_me.phone_remove, name="phone_remove"),
    path("tell-me/back/", alerts_tell_me.back, name="come_back"),
    path("tell-me/<slug:channel>/", alerts_tell_me.save, name="save_wish"),
    path("tell-me/<slug:channel>/test/", alerts_tell_me.test, name="test_wish"),
    path("told/", alerts_told.told, name="told"),
    path("told/messages/<int:delivery_id>/", alerts_told.delivery, name="delivery"),
    path("told/roles/<slug:role>/", alerts_told.save_role, name="save_role"),
    path("told/webhooks/", alerts_told.add, name="add_webhook"),
    path("told/webhooks/<int:webhook_id>/", alerts_told.webhook, name="webhook"),
    path("told/webhooks/<int:webhook_id>/secret/", alerts_told.secret, name="webhook_secret"),
    path("told/webhooks/<int:webhook_id>/test/", alerts_told.test, name="webhook_test"),
    path("told/webhooks/<int:webhook_id>/remove/", alerts_told.remove, name="webhook_remove"),
    path("unsubscribe/<str:word>/", alerts_unsubscribe.unsubscribe, name="unsubscribe"),
    path("trends/", trends.trends, name="trends"),
    path("trends/cashiers/<int:cashier_id>/", trends.cashier, name="cashier"),
    path("twilio/status/<int:message_id>/", alerts_twilio.status, name="twilio_status"),
    path("twilio/inbound/", alerts_twilio.inbound, name="twilio_inbound"),
    path("rules/", include("alerts.urls_rules")),
]
