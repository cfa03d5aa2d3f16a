"""BottleCRM on the address that is named, for as long as its standard input is open: who started it may be killed."""

import os
import sys
import threading

from django.core.management import execute_from_command_line


def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()
execute_from_command_line(["django", "runserver", "--noreload", sys.argv[1]])
