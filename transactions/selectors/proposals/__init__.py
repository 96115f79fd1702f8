"""What a store's own data says about its departments, payments, totals, registers and
cashier numbers, proposed for a person to confirm.

Each proposal carries its reason as a code and parameters; ``wording.py`` has the sentences.
All of it reads one bounded sample: the newest counted events (``sample.py``).
"""
