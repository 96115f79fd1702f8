"""The pages of getting data in."""
