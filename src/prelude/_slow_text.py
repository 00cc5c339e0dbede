"""What builtins about numbers and text do when an argument needs Python code: instances with __index__,
__str__, __format__ …, and generators. Each *_slow has the parameters of the builtin it stands in for.
The others are for _slow: percent_slow (str % args), index_of (an instance as an int)."""

from _conch import _payload, _type_lookup


class _Plain:
    pass


# What every instance has: found by a lookup, these say nothing about the class.
_OBJECT_STR = _type_lookup(_Plain(), "__str__")
_OBJECT_FORMAT = _type_lookup(_Plain(), "__format__")


def _name(v):
    return type(v).__name__


def _has(v, name):
    return _type_lookup(v, name) is not None


def _as_int(v, name):
    """What the conversion `name` makes of v."""
    made = _type_lookup(v, name)(v)
    if not isinstance(made, int):
        raise TypeError(f"{name} returned non-int (type {_name(made)})")
    return _payload(made)


def index_of(v):
    if _has(v, "__index__"):
        return _as_int(v, "__index__")
    own = _payload(v)
    if own is v or not isinstance(own, int):
        raise TypeError(f"'{_name(v)}' object cannot be interpreted as an integer")
    return own


# ---- numbers ----

def int_slow(x=0, /, base=10):
    for name in ("__int__", "__index__", "__trunc__"):
        if _has(x, name):
            return _as_int(x, name)
    own = _payload(x)
    if own is x:
        raise TypeError("int() argument must be a string, a bytes-like object or a real number, "
                        f"not '{_name(x)}'")
    return int(own)


def float_slow(x=0.0, /):
    if _has(x, "__float__"):
        made = _type_lookup(x, "__float__")(x)
        if not isinstance(made, float):
            raise TypeError(f"{_name(x)}.__float__ returned non-float (type {_name(made)})")
        return _payload(made)
    if _has(x, "__index__"):
        return float(_as_int(x, "__index__"))
    own = _payload(x)
    if own is x:
        raise TypeError(f"float() argument must be a string or a real number, not '{_name(x)}'")
    return float(own)


def bool_slow(x=False, /):
    return not not x


def abs_slow(x, /):
    if _has(x, "__abs__"):
        return _type_lookup(x, "__abs__")(x)
    own = _payload(x)
    if not isinstance(own, (int, float)):
        raise TypeError(f"bad operand type for abs(): '{_name(x)}'")
    return abs(own)


def round_slow(number, ndigits=None):
    if _has(number, "__round__"):
        f = _type_lookup(number, "__round__")
        return f(number) if ndigits is None else f(number, ndigits)
    own = _payload(number)
    if not isinstance(own, (int, float)):
        raise TypeError(f"type {_name(number)} doesn't define __round__ method")
    return round(own, ndigits)


def _either(a, b, name, reflected):
    """a's method, then b's; NotImplemented if neither answers."""
    f = _type_lookup(a, name)
    made = NotImplemented if f is None else f(a, b)
    if made is NotImplemented and type(a) is not type(b):
        f = _type_lookup(b, reflected)
        made = NotImplemented if f is None else f(b, a)
    return made


def divmod_slow(x, y, /):
    made = _either(x, y, "__divmod__", "__rdivmod__")
    if made is not NotImplemented:
        return made
    a, b = _payload(x), _payload(y)
    if a is x and b is y or not isinstance(a, (int, float)) or not isinstance(b, (int, float)):
        raise TypeError(f"unsupported operand type(s) for divmod(): '{_name(x)}' and '{_name(y)}'")
    return divmod(a, b)


def pow_slow(base, exp, mod=None):
    if mod is None:
        return base ** exp
    f = _type_lookup(base, "__pow__")
    made = NotImplemented if f is None else f(base, exp, mod)
    if made is not NotImplemented:
        return made
    own = [_payload(v) for v in (base, exp, mod)]
    if not all([isinstance(v, (int, float)) for v in own]):
        raise TypeError("unsupported operand type(s) for ** or pow(): "
                        f"'{_name(base)}', '{_name(exp)}', '{_name(mod)}'")
    return pow(own[0], own[1], own[2])


def hex_slow(number, /):
    return hex(index_of(number))


def oct_slow(number, /):
    return oct(index_of(number))


def bin_slow(number, /):
    return bin(index_of(number))


def int_from_bytes_slow(bytes, byteorder="big", *, signed=False):
    return int.from_bytes(bytes_slow(bytes), byteorder, signed=not not signed)


# ---- str() and its kin ----

def str_slow(object="", encoding="utf-8", errors="strict"):
    f = _type_lookup(object, "__str__")
    if f is None or f is _OBJECT_STR:
        own = _payload(object)
        return own if isinstance(own, str) else repr(object)
    text = f(object)
    if not isinstance(text, str):
        raise TypeError(f"__str__ returned non-string (type {_name(text)})")
    return text


def _escaped(c):
    code = ord(c)
    if code < 128:
        return c
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def ascii_slow(obj, /):
    return "".join([_escaped(c) for c in repr(obj)])


def format_slow(value, format_spec="", /):
    f = _type_lookup(value, "__format__")
    if f is not None and f is not _OBJECT_FORMAT:
        text = f(value, format_spec)
        if not isinstance(text, str):
            raise TypeError(f"__format__ must return a str, not {_name(text)}")
        return text
    if not format_spec:
        return str(value)
    own = _payload(value)
    if own is value:
        raise TypeError(f"unsupported format string passed to {_name(value)}.__format__")
    return format(own, format_spec)


def join_slow(self, iterable, /):
    try:
        it = iter(iterable)
    except TypeError:
        raise TypeError("can only join an iterable") from None
    return self.join([item for item in it])


def str_translate_slow(self, table, /):
    made = []
    for c in self:
        try:
            to = table[ord(c)]
        except LookupError:
            to = c
        if to is None:
            continue
        if isinstance(to, int):
            if not 0 <= to < 0x110000:
                raise ValueError("character mapping must be in range(0x110000)")
            to = chr(to)
        elif not isinstance(to, str):
            raise TypeError("character mapping must return integer, None or str")
        made.append(to)
    return "".join(made)


# ---- bytes ----

def _byte(v, word):
    v = index_of(v) if not isinstance(v, int) else v
    if not 0 <= v < 256:
        raise ValueError(f"{word} must be in range(0, 256)")
    return v


def _made_of(source, kind, word):
    if _has(source, "__index__"):
        try:
            return kind(_as_int(source, "__index__"))
        except TypeError:
            pass  # maybe it is an iterable
    own = _payload(source)
    if own is not source and not isinstance(own, (list, tuple, dict, set, frozenset)):
        return kind(own)
    try:
        it = iter(source)
    except TypeError:
        raise TypeError(f"cannot convert '{_name(source)}' object to {kind.__name__}") from None
    return kind([_byte(v, word) for v in it])


def bytes_slow(source=b"", encoding="utf-8", errors="strict"):
    if not _has(source, "__bytes__"):
        return _made_of(source, bytes, "bytes")
    made = _type_lookup(source, "__bytes__")(source)
    if not isinstance(made, bytes):
        raise TypeError(f"__bytes__ returned non-bytes (type {_name(made)})")
    return made


def bytearray_slow(source=b"", encoding="utf-8", errors="strict"):
    return _made_of(source, bytearray, "byte")


def bytearray_extend_slow(self, iterable, /):
    try:
        it = iter(iterable)
    except TypeError:
        raise TypeError(f"can't extend bytearray with {_name(iterable)}") from None
    self.extend([_byte(v, "byte") for v in it])


# ---- str.format ----

class _Fields:
    """One call of format(): its arguments and how they are numbered."""

    def __init__(self, args, named, mapped):
        self.args = args
        self.named = named
        self.mapped = mapped
        self.next = 0
        self.automatic = None

    def positional(self, index):
        automatic = index is None
        if self.automatic is not None and self.automatic != automatic:
            raise ValueError("cannot switch from manual field specification to automatic field numbering"
                             if automatic else
                             "cannot switch from automatic field numbering to manual field specification")
        self.automatic = automatic
        if self.mapped:
            raise ValueError("Format string contains positional fields")
        if automatic:
            index = self.next
            self.next += 1
        if index >= len(self.args):
            raise IndexError(f"Replacement index {index} out of range for positional args tuple")
        return self.args[index]

    def find(self, name):
        first = 0
        while first < len(name) and name[first] not in ".[":
            first += 1
        index = _index(name[:first])
        if index is not None or first == 0:
            v = self.positional(index)
        else:
            v = self.named[name[:first]]
        while first < len(name):
            kind = name[first]
            first += 1
            if kind == "[":
                close = name.find("]", first)
                if close < 0:
                    raise ValueError("Missing ']' in format string")
                key, first = name[first:close], close + 1
            elif kind == ".":
                start = first
                while first < len(name) and name[first] not in ".[":
                    first += 1
                key = name[start:first]
            else:
                raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
            if not key:
                raise ValueError("Empty attribute in format string")
            if kind == ".":
                v = getattr(v, key)
            else:
                index = _index(key)
                v = v[key if index is None else index]
        return v

    def run(self, text, depth):
        if depth == 0:
            raise ValueError("Max string recursion exceeded")
        made = []
        at = 0
        while at < len(text):
            start = at
            while at < len(text) and text[at] not in "{}":
                at += 1
            made.append(text[start:at])
            if at == len(text):
                break
            brace = text[at]
            at += 1
            doubled = text[at:at + 1] == brace
            if brace == "}" and not doubled:
                raise ValueError("Single '}' encountered in format string")
            if at == len(text):
                raise ValueError("Single '{' encountered in format string")
            if doubled:
                made.append(brace)
                at += 1
                continue
            name, conversion, spec, at = _markup(text, at)
            v = _converted(self.find(name), conversion)
            made.append(format(v, self.run(spec, depth - 1) if "{" in spec else spec))
        return "".join(made)


def _index(text):
    """The number that a field's name or subscript is, or None."""
    if not text or [c for c in text if not "0" <= c <= "9"]:
        return None
    if len(text) > 18:
        raise ValueError("Too many decimal digits in format string")
    return int(text)


def _markup(text, at):
    """The field that begins at `at`: name, conversion, spec, and where it ends."""
    start = at
    stop = ""
    while at < len(text) and not stop:
        c = text[at]
        at += 1
        if c == "{":
            raise ValueError("unexpected '{' in field name")
        if c == "[":
            while at < len(text) and text[at] != "]":
                at += 1
        elif c in "}:!":
            stop = c
    name = text[start:at - 1]
    if not stop:
        raise ValueError("expected '}' before end of string")
    if stop == "}":
        return name, None, "", at
    conversion = None
    if stop == "!":
        if at == len(text):
            raise ValueError("end of string while looking for conversion specifier")
        conversion = text[at]
        at += 1
        if at < len(text):
            at += 1
            if text[at - 1] == "}":
                return name, conversion, "", at
            if text[at - 1] != ":":
                raise ValueError("expected ':' after conversion specifier")
    start = at
    depth = 1
    while at < len(text):
        c = text[at]
        at += 1
        depth += 1 if c == "{" else -1 if c == "}" else 0
        if depth == 0:
            return name, conversion, text[start:at - 1], at
    raise ValueError("unmatched '{' in format spec")


def _converted(v, conversion):
    if conversion is None:
        return v
    if conversion == "s":
        return str(v)
    if conversion == "r":
        return repr(v)
    if conversion == "a":
        return ascii(v)
    shown = conversion if 32 < ord(conversion) < 127 else f"\\x{ord(conversion):x}"
    raise ValueError(f"Unknown conversion specifier {shown}")


def str_format_slow(self, /, *args, **kwargs):
    return _Fields(args, kwargs, False).run(self, 2)


def str_format_map_slow(self, mapping, /):
    return _Fields((), mapping, True).run(self, 2)


# ---- str % args ----

def _percent_number(v, letter):
    if letter not in "diuoxX" and (_has(v, "__float__") or _has(v, "__index__")):
        return float(v)
    for name in ("__int__", "__index__") if letter in "diu" else ("__index__",) if letter in "oxX" else ():
        if _has(v, name):
            try:
                return _as_int(v, name)
            except TypeError:
                break
    own = _payload(v)
    if isinstance(own, (int, float)):
        return own
    if letter in "diuoxX":
        kind = "a real number" if letter in "diu" else "an integer"
        raise TypeError(f"%{letter} format: {kind} is required, not {_name(v)}")
    raise TypeError(f"must be real number, not {_name(v)}")


def _percent_value(v, letter):
    """A native value that shows as v does."""
    if letter == "s":
        return str(v), "s"
    if letter == "r":
        return repr(v), "s"
    if letter == "a":
        return ascii(v), "s"
    if isinstance(v, (int, float, str)) and _payload(v) is v or letter not in "diuoxXeEfFgG":
        return _payload(v), letter
    return _percent_number(v, letter), letter


def percent_slow(fmt, args):
    """fmt % args when an argument is an instance: every field is written by itself."""
    mapping = args if not isinstance(args, (tuple, str)) and (isinstance(args, (dict, list, bytes, bytearray, range))
                                                              or _has(args, "__getitem__")) else None
    left = list(args) if isinstance(args, tuple) else [args]
    made = []

    def take():
        if not left:
            raise TypeError("not enough arguments for format string")
        return left.pop(0)

    def size(at):
        """A number or * at `at`: its text, and where it ends."""
        if fmt[at:at + 1] == "*":
            v = take()
            if not isinstance(v, int):
                raise TypeError("* wants int")
            return str(v), at + 1
        start = at
        while at < len(fmt) and "0" <= fmt[at] <= "9":
            at += 1
        return fmt[start:at], at

    at = 0
    while at < len(fmt):
        mark = fmt.find("%", at)
        if mark < 0:
            mark = len(fmt)
        made.append(fmt[at:mark])
        at = mark + 1
        if at > len(fmt):
            break
        if fmt[at:at + 1] == "%":
            made.append("%")
            at += 1
            continue
        if fmt[at:at + 1] == "(":
            if mapping is None:
                raise TypeError("format requires a mapping")
            start = at + 1
            depth = 0
            while at < len(fmt):
                depth += 1 if fmt[at] == "(" else -1 if fmt[at] == ")" else 0
                at += 1
                if depth == 0:
                    break
            if depth:
                raise ValueError("incomplete format key")
            left[:] = [mapping[fmt[start:at - 1]]]
        start = at
        while at < len(fmt) and fmt[at] in "-+ #0":
            at += 1
        flags = fmt[start:at]
        width, at = size(at)
        if width[:1] == "-":
            flags, width = flags + "-", width[1:]
        precision = ""
        if fmt[at:at + 1] == ".":
            precision, at = size(at + 1)
            precision = "." + ("0" if precision[:1] == "-" else precision)
        if fmt[at:at + 1] and fmt[at] in "hlL":
            at += 1
        if at >= len(fmt):
            raise ValueError("incomplete format")
        v = take()
        letter = fmt[at]
        if letter not in "srdiuoxXeEfFgGca":
            shown = letter if 31 < ord(letter) < 127 else "?"
            raise ValueError(f"unsupported format character '{shown}' (0x{ord(letter):x}) at index {at}")
        v, letter = _percent_value(v, letter)
        made.append("%" + flags + width + precision + letter)
        made[-1] = made[-1] % (v,)
        at += 1
    if left and mapping is None:
        raise TypeError("not all arguments converted during string formatting")
    return "".join(made)
