"""The numbers behind a cashier's standing among peers. Pure; needs numpy, which only those
modules load that calculate: read ``docs/scores.md`` for the formulas and their limits."""
