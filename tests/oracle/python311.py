"""Where the Python is that conch is held against: 3.11 (other versions word their errors otherwise)."""
import os
import shutil
import subprocess

MISSING = "a python3 3.11 to compare with is missing"


def find():
    """The system's own python3 before one of a user's: it is the one with gevent packaged. None without a 3.11."""
    for name in ("/usr/bin/python3", "/usr/bin/python3.11", "python3.11", "python3"):
        path = name if os.access(name, os.X_OK) else shutil.which(name)
        if path and is_311(path):
            return path
    return None


def is_311(path):
    asked = subprocess.run([path, "-c", "import sys; print(sys.version_info[:2] == (3, 11))"], capture_output=True, text=True)
    return asked.stdout == "True\n"
