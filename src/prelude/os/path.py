"""os.path: names of files, taken apart and put together."""
from _conch import os_call
from _files import fspath as _fspath

sep, curdir, pardir, extsep, pathsep, altsep, devnull = "/", ".", "..", ".", ":", None, "/dev/null"
supports_unicode_filenames = False
_DIR, _FILE, _LINK = 0o040000, 0o100000, 0o120000


def _text(path):
    path = _fspath(path)
    return path if isinstance(path, str) else path.decode("utf-8", "surrogateescape")


def _like(path, *results):
    """The results as bytes if the path was given so."""
    if isinstance(path, bytes):
        results = tuple([r.encode("utf-8", "surrogateescape") for r in results])
    return results if len(results) > 1 else results[0]


def _joined(path, parts):
    for part in parts:
        if part.startswith("/") or not path:
            path = part
        else:
            path += part if path.endswith("/") else "/" + part
    return path


def join(a, *p):
    a = _fspath(a)
    parts = [_fspath(part) for part in p]
    for part in parts:
        if isinstance(part, bytes) != isinstance(a, bytes):
            raise TypeError("Can't mix strings and bytes in path components")
    return _like(a, _joined(_text(a), [_text(part) for part in parts]))


def _split(path):
    at = path.rfind("/") + 1
    head, tail = path[:at], path[at:]
    if head.strip("/"):
        head = head.rstrip("/")
    return head, tail


def split(p):
    return _like(_fspath(p), *_split(_text(p)))


def basename(p):
    return _like(_fspath(p), _split(_text(p))[1])


def dirname(p):
    return _like(_fspath(p), _split(_text(p))[0])


def splitext(p):
    path = _text(p)
    start = path.rfind("/") + 1
    dot = path.rfind(".")
    while start < dot and path[start] == ".":
        start += 1
    if start >= dot:
        return _like(_fspath(p), path, "")
    return _like(_fspath(p), path[:dot], path[dot:])


def splitdrive(p):
    return "", _fspath(p)


def normcase(s):
    return _fspath(s)


def isabs(s):
    return _text(s).startswith("/")


def normpath(path):
    text = _text(path)
    if not text:
        return _like(_fspath(path), ".")
    root = "//" if text.startswith("//") and not text.startswith("///") else "/" if text.startswith("/") else ""
    parts = []
    for part in text.split("/"):
        if part in ("", "."):
            continue
        if part != ".." or not root and not parts or parts and parts[-1] == "..":
            parts.append(part)
        elif parts:
            parts.pop()
    return _like(_fspath(path), (root + "/".join(parts)) or ".")


def abspath(path):
    text = _text(path)
    if not text.startswith("/"):
        text = _joined(os_call("getcwd"), [text])
    return _like(_fspath(path), normpath(text))


def realpath(filename, *, strict=False):
    """Follows symbolic links, part by part."""
    rest = [part for part in _text(abspath(filename)).split("/") if part]
    rest.reverse()
    path, seen = "/", 0
    while rest:
        part = rest.pop()
        if part == "..":
            path = _split(path)[0] or "/"
            continue
        step = _joined(path, [part])
        try:
            target = os_call("readlink", step)
        except OSError as e:
            if strict and e.errno != 22:
                raise
            path = step
            continue
        seen += 1
        if seen > 40:
            if strict:
                raise OSError(40, "Too many levels of symbolic links", filename)
            path = step
            continue
        if target.startswith("/"):
            path = "/"
        rest.extend([p for p in reversed(target.split("/")) if p and p != "."])
    return _like(_fspath(filename), path)


def relpath(path, start="."):
    if not path:
        raise ValueError("no path specified")
    there = [part for part in _text(abspath(path)).split("/") if part]
    here = [part for part in _text(abspath(start)).split("/") if part]
    same = 0
    while same < min(len(there), len(here)) and there[same] == here[same]:
        same += 1
    return _like(_fspath(path), "/".join([".."] * (len(here) - same) + there[same:]) or ".")


def commonprefix(m):
    if not m:
        return ""
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def commonpath(paths):
    paths = [_text(p) for p in paths]
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    if len({p.startswith("/") for p in paths}) > 1:
        raise ValueError("Can't mix absolute and relative paths")
    common = commonprefix([[part for part in p.split("/") if part and part != "."] for p in paths])
    return ("/" if paths[0].startswith("/") else "") + "/".join(common)


def expanduser(path):
    text = _text(path)
    if not (text == "~" or text.startswith("~/")):
        return path
    from os import environ
    home = environ.get("HOME", "").rstrip("/")
    return _like(_fspath(path), (home + text[1:]) or "/") if "HOME" in environ else path


def expandvars(path):
    from os import environ
    text, out, at = _text(path), "", 0
    while at < len(text):
        if text[at] != "$":
            out += text[at]
            at += 1
            continue
        end = at + 1
        if text[end:end + 1] == "{" and "}" in text[end:]:
            end = text.index("}", end) + 1
            name = text[at + 2:end - 1]
        else:
            while end < len(text) and (text[end].isalnum() or text[end] == "_"):
                end += 1
            name = text[at + 1:end]
        out += environ.get(name, text[at:end]) if name else text[at:end]
        at = end
    return _like(_fspath(path), out)


# ---- what is there ----

def _stat(path):
    """What stat() says, None if there is nothing."""
    try:
        return os_call("stat", path if isinstance(path, int) else _fspath(path))
    except (OSError, ValueError):
        return None


def exists(path):
    return _stat(path) is not None


def lexists(path):
    try:
        os_call("lstat", _fspath(path))
        return True
    except (OSError, ValueError):
        return False


def _is(path, kind):
    found = _stat(path)
    return found is not None and found[0] & 0o170000 == kind


def isfile(path):
    return _is(path, _FILE)


def isdir(s):
    return _is(s, _DIR)


def islink(path):
    try:
        return os_call("lstat", _fspath(path))[0] & 0o170000 == _LINK
    except (OSError, ValueError):
        return False


def ismount(path):
    found, above = _stat(path), _stat(join(path, ".."))
    return found is not None and (found[2] != above[2] or found[1] == above[1])


def _look(filename):
    return os_call("stat", filename if isinstance(filename, int) else _fspath(filename))


def getsize(filename):
    return _look(filename)[6]


def getatime(filename):
    return _look(filename)[7] / 1000000000


def getmtime(filename):
    return _look(filename)[8] / 1000000000


def getctime(filename):
    return _look(filename)[9] / 1000000000


def samefile(f1, f2):
    return _look(f1)[1:3] == _look(f2)[1:3]
