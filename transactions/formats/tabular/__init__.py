"""Exports of back offices: spreadsheets, delimited text and tables in web pages.

``cells`` and ``grid`` read sheets whatever their container; the rest finds out what the
columns mean and makes events of the rows.
"""
