#!/usr/bin/env python
"""Django's own commands; everything people need day to day is `./ocaq`."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocaq.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
