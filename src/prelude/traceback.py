"""What tracebacks look like."""

from _conch import _exc_handled, _frame, _places, _traceback_text


def _exception(exc, value):
    return exc if isinstance(exc, BaseException) else value


def _said(exc):
    kind = type(exc)
    name = kind.__qualname__
    if kind.__module__ not in ("builtins", "__main__"):
        name = f"{kind.__module__}.{name}"
    text = str(exc)
    return f"{name}: {text}\n" if text else f"{name}\n"


def _lines(text):
    """Without the line of advice, which belongs to the person at the keyboard."""
    return [line + "\n" for line in text.split("\n")[:-1] if not line.startswith(("  try: ", "  试试："))]


def _write(lines, file):
    import sys
    (sys.stderr if file is None else file).write("".join(lines))


def format_exception_only(exc, /, value=None):
    exc = _exception(exc, value)
    return [_said(exc)] + [f"{note}\n" for note in getattr(exc, "__notes__", ())]


def format_exception(exc, /, value=None, tb=None, limit=None, chain=True):
    exc = _exception(exc, value)
    if exc is None:
        return ["NoneType: None\n"]
    lines = _lines(_traceback_text(exc))
    notes = getattr(exc, "__notes__", ())
    if lines and not notes:
        lines[-1] = _said(exc)
    return lines


def print_exception(exc, /, value=None, tb=None, limit=None, file=None, chain=True):
    _write(format_exception(exc, value), file)


def format_exc(limit=None, chain=True):
    return "".join(format_exception(_exc_handled()))


def print_exc(limit=None, file=None, chain=True):
    print_exception(_exc_handled(), file=file)


def print_last(limit=None, file=None, chain=True):
    print_exc(limit, file)


# ---- where it was ----

class FrameSummary:
    """One place of a traceback or of a stack."""

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self.line = line
        self.locals = locals
        self._told = None           # with the part of the line that counts marked

    def _tuple(self):
        return self.filename, self.lineno, self.name, self.line

    def __iter__(self):
        return iter(self._tuple())

    def __getitem__(self, i):
        return self._tuple()[i]

    def __len__(self):
        return 4

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return self._tuple() == other._tuple()
        return self._tuple() == other if isinstance(other, tuple) else NotImplemented

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"


class StackSummary(list):
    """Places, the outermost first."""

    @classmethod
    def from_list(klass, places):
        return klass([place if isinstance(place, FrameSummary) else FrameSummary(*place[:3], line=place[3])
                      for place in places])

    def format_frame_summary(self, place):
        if place._told is not None:
            return place._told
        text = f'  File "{place.filename}", line {place.lineno}, in {place.name}\n'
        return text + f"    {place.line.strip()}\n" if place.line else text

    def format(self):
        """The text of each; the same place for the fourth time in a row and more is only counted."""
        lines, last, count = [], None, 0
        for place in self + [None]:
            here = place and place._tuple()[:3]
            if here != last:
                if count > 3:
                    more = count - 3
                    lines.append(f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n")
                last, count = here, 0
            count += 1
            if place is not None and count <= 3:
                lines.append(self.format_frame_summary(place))
        return lines


def _summary(of, limit, marked):
    summary = StackSummary()
    if of is None:
        return summary
    for file, line, name, text, told in _places(of):
        place = FrameSummary(file, line, name, line=text)
        place._told = told if marked else None
        summary.append(place)
    return StackSummary(_limited(summary, limit))


def _limited(places, limit):
    """The first ones, or with a negative limit the last ones."""
    if limit is None:
        return places
    return places[:limit] if limit >= 0 else places[limit:]


def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def walk_stack(f):
    if f is None:
        f = _frame(1)
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def extract_tb(tb, limit=None):
    return _summary(tb, limit, True)


def extract_stack(f=None, limit=None):
    """The outermost first; a limit counts from the innermost."""
    return _summary(f or _frame(0), None if limit is None else -limit, False)


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    _write(format_list(extracted_list), file)


def format_tb(tb, limit=None):
    return extract_tb(tb, limit).format()


def print_tb(tb, limit=None, file=None):
    _write(format_tb(tb, limit), file)


def format_stack(f=None, limit=None):
    return extract_stack(f or _frame(0), limit).format()


def print_stack(f=None, limit=None, file=None):
    _write(format_stack(f or _frame(0), limit), file)
