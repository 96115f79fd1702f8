"""What can go wrong with an embedded service, in words for the person who started it."""


class ServiceError(Exception):
    """An embedded service cannot run; the message is a plain sentence, ready to be shown."""


class AlreadyRunningError(ServiceError):
    """Another copy of the product uses the same data directory."""


class CancelledError(ServiceError):
    """The person asked to stop while a service was still starting."""
