"""Support's pages about alerts."""
"""Support staff's admin of rules. Registered by ``lossprevention.admin_sites``."""
