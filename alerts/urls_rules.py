"""Rules: the list, one rule, trying it on past days, and rules as a file."""

from __future__ import annotations

from django.urls import path

from alerts.views import editor, rule_changes, rule_files, rules, trials

urlpatterns = [
    path("", rules.rules, name="rules"),
    path("new/", editor.new, name="rule_new"),
    path("understand/", editor.understand, name="rule_understand"),
    path("<int:rule_id>/", rules.rule, name="rule"),
    path("<int:rule_id>/edit/", editor.edit, name="rule_edit"),
    path("<int:rule_id>/slide/", rules.slide, name="rule_slide"),
    path("<int:rule_id>/switch/", rule_changes.switch, name="rule_switch"),
    path("<int:rule_id>/threshold/", rule_changes.threshold, name="rule_threshold"),
    path("<int:rule_id>/snooze/", rule_changes.snooze, name="rule_snooze"),
    path("<int:rule_id>/propose/", rule_changes.propose, name="rule_propose"),
    path("<int:rule_id>/accept/", rule_changes.accept, name="rule_accept"),
    path("pack/", rule_files.pack, name="rule_pack"),
    path("pack/rules.txt", rule_files.download, name="rule_file"),
    path("pack/look/", rule_files.look, name="rule_file_look"),
    path("pack/take/", rule_files.take, name="rule_file_take"),
    path("try/", trials.new, name="trial_new"),
    path("try/<int:trial_id>/", trials.trial, name="trial"),
    path("try/<int:trial_id>/state/", trials.state, name="trial_state"),
    path("try/<int:trial_id>/drag/", trials.drag, name="trial_drag"),
]
