from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from accounts.gentle_index import AddIndexGently


class Migration(migrations.Migration):
    atomic = False  # an index of a large table is made beside the running product

    dependencies = [("transactions", "0014_indexes_of_search")]

    operations = [
        AddIndexGently(
            model_name="transaction",
            index=GinIndex(
                fields=["flags"],
                condition=~models.Q(flags=[]),
                fastupdate=False,
                name="txn_flags",
            ),
        ),
    ]
