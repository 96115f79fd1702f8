from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("review", "0001_ring_test")]

    operations = [
        migrations.AddField(
            model_name="ringstep",
            name="occurred_at",
            field=models.DateTimeField(help_text="By the register's clock.", null=True),
        ),
        migrations.AddField(
            model_name="ringstep",
            name="received_at",
            field=models.DateTimeField(help_text="When its file came in.", null=True),
        ),
        migrations.AddField(
            model_name="ringstep",
            name="waved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="ringstep",
            name="learned",
            field=models.JSONField(
                default=dict, help_text="How the register writes it: read_as, flags, elements, …"
            ),
        ),
        migrations.AddField(
            model_name="ringstep",
            name="rejected",
            field=models.JSONField(
                default=list, help_text="Transactions that somebody said were not it."
            ),
        ),
        migrations.AddConstraint(
            model_name="ringtest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("store", "register"),
                name="ring_test_open_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="ringstep",
            index=models.Index(
                condition=models.Q(("transaction__isnull", False)),
                fields=["transaction"],
                name="ring_step_transaction",
            ),
        ),
    ]
