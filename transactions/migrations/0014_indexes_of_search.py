from __future__ import annotations

from django.db import migrations, models
from django.db.models.functions import Abs

from accounts.gentle_index import AddIndexGently


class Migration(migrations.Migration):
    atomic = False  # an index of a large table is made beside the running product

    dependencies = [("transactions", "0013_items_for_search")]

    operations = [
        AddIndexGently(
            model_name="transaction",
            index=models.Index(
                fields=["store", "business_date", "occurred_at", "id"], name="txn_store_day_time"
            ),
        ),
        migrations.RemoveIndex(model_name="transaction", name="txn_store_day"),
        AddIndexGently(
            model_name="transaction",
            index=models.Index(fields=["-occurred_at", "-id"], name="txn_time"),
        ),
        AddIndexGently(
            model_name="transaction",
            index=models.Index(fields=["cashier", "-occurred_at", "-id"], name="txn_cashier_time"),
        ),
        AddIndexGently(
            model_name="transaction",
            index=models.Index(
                fields=["-occurred_at", "-id"],
                condition=models.Q(is_training=True),
                name="txn_training_time",
            ),
        ),
        AddIndexGently(
            model_name="transaction",
            index=models.Index("store", Abs("amount"), "id", name="txn_store_amount"),
        ),
        AddIndexGently(
            model_name="transaction",
            index=models.Index(
                fields=["-occurred_at", "-id"],
                include=["store", "flags", "standing"],
                condition=~models.Q(flags=[]),
                name="txn_flagged_time",
            ),
        ),
        AddIndexGently(
            model_name="transaction",
            index=models.Index(
                fields=["store", "-occurred_at", "-id"],
                include=["flags", "standing"],
                condition=~models.Q(flags=[]),
                name="txn_flagged_store",
            ),
        ),
    ]
