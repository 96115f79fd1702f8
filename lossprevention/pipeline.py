"""The order of the stages: every kind of job, who does it, and what follows.

receive -> parse and flag -> evaluate rules, plan clips -> fetch. Each arrow is a row in
``jobs.Job``, written in the same commit as the data it is about.
"""

from __future__ import annotations

from datetime import timedelta

import accounts.handlers
import alerts.handlers
import alerts.handlers_rules
import alerts.handlers_scores
import clips.handlers
import review.handlers
import stores.handlers
import transactions.handlers
from accounts.tenancy import entered
from jobs.registry import Pipeline, Stage

PIPELINE = Pipeline(
    stages={
        "provision_chain": Stage(accounts.handlers.provision_chain, atomic=False),
        "parse_file": Stage(
            transactions.handlers.parse_files,
            batch=200,
            then=("plan_clips",),
            buried=transactions.handlers.file_buried,
        ),
        "evaluate_rule": Stage(alerts.handlers_rules.evaluate_rule),
        "plant_rules": Stage(alerts.handlers_rules.plant_rules),
        "propose_threshold": Stage(alerts.handlers_rules.propose_threshold),
        "run_trial": Stage(
            alerts.handlers_rules.run_trial,
            atomic=False,
            buried=alerts.handlers_rules.trial_buried,
        ),
        "evaluate_rules": Stage(alerts.handlers.evaluate_rules, batch=200, then=("rank_reviews",)),
        "rank_reviews": Stage(alerts.handlers_scores.rank_reviews, batch=20),
        "roll_up_days": Stage(alerts.handlers_scores.roll_up_days, batch=20),
        "score_chain": Stage(alerts.handlers_scores.score_chain, at_most=timedelta(hours=2)),
        "tell_alert": Stage(alerts.handlers.tell_alert, batch=200),
        "escalate_alert": Stage(alerts.handlers.escalate_alert, batch=200),
        "deliver": Stage(
            alerts.handlers.deliver,
            pool="send",
            atomic=False,
            at_most=timedelta(minutes=5),
            buried=alerts.handlers.delivery_buried,
        ),
        "plan_summaries": Stage(
            alerts.handlers.plan_summaries, atomic=False, buried=alerts.handlers.plan_buried
        ),
        "make_summary": Stage(alerts.handlers.make_summary),
        "index_items": Stage(transactions.handlers.index_items, batch=4),
        "check_store": Stage(transactions.handlers.check_stores, batch=10),
        "plan_clips": Stage(clips.handlers.plan_clips, batch=200),
        "follow_decision": Stage(clips.handlers.follow_decision, batch=50),
        "fetch_clip": Stage(
            clips.handlers.fetch_clip,
            pool="video",
            atomic=False,
            at_most=timedelta(minutes=20),
            buried=clips.handlers.clip_buried,
        ),
        "recut_clips": Stage(clips.handlers.recut_clips, pool="video"),
        "estimate_clock": Stage(
            clips.handlers.estimate_clock,
            pool="video",
            atomic=False,
            at_most=timedelta(minutes=30),
        ),
        "serve_export": Stage(
            clips.handlers.serve_export,
            pool="video",
            atomic=False,
            at_most=timedelta(minutes=60),
        ),
        "retire_clips": Stage(
            clips.handlers.retire_clips, atomic=False, buried=clips.handlers.retire_buried
        ),
        "fetch_source": Stage(
            transactions.handlers.fetch_sources,
            pool="fetch",
            atomic=False,
            buried=transactions.handlers.source_buried,
        ),
        "check_recorder": Stage(
            stores.handlers.check_recorder,
            pool="fetch",
            atomic=False,
            at_most=timedelta(minutes=10),
        ),
        "refresh_expiries": Stage(clips.handlers.refresh_expiries, batch=20),
        "mark_suspects": Stage(clips.handlers.mark_suspects, batch=20),
        "camera_stills": Stage(
            clips.handlers.camera_stills,
            pool="video",
            atomic=False,
            at_most=timedelta(minutes=20),
        ),
        "finish_upload": Stage(
            clips.handlers.finish_upload,
            pool="video",
            atomic=False,
            at_most=timedelta(minutes=30),
            buried=clips.handlers.upload_buried,
        ),
        "build_evidence": Stage(
            review.handlers.build_evidence,
            pool="video",
            atomic=False,
            at_most=timedelta(hours=2),
            buried=review.handlers.package_buried,
        ),
        "mask_copy": Stage(
            review.handlers.mask_copy,
            pool="video",
            atomic=False,
            at_most=timedelta(minutes=30),
            buried=review.handlers.copy_buried,
        ),
        "export_search": Stage(
            review.handlers.export_search,
            pool="video",
            atomic=False,
            at_most=timedelta(hours=2),
            buried=review.handlers.export_buried,
        ),
        "expire_export": Stage(review.handlers.expire_export, batch=20),
    },
    enter_chain=entered,
)
