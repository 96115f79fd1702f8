from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Chains and people"

    def ready(self) -> None:
        # django-tenants' command builds its plan with its own autodetector, which pghistory's
        # system check refuses (commands.E001): give it the one of makemigrations.
        from django.core.management.commands import makemigrations
        from django_tenants.management.commands.migrate_schemas import MigrateSchemasCommand
        from django_tenants.signals import schema_pre_migration

        from accounts.baseline import lay_before_migrating

        MigrateSchemasCommand.autodetector = makemigrations.Command.autodetector
        schema_pre_migration.connect(lay_before_migrating)
