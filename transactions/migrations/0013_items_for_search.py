from __future__ import annotations

from datetime import timedelta

import django.db.models.deletion
from django.db import connection, migrations, models
from django.utils import timezone

ALL_OF_THEM = """
    INSERT INTO transactions_itemstouched (store_id, since, until)
    SELECT store_id, min(occurred_at), max(occurred_at)
    FROM transactions_transaction GROUP BY store_id RETURNING store_id
"""


def ask_for_what_is_there(_apps, schema_editor):
    """Receipts that came in before there were items are looked at by jobs, in pieces."""
    from jobs.models import Lane
    from jobs.services import enqueue

    with schema_editor.connection.cursor() as cursor:
        cursor.execute(ALL_OF_THEM)
        stores = [str(row[0]) for row in cursor.fetchall()]
    enqueue(
        chain=connection.schema_name,
        kind="index_items",
        keys=stores,
        lane=Lane.BACKFILL,
        run_after=timezone.now() + timedelta(minutes=1),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("stores", "0005_recorders_being_added"),
        ("transactions", "0012_odd_transactions_by_store"),
    ]

    operations = [
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=120)),
            ],
            options={"verbose_name": "item", "verbose_name_plural": "items"},
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("code", "name"), name="item_once"),
        ),
        migrations.CreateModel(
            name="ItemsTouched",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("store", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stores.store")),
            ],
            options={
                "verbose_name": "span with items to index",
                "verbose_name_plural": "spans with items to index",
            },
        ),
        migrations.CreateModel(
            name="ItemUse",
            fields=[
                ("pk", models.CompositePrimaryKey("transaction_id", "item_id", blank=True, editable=False, primary_key=True, serialize=False)),
                ("occurred_at", models.DateTimeField()),
                ("item", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="transactions.item")),
                ("store", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stores.store")),
                ("transaction", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="transactions.transaction")),
            ],
            options={"verbose_name": "use of an item", "verbose_name_plural": "uses of items"},
        ),
        migrations.AddIndex(
            model_name="itemuse",
            index=models.Index(fields=["item", "-occurred_at", "-transaction"], include=("store",), name="item_use_time"),
        ),
        migrations.CreateModel(
            name="ItemWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40)),
                ("item", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="words", to="transactions.item")),
            ],
            options={"verbose_name": "word of an item", "verbose_name_plural": "words of items"},
        ),
        migrations.AddIndex(
            model_name="itemword",
            index=models.Index(fields=["word", "item"], name="item_word", opclasses=["varchar_pattern_ops", "int8_ops"]),
        ),
        migrations.RunPython(ask_for_what_is_there, migrations.RunPython.noop),
    ]
