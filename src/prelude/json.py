"""JSON text."""

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_PLAIN = {'"': '"', "\\": "\\", "/": "/", "n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


class JSONDecodeError(ValueError):
    def __init__(self, msg, doc, pos):
        lineno = doc.count("\n", 0, pos) + 1
        colno = pos - doc.rfind("\n", 0, pos)
        ValueError.__init__(self, f"{msg}: line {lineno} column {colno} (char {pos})")
        self.msg, self.doc, self.pos, self.lineno, self.colno = msg, doc, pos, lineno, colno


JSONDecodeError.__module__ = "json.decoder"


# ---- writing ----

def _quoted(text, ascii_only):
    if text.isalnum() and (text.isascii() or not ascii_only):
        return f'"{text}"'
    out = []
    for char in text:
        code = ord(char)
        if char in _ESCAPES:
            char = _ESCAPES[char]
        elif code < 32 or ascii_only and 126 < code < 65536:
            char = f"\\u{code:04x}"
        elif ascii_only and code >= 65536:
            code -= 65536
            char = f"\\u{0xd800 + (code >> 10):04x}\\u{0xdc00 + (code & 1023):04x}"
        out.append(char)
    return '"' + "".join(out) + '"'


def _float_text(number, allow_nan):
    if number != number or number in (float("inf"), float("-inf")):
        if not allow_nan:
            raise ValueError("Out of range float values are not JSON compliant")
        return "NaN" if number != number else "Infinity" if number > 0 else "-Infinity"
    return float.__repr__(number)


class JSONEncoder:
    item_separator, key_separator = ", ", ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys, self.ensure_ascii, self.check_circular = skipkeys, ensure_ascii, check_circular
        self.allow_nan, self.sort_keys = allow_nan, sort_keys
        self.indent = " " * indent if isinstance(indent, int) else indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f"Object of type {type(o).__name__} is not JSON serializable")

    def encode(self, o):
        out = []
        self._write(o, out, "\n", ())
        return "".join(out)

    def iterencode(self, o):
        yield self.encode(o)

    def _write(self, value, out, line, above):
        if value is None or value is True or value is False:
            out.append("null" if value is None else "true" if value else "false")
        elif isinstance(value, str):
            out.append(_quoted(value, self.ensure_ascii))
        elif isinstance(value, int):
            out.append(int.__repr__(value))
        elif isinstance(value, float):
            out.append(_float_text(value, self.allow_nan))
        else:
            for one in above:
                if one is value:
                    raise ValueError("Circular reference detected")
            above += (value,)
            if isinstance(value, dict):
                self._write_dict(value, out, line, above)
            elif isinstance(value, (list, tuple)):
                self._write_list(value, out, line, above)
            else:
                self._write(self.default(value), out, line, above)

    def _write_list(self, value, out, line, above):
        if not value:
            out.append("[]")
            return
        inner = line if self.indent is None else line + self.indent
        start = "[" if self.indent is None else "[" + inner
        between = self.item_separator if self.indent is None else self.item_separator + inner
        for item in value:
            out.append(start)
            start = between
            self._write(item, out, inner, above)
        out.append("]" if self.indent is None else line + "]")

    def _write_dict(self, value, out, line, above):
        if not value:
            out.append("{}")
            return
        inner = line if self.indent is None else line + self.indent
        start = "{" if self.indent is None else "{" + inner
        between = self.item_separator if self.indent is None else self.item_separator + inner
        first = start
        for key, item in sorted(value.items()) if self.sort_keys else value.items():
            if not isinstance(key, str):
                key = self._key_text(key)
                if key is None:
                    continue
            out.append(start + _quoted(key, self.ensure_ascii) + self.key_separator)
            start = between
            self._write(item, out, inner, above)
        if start is first:
            out.append("{}")
        else:
            out.append("}" if self.indent is None else line + "}")

    def _key_text(self, key):
        if key is None or key is True or key is False:
            return "null" if key is None else "true" if key else "false"
        if isinstance(key, int):
            return int.__repr__(key)
        if isinstance(key, float):
            return _float_text(key, self.allow_nan)
        if self.skipkeys:
            return None
        raise TypeError(f"keys must be str, int, float, bool or None, not {type(key).__name__}")


def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None,
          separators=None, default=None, sort_keys=False, **kw):
    cls = JSONEncoder if cls is None else cls
    return cls(skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan,
               indent=indent, separators=separators, default=default, sort_keys=sort_keys, **kw).encode(obj)


def dump(obj, fp, **options):
    fp.write(dumps(obj, **options))


# ---- reading ----

class JSONDecoder:
    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True,
                 object_pairs_hook=None):
        self._object_hook, self._pairs_hook = object_hook, object_pairs_hook
        self._float, self._int, self._strict = parse_float or float, parse_int or int, strict

    def decode(self, s):
        value, at = self.raw_decode(s, _skip(s, 0))
        at = _skip(s, at)
        if at != len(s):
            raise JSONDecodeError("Extra data", s, at)
        return value

    def raw_decode(self, s, idx=0):
        return self._value(s, idx)

    def _value(self, s, at):
        char = s[at:at + 1]
        if char == '"':
            return self._string(s, at + 1)
        if char == "{":
            return self._object(s, at + 1)
        if char == "[":
            return self._array(s, at + 1)
        for word, value in (("null", None), ("true", True), ("false", False), ("NaN", float("nan")),
                            ("Infinity", float("inf")), ("-Infinity", float("-inf"))):
            if char == word[0] and s.startswith(word, at):
                return value, at + len(word)
        return self._number(s, at)

    def _number(self, s, start):
        at, size = start, len(s)
        if at < size and s[at] == "-":
            at += 1
        digits = at
        while at < size and "0" <= s[at] <= "9":
            at += 1
        if at == digits:
            raise JSONDecodeError("Expecting value", s, start)
        if s[digits] == "0":
            at = digits + 1
        end = at
        if at + 1 < size and s[at] == "." and "0" <= s[at + 1] <= "9":
            at += 1
            while at < size and "0" <= s[at] <= "9":
                at += 1
        if at < size and s[at] in "eE":
            exponent = at + 1
            if exponent < size and s[exponent] in "+-":
                exponent += 1
            if exponent < size and "0" <= s[exponent] <= "9":
                at = exponent
                while at < size and "0" <= s[at] <= "9":
                    at += 1
        return (self._int(s[start:at]) if at == end else self._float(s[start:at])), at

    def _string(self, s, at):
        start, parts = at - 1, []
        while True:
            quote = s.find('"', at)
            if quote < 0:
                raise JSONDecodeError("Unterminated string starting at", s, start)
            back = s.find("\\", at, quote)
            piece = s[at:quote if back < 0 else back]
            if self._strict and not piece.isprintable():
                for offset, char in enumerate(piece):
                    if char < " ":
                        raise JSONDecodeError("Invalid control character at", s, at + offset)
            parts.append(piece)
            if back < 0:
                return "".join(parts), quote + 1
            char = s[back + 1:back + 2]
            at = back + 2
            if char == "u":
                code, at = _hex4(s, at)
                if 0xd800 <= code < 0xdc00 and s.startswith("\\u", at):
                    low, after = _hex4(s, at + 2)
                    if 0xdc00 <= low < 0xe000:
                        code, at = 0x10000 + ((code - 0xd800) << 10) + low - 0xdc00, after
                parts.append(chr(code))
            elif char in _PLAIN:
                parts.append(_PLAIN[char])
            else:
                raise JSONDecodeError("Invalid \\escape", s, back)

    def _array(self, s, at):
        items = []
        at = _skip(s, at)
        if s.startswith("]", at):
            return items, at + 1
        while True:
            value, at = self._value(s, at)
            items.append(value)
            at = _skip(s, at)
            char = s[at:at + 1]
            if char == "]":
                return items, at + 1
            if char != ",":
                raise JSONDecodeError("Expecting ',' delimiter", s, at)
            at = _skip(s, at + 1)

    def _object(self, s, at):
        pairs = []
        at = _skip(s, at)
        if s.startswith("}", at):
            return self._made(pairs), at + 1
        while True:
            if not s.startswith('"', at):
                raise JSONDecodeError("Expecting property name enclosed in double quotes", s, at)
            key, at = self._string(s, at + 1)
            at = _skip(s, at)
            if not s.startswith(":", at):
                raise JSONDecodeError("Expecting ':' delimiter", s, at)
            value, at = self._value(s, _skip(s, at + 1))
            pairs.append((key, value))
            at = _skip(s, at)
            char = s[at:at + 1]
            if char == "}":
                return self._made(pairs), at + 1
            if char != ",":
                raise JSONDecodeError("Expecting ',' delimiter", s, at)
            at = _skip(s, at + 1)

    def _made(self, pairs):
        if self._pairs_hook is not None:
            return self._pairs_hook(pairs)
        return dict(pairs) if self._object_hook is None else self._object_hook(dict(pairs))


def _skip(s, at):
    while at < len(s) and s[at] in " \t\n\r":
        at += 1
    return at


def _hex4(s, at):
    text = s[at:at + 4]
    if len(text) == 4 and all([char in "0123456789abcdefABCDEF" for char in text]):
        return int(text, 16), at + 4
    raise JSONDecodeError("Invalid \\uXXXX escape", s, at - 1)


def loads(s, *, cls=None, **options):
    if isinstance(s, (bytes, bytearray)):
        s = s.decode()
    if not isinstance(s, str):
        raise TypeError(f"the JSON object must be str, bytes or bytearray, not {type(s).__name__}")
    if s.startswith("\ufeff"):
        raise JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", s, 0)
    return (JSONDecoder if cls is None else cls)(**options).decode(s)


def load(fp, **options):
    return loads(fp.read(), **options)
