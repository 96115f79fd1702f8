"""Support staff's admin of what came in. Registered by ``lossprevention.admin_sites``."""
