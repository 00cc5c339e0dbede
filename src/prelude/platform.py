"""What computer and what Python this is."""
import os
import sys
from collections import namedtuple

uname_result = namedtuple("uname_result", "system node release version machine processor")


def uname():
    u = os.uname()
    return uname_result(u.sysname, u.nodename, u.release, u.version, u.machine, "")


def system():
    return os.uname().sysname


def node():
    return os.uname().nodename


def release():
    return os.uname().release


def version():
    return os.uname().version


def machine():
    return os.uname().machine


def processor():
    return ""


def architecture(executable=None, bits="", linkage=""):
    return "64bit", "ELF"


def platform(aliased=False, terse=False):
    u = os.uname()
    return f"{u.sysname}-{u.release}" if terse else f"{u.sysname}-{u.release}-{u.machine}-with-glibc"


def python_version():
    return "%d.%d.%d" % sys.version_info[:3]


def python_version_tuple():
    return tuple(python_version().split("."))


def python_implementation():
    return "conch"


def python_compiler():
    return "C17"


def python_build():
    return "", ""


def python_branch():
    return ""


def python_revision():
    return ""


def freedesktop_os_release():
    with open("/etc/os-release") as f:
        pairs = [line.strip().partition("=") for line in f if "=" in line]
    return {k: v.strip("\"'") for k, _, v in pairs}
