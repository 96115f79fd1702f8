"""Rules that every c-store chain begins with, and files of rules. Pure: no Django."""
