"""The process that opens binary spreadsheets, and the lines it writes.

Pure, and importing nothing else of the product: it starts once per spreadsheet, and what it
opens is hostile until shown otherwise.
"""
