"""Support staff's admin of the public schema. Registered by ``lossprevention.admin_sites``."""
