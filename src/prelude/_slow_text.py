"""What builtins about numbers and text do when they must call Python code: an instance's __int__,
__format__ … Loaded when first needed; see _slow."""

from _conch import _is_instance, _payload, _type_lookup
from _slow import index, own, type_name

_ABSENT = object()


# ---- numbers ----

def int_slow(x=0, /, base=_ABSENT):
    if base is not _ABSENT:
        return int(_payload(x), index(base))
    function = own(x, "__int__")
    if function is not None:
        result = function(x)
        if not isinstance(result, int):
            raise TypeError(f"__int__ returned non-int (type {type_name(result)})")
        return _payload(result)
    for name in ("__index__", "__trunc__"):
        function = own(x, name)
        if function is not None:
            return _payload(function(x))
    plain = _payload(x)
    if plain is not x and isinstance(plain, (int, float, str, bytes)):
        return int(plain)
    raise TypeError(f"int() argument must be a string, a bytes-like object or a real number, not '{type_name(x)}'")


def float_slow(x=0.0, /):
    function = own(x, "__float__")
    if function is not None:
        result = function(x)
        if not isinstance(result, float):
            raise TypeError(f"{type_name(x)}.__float__ returned non-float (type {type_name(result)})")
        return _payload(result)
    if own(x, "__index__") is not None:
        return float(index(x))
    plain = _payload(x)
    if plain is not x and isinstance(plain, (int, float, str, bytes)):
        return float(plain)
    raise TypeError(f"float() argument must be a string or a real number, not '{type_name(x)}'")


def abs_slow(x, /):
    function = own(x, "__abs__")
    if function is not None:
        return function(x)
    plain = _payload(x)
    if plain is not x and isinstance(plain, (int, float)):
        return abs(plain)
    raise TypeError(f"bad operand type for abs(): '{type_name(x)}'")


def round_slow(number, ndigits=None):
    function = own(number, "__round__")
    if function is not None:
        return function(number) if ndigits is None else function(number, ndigits)
    plain = _payload(number)
    if plain is not number:
        return round(plain, ndigits)
    if ndigits is not None and _type_lookup(number, "__init__") is None:
        return round(number, index(ndigits))
    raise TypeError(f"type {type_name(number)} doesn't define __round__ method")


def _two_sided(a, b, name, reflected):
    for x, y, word in ((a, b, name), (b, a, reflected)):
        function = own(x, word)
        if function is not None:
            result = function(x, y)
            if result is not NotImplemented:
                return result
    return NotImplemented


def divmod_slow(x, y, /):
    result = _two_sided(x, y, "__divmod__", "__rdivmod__")
    if result is not NotImplemented:
        return result
    a, b = _payload(x), _payload(y)
    if a is not x or b is not y:
        return divmod(a, b)
    raise TypeError(f"unsupported operand type(s) for divmod(): '{type_name(x)}' and '{type_name(y)}'")


def pow_slow(base, exp, mod=None):
    if mod is None:
        return base ** exp
    function = own(base, "__pow__")
    if function is not None:
        result = function(base, exp, mod)
        if result is not NotImplemented:
            return result
    elif isinstance(base, int) and isinstance(exp, int) and isinstance(mod, int):
        return pow(index(base), index(exp), index(mod))
    if isinstance(base, (int, float)) and isinstance(exp, (int, float)) and isinstance(mod, (int, float)):
        raise TypeError("pow() 3rd argument not allowed unless all arguments are integers")
    names = ", ".join([f"'{type(value).__name__}'" for value in (base, exp, mod)])
    raise TypeError(f"unsupported operand type(s) for ** or pow(): {names}")


def hex_slow(number, /):
    return hex(index(number))


def oct_slow(number, /):
    return oct(index(number))


def bin_slow(number, /):
    return bin(index(number))


def int_from_bytes_slow(data, byteorder="big", *, signed=False):
    return int.from_bytes(bytes(data), byteorder, signed=signed)


# ---- bytes ----

def _to_bytes(source):
    function = own(source, "__bytes__")
    if function is not None:
        return function(source)
    plain = _payload(source)
    if plain is not source:
        return bytes(plain)
    if own(source, "__index__") is not None:
        return bytes(index(source))
    try:
        items = [index(item) for item in source]
    except TypeError:
        if own(source, "__iter__") is not None or own(source, "__next__") is not None or type_name(source) == "generator":
            raise
        items = None
    if items is None:
        raise TypeError(f"cannot convert '{type_name(source)}' object to bytes")
    return bytes(items)


def bytes_slow(source=b"", encoding="utf-8", errors="strict"):
    return _to_bytes(source)


def bytearray_slow(source=b"", encoding="utf-8", errors="strict"):
    return bytearray(_to_bytes(source))


def bytearray_extend_slow(self, iterable):
    self.extend(_to_bytes(iterable))


# ---- text ----

def ascii_slow(obj):
    return "".join([char if ord(char) < 127 else _escaped(ord(char)) for char in repr(obj)])


def _escaped(code):
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


def str_translate_slow(self, table):
    out = []
    for char in self:
        try:
            new = table[ord(char)]
        except LookupError:
            new = char
        if new is not None:
            out.append(chr(new) if isinstance(new, int) else new)
    return "".join(out)


# ---- str.format() ----

def str_format_slow(self, /, *args, **kwargs):
    return _format_all(_payload(self), args, kwargs, [0], 2)


def str_format_map_slow(self, mapping, /):
    return _format_all(_payload(self), (), mapping, [0], 2)


def _format_all(text, args, kwargs, counter, depth):
    if depth == 0:
        raise ValueError("Max string recursion exceeded")
    out, at, size = [], 0, len(text)
    while at < size:
        char = text[at]
        at += 1
        if char == "{" or char == "}":
            if at < size and text[at] == char:
                at += 1
            elif char == "}":
                raise ValueError("Single '}' encountered in format string")
            elif at == size:
                raise ValueError("Single '{' encountered in format string")
            else:
                end = _field_end(text, at)
                out.append(_format_field(text[at:end], args, kwargs, counter, depth))
                at = end + 1
                continue
        out.append(char)
    return "".join(out)


def _field_end(text, at):
    level = 1
    while at < len(text):
        if text[at] == "{":
            level += 1
        elif text[at] == "}":
            level -= 1
            if level == 0:
                return at
        at += 1
    raise ValueError("expected '}' before end of string")


def _format_field(field, args, kwargs, counter, depth):
    name, spec, conversion = field, "", ""
    for at in range(len(field)):
        if field[at] == ":" or field[at] == "!":
            name, rest = field[:at], field[at:]
            if rest[0] == "!":
                conversion = rest[1:2]
                rest = rest[2:]
                if rest and rest[0] != ":":
                    raise ValueError("expected ':' after conversion specifier")
            spec = rest[1:]
            break
    value = _find_value(name, args, kwargs, counter)
    if conversion:
        value = repr(value) if conversion == "r" else ascii(value) if conversion == "a" else str(value)
    if "{" in spec:
        spec = _format_all(spec, args, kwargs, counter, depth - 1)
    return format(value, spec)


def _find_value(name, args, kwargs, counter):
    end = 0
    while end < len(name) and name[end] not in ".[":
        end += 1
    first, rest = name[:end], name[end:]
    if first == "" or first.isdigit():
        number = counter[0] if first == "" else int(first)
        if first == "":
            counter[0] += 1
        if number >= len(args):
            raise IndexError(f"Replacement index {number} out of range for positional args tuple")
        value = args[number]
    else:
        value = kwargs[first]
    while rest:
        if rest[0] == "[":
            end = rest.find("]")
            key = rest[1:end]
            value = value[int(key) if key.isdigit() else key]
            rest = rest[end + 1:]
        else:
            end = 1
            while end < len(rest) and rest[end] not in ".[":
                end += 1
            value = getattr(value, rest[1:end])
            rest = rest[end:]
    return value


# ---- text % values ----

def _bytes_of(value):
    """What %s and %b of bytes show."""
    plain, function = _payload(value), own(value, "__bytes__")
    if not _is_instance(plain):
        return plain
    if function is None:
        raise TypeError(f"%b requires a bytes-like object, or an object that implements __bytes__, not '{type_name(value)}'")
    return function(value)


def _no_number(bytewise, kind, value):
    if kind == "c":
        return TypeError("%c requires an integer in range(256) or a single byte" if bytewise else "%c requires int or char")
    if kind in "diuxXo":
        wanted = "a real number" if kind in "diu" else "an integer"
        return TypeError(f"%{kind} format: {wanted} is required, not {type_name(value)}")
    return TypeError(("float argument required, not " if bytewise else "must be real number, not ") + type_name(value))


def percent_slow(text, values):
    """The fields that take Python code are filled in here, what is left is the native operator's."""
    mapping = values if not isinstance(values, (tuple, str, bytes)) and own(values, "__getitem__") is not None \
        or isinstance(values, dict) else None
    given = list(values) if isinstance(values, tuple) else [values]
    kind_of_text, bytewise = type(text), not isinstance(text, str)
    text = text.decode("latin-1") if bytewise else text
    out, left, at, size = [], [], 0, len(text)
    while at < size:
        start = at
        if text[at] != "%":
            while at < size and text[at] != "%":
                at += 1
            out.append(text[start:at].replace("%", "%%"))
            continue
        at += 1
        key = None
        if at < size and text[at] == "(":
            end = text.find(")", at)
            key, at = text[at + 1:end], end + 1
            key = key.encode("latin-1") if bytewise else key
        flags_at = at
        while at < size and text[at] in "#0- +123456789.*hlL":
            if text[at] == "*":
                left.append(given.pop(0))
            at += 1
        if at == size:
            raise ValueError("incomplete format")
        flags, kind = text[flags_at:at], text[at]
        at += 1
        if kind == "%":
            out.append("%%")
            continue
        if key is None and not given:
            raise TypeError("not enough arguments for format string")
        value = mapping[key] if key is not None else given.pop(0)
        if bytewise and kind in "sb":
            value = _bytes_of(value)
        elif kind in "sra":
            value = str(value) if kind == "s" else repr(value) if kind == "r" and not bytewise else ascii(value)
            value, kind = value.encode() if bytewise else value, "s"
        elif kind in "diuxXoc" and own(value, "__index__") is not None:
            value = index(value)
        elif kind in "diu" and own(value, "__int__") is not None:
            value = int(value)
        elif kind in "eEfFgG" and own(value, "__float__") is not None:
            value = float(value)
        elif _is_instance(_payload(value)):
            raise _no_number(bytewise, kind, value)
        out.append("%" + flags + kind)
        left.append(_payload(value))
    if given and mapping is None:
        raise TypeError("not all arguments converted during string formatting")
    format = "".join(out)
    return (kind_of_text(format.encode("latin-1")) if bytewise else format) % tuple(left)
