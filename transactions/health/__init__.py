"""Proof that we are not blind: what each store's data tells about itself.

``judgment`` says in one word whether a store is watched and why not; ``gaps`` finds the
numbers that are missing in a register's counter; ``reconcile`` holds our counts against
the register's own; ``drift`` and ``seen`` tell what was never seen before, and what never.
"""
