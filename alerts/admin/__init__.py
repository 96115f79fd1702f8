"""Support staff's admin of rules and alerts. Registered by ``lossprevention.admin_sites``."""
