"""What a ring test cannot do, said so that the person at the register knows what to do."""


class RingTestError(ValueError):
    """Nothing was written; the message says what to do next."""


class StaleStepError(Exception):
    """Somebody else went on meanwhile: what is to be shown is where the test is now."""
