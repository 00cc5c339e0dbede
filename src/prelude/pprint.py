"""Containers told over several lines."""
import sys

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter", "pp"]


def _key(value):
    """Sorts whatever can be sorted, the rest by type and place."""
    return _Key(value)


class _Key:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        try:
            return self.value < other.value
        except TypeError:
            return (str(type(self.value)), id(self.value)) < (str(type(other.value)), id(other.value))


class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._indent, self._width, self._depth, self._stream = indent, width, depth, stream
        self._compact, self._sort, self._underscore = compact, sort_dicts, underscore_numbers

    def pprint(self, object):
        (sys.stdout if self._stream is None else self._stream).write(self.pformat(object) + "\n")

    def pformat(self, object):
        out = []
        self._tell(object, out, 0, 0, (), 0)
        return "".join(out)

    def isreadable(self, object):
        return "<" not in self._repr(object, (), 0) and not self.isrecursive(object)

    def isrecursive(self, object):
        return _contains_itself(object, ())

    def format(self, object, context, maxlevels, level):
        return self._repr(object, (), level), True, False

    # ---- on one line

    def _items(self, d):
        items = list(d.items())
        if self._sort:
            items.sort(key=lambda pair: _key(pair[0]))
        return items

    def _repr(self, object, above, level):
        kind = type(object)
        if isinstance(object, int) and self._underscore and kind is int:
            return f"{object:_d}"
        if isinstance(object, (dict, list, tuple)) and kind.__repr__ in (dict.__repr__, list.__repr__, tuple.__repr__):
            if not object:
                return repr(object)
            opening, closing = ("{", "}") if isinstance(object, dict) else ("[", "]") if isinstance(object, list) else ("(", ")")
            if self._depth is not None and level >= self._depth:
                return opening + "..." + closing
            if id(object) in above:
                return f"<Recursion on {kind.__name__} with id={id(object)}>"
            inside = above + (id(object),)
            if isinstance(object, dict):
                parts = [f"{self._repr(k, inside, level + 1)}: {self._repr(v, inside, level + 1)}" for k, v in self._items(object)]
            else:
                parts = [self._repr(x, inside, level + 1) for x in object]
            if isinstance(object, tuple) and len(object) == 1:
                closing = "," + closing
            return opening + ", ".join(parts) + closing
        return repr(object)

    # ---- on several

    def _tell(self, object, out, column, allowance, above, level):
        text = self._repr(object, above, level)
        room = self._width - column - allowance
        cut = self._depth is not None and level >= self._depth and isinstance(object, (dict, list, tuple, set, frozenset))
        if len(text) <= room or id(object) in above or cut:
            out.append(text)
            return
        inside = above + (id(object),)
        kind = type(object)
        own = kind.__repr__
        if isinstance(object, dict) and own is dict.__repr__ and object:
            out.append("{" + " " * (self._indent - 1))
            self._tell_items(self._items(object), out, column, allowance + 1, inside, level + 1)
            out.append("}")
        elif isinstance(object, list) and own is list.__repr__ and object:
            self._tell_all(object, "[", "]", out, column, allowance, inside, level)
        elif isinstance(object, tuple) and own is tuple.__repr__ and object:
            self._tell_all(object, "(", ",)" if len(object) == 1 else ")", out, column, allowance, inside, level)
        elif isinstance(object, (set, frozenset)) and object:
            opening, closing = ("{", "}") if kind is set else (kind.__name__ + "({", "})")
            items = sorted(object, key=_key)
            self._tell_all(items, opening, closing, out, column + len(opening) - 1, allowance, inside, level)
        elif kind is str and object:
            self._tell_text(object, out, column, allowance, level + 1)
        else:
            out.append(text)

    def _tell_all(self, items, opening, closing, out, column, allowance, above, level):
        out.append(opening + " " * (self._indent - 1))
        column += self._indent
        allowance += len(closing)
        items = list(items)
        gap = ",\n" + " " * column
        used, first = 0, True
        room = self._width - column
        for i, item in enumerate(items):
            last = i + 1 == len(items)
            if self._compact:
                text = self._repr(item, above, level + 1)
                width = len(text) + 2
                left = room - used
                if not first and width > left + (0 if last else 0):
                    out.append(gap)
                    used, first = 0, True
                if len(text) <= room - used - (allowance if last else 0) or first and len(text) <= room - (allowance if last else 0):
                    if not first:
                        out.append(", ")
                    out.append(text)
                    used += width
                    first = False
                    continue
                if not first:
                    out.append(gap)
                    used = 0
                self._tell(item, out, column, allowance if last else 1, above, level + 1)
                used, first = room, False
                continue
            if i:
                out.append(gap)
            self._tell(item, out, column, allowance if last else 1, above, level + 1)
        out.append(closing)

    def _tell_items(self, items, out, column, allowance, above, level):
        column += self._indent
        for i, (key, value) in enumerate(items):
            if i:
                out.append(",\n" + " " * column)
            name = self._repr(key, above, level) + ": "
            out.append(name)
            self._tell(value, out, column + len(name), allowance if i + 1 == len(items) else 1, above, level)

    def _tell_text(self, text, out, column, allowance, level):
        """A long str as several that stand one below the other."""
        if level == 1:
            column += 1
            allowance += 1
        parts, lines = [], text.splitlines(True)
        for i, line in enumerate(lines):
            whole = repr(line)
            last_line = i == len(lines) - 1
            room = self._width - column - (allowance if last_line else 0)
            if len(whole) <= self._width - column - (allowance if last_line else 0):
                parts.append(whole)
                continue
            words, at = [], 0
            while at < len(line):
                end = at
                while end < len(line) and not line[end].isspace():
                    end += 1
                while end < len(line) and line[end].isspace():
                    end += 1
                words.append(line[at:end])
                at = end
            current = ""
            for j, word in enumerate(words):
                limit = self._width - column - (allowance if last_line and j == len(words) - 1 else 0)
                if current and len(repr(current + word)) > limit:
                    parts.append(repr(current))
                    current = word
                else:
                    current += word
            if current:
                parts.append(repr(current))
        if len(parts) == 1:
            out.append(parts[0])
            return
        text = ("\n" + " " * column).join(parts)
        out.append("(" + text + ")" if level == 1 else text)


def _contains_itself(object, above):
    if not isinstance(object, (dict, list, tuple)):
        return False
    if id(object) in above:
        return True
    inside = above + (id(object),)
    return any([_contains_itself(x, inside) for x in (object.values() if isinstance(object, dict) else object)])


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    return PrettyPrinter()._repr(object, (), 0)


def isreadable(object):
    return PrettyPrinter().isreadable(object)


def isrecursive(object):
    return PrettyPrinter().isrecursive(object)
