"""The services that the product brings along when nothing is configured.

PostgreSQL and Redis come as binaries inside pip packages; they are started, guarded and ended by
this package, which knows nothing of Django and of the apps.
"""
