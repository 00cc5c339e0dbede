"""Paths that fit a pattern."""
import os
from fnmatch import fnmatchcase


def has_magic(s):
    return "*" in s or "?" in s or "[" in s


def escape(pathname):
    return "".join(["[" + c + "]" if c in "*?[" else c for c in pathname])


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    return list(iglob(pathname, root_dir=root_dir, recursive=recursive, include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    found = _find(pathname, root_dir or "", recursive, include_hidden)
    return iter([path for path in found if path])


def _find(pathname, root, recursive, hidden):
    folder, name = os.path.split(pathname)
    if not has_magic(pathname):
        full = os.path.join(root, pathname)
        return [pathname] if (os.path.lexists(full) if name else os.path.isdir(full)) else []
    folders = [folder] if not folder or folder == pathname or not has_magic(folder) else _find(folder, root, recursive, hidden)
    found = []
    for folder in folders:
        found += [os.path.join(folder, inner) for inner in _names(os.path.join(root, folder), name, recursive, hidden)]
    return found


def _names(folder, pattern, recursive, hidden):
    if pattern == "**" and recursive:
        return [""] + _below(folder, hidden) if os.path.isdir(folder or ".") else []
    if not has_magic(pattern):
        there = os.path.lexists(os.path.join(folder, pattern)) if pattern else os.path.isdir(folder)
        return [pattern] if there else []
    return [name for name in _list(folder) if (hidden or pattern[0] == "." or name[0] != ".") and fnmatchcase(name, pattern)]


def _list(folder):
    try:
        return os.listdir(folder or ".")
    except OSError:
        return []


def _below(folder, hidden):
    found = []
    for name in _list(folder):
        if hidden or name[0] != ".":
            found.append(name)
            inner = os.path.join(folder, name)
            if os.path.isdir(inner):
                found += [os.path.join(name, deeper) for deeper in _below(inner, hidden)]
    return found
