"""Warnings: once for each place that they are given from."""
import sys
from _conch import _where, write as _write

__all__ = ["warn", "warn_explicit", "showwarning", "formatwarning", "filterwarnings", "simplefilter", "resetwarnings",
           "catch_warnings"]

filters = []            # (action, start of the message, category, module, line); the first that fits counts
_DEFAULTS = [("default", "", DeprecationWarning, "__main__", 0), ("ignore", "", DeprecationWarning, "", 0),
             ("ignore", "", PendingDeprecationWarning, "", 0), ("ignore", "", ImportWarning, "", 0),
             ("ignore", "", ResourceWarning, "", 0)]
filters.extend(_DEFAULTS)
_seen = set()           # what was shown already


class WarningMessage:
    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message, self.category, self.filename, self.lineno = message, category, filename, lineno
        self.file, self.line, self.source = file, line, source

    def __str__(self):
        return (f"{{message : {self.message!r}, category : {self.category.__name__!r}, filename : {self.filename!r}, "
                f"lineno : {self.lineno}, line : {self.line!r}}}")


def formatwarning(message, category, filename, lineno, line=None):
    text = f"{filename}:{lineno}: {category.__name__}: {message}\n"
    if line is None:
        line = _line_of(filename, lineno)
    return text + f"  {line.strip()}\n" if line and line.strip() else text


def _line_of(filename, lineno):
    try:
        with open(filename, encoding="utf-8") as f:
            for n, line in enumerate(f, 1):
                if n == lineno:
                    return line
    except (OSError, ValueError):
        pass
    return ""


def showwarning(message, category, filename, lineno, file=None, line=None):
    text = formatwarning(message, category, filename, lineno, line)
    if file is None and sys.stderr is sys.__stderr__:
        _write(2, text)
    else:
        (sys.stderr if file is None else file).write(text)


_shown_by = [showwarning]


def _show(message, category, filename, lineno, line):
    if _catching:
        _catching[-1].append(WarningMessage(message, category, filename, lineno, None, line))
    else:
        showwarning(message, category, filename, lineno, None, line)


def _action(text, category, module, lineno):
    for action, start, kind, where, line in filters:
        if (text.lower().startswith(start.lower()) and issubclass(category, kind) and (not where or where == module)
                and line in (0, lineno)):
            return action
    return "default"


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None, *, _line=None):
    if isinstance(message, Warning):
        text, category = str(message), type(message)
    else:
        text, message = str(message), category(message)
    action = _action(text, category, module or "<unknown>", lineno)
    if action == "ignore":
        return
    if action == "error":
        raise message
    if action != "always":
        key = {"once": (text, category), "module": (text, category, filename)}.get(action, (text, category, filename, lineno))
        if key in _seen:
            return
        _seen.add(key)
    _show(message, category, filename, lineno, _line)


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    if isinstance(message, Warning):
        category = type(message)
    if category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    where = _where(max(stacklevel - 1, 0)) or ("sys", 1, "", "sys", "")
    warn_explicit(message, category, where[0], where[1], where[3], _line=where[4])


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    if action not in ("error", "ignore", "always", "default", "module", "once"):
        raise AssertionError(f"invalid action: {action!r}")
    entry = (action, message, category, module, lineno)
    if append:
        filters.append(entry)
    else:
        filters.insert(0, entry)
    _seen.clear()


def simplefilter(action, category=Warning, lineno=0, append=False):
    filterwarnings(action, "", category, "", lineno, append)


def resetwarnings():
    filters.clear()
    _seen.clear()


_catching = []


class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record, self._filter = record, None if action is None else (action, category, lineno, append)

    def __enter__(self):
        self._filters = list(filters)
        self._was_seen = set(_seen)
        _seen.clear()
        if self._filter is not None:
            simplefilter(*self._filter)
        if not self._record:
            return None
        log = []
        _catching.append(log)
        return log

    def __exit__(self, *exc):
        filters[:] = self._filters
        _seen.clear()
        _seen.update(self._was_seen)
        if self._record:
            _catching.pop()
