"""Support staff's admin of a chain's stores. Registered by ``lossprevention.admin_sites``."""
