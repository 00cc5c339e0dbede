"""Who is at the keyboard, and a secret line."""
import os

__all__ = ["getpass", "getuser", "GetPassWarning"]


class GetPassWarning(UserWarning):
    pass


def getpass(prompt="Password: ", stream=None):
    """The line is asked for as input() does: it is seen while it is typed."""
    return input(prompt)


def getuser():
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        user = os.environ.get(name)
        if user:
            return user
    return "uid%d" % os.getuid() if os.getuid() else "root"
