"""The ring test: one of each is rung at a register, and the product says what it saw."""
