#!/usr/bin/env python
"""Runs every command of the product; ``python manage.py help`` lists them."""

import os
import sys


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - the message is the point
        sys.exit("lossprevention needs Python 3.11 or newer; this is " + sys.version.split()[0])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lossprevention.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("The packages are missing. Run: pip install -r requirements.txt")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
