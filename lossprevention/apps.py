from django.apps import AppConfig


class LosspreventionConfig(AppConfig):
    name = "lossprevention"
    verbose_name = "Loss prevention"
