"""Evidence: packages that are signed, copies that are masked, shares with outsiders."""
