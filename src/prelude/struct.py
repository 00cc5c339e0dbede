"""Numbers as bytes, as a format says."""
from _conch import _float_pack, _float_unpack

__all__ = ["calcsize", "pack", "pack_into", "unpack", "unpack_from", "iter_unpack", "Struct", "error"]


class error(Exception):
    pass


error.__module__ = "struct"

_STANDARD = {"x": 1, "c": 1, "b": 1, "B": 1, "?": 1, "h": 2, "H": 2, "i": 4, "I": 4, "l": 4, "L": 4, "q": 8, "Q": 8, "e": 2, "f": 4,
             "d": 8, "s": 1, "p": 1}
_NATIVE = dict(_STANDARD, l=8, L=8, n=8, N=8, P=8)
_known = {}


def _read(format):
    """((letter, count, size, offset) …, total size, byte order)"""
    if isinstance(format, (bytes, bytearray)):
        format = format.decode("ascii")
    if not isinstance(format, str):
        raise TypeError(f"Struct() argument 1 must be a str or bytes object, not {type(format).__name__}")
    found = _known.get(format)
    if found is not None:
        return found
    text, order, sizes, aligned = format, "little", _NATIVE, True
    if text[:1] in ("<", ">", "=", "!", "@"):
        if text[0] != "@":
            sizes, aligned = _STANDARD, False
        if text[0] in ">!":
            order = "big"
        text = text[1:]
    parts, offset, at = [], 0, 0
    while at < len(text):
        c = text[at]
        at += 1
        if c.isspace():
            continue
        count = 1
        if c in "0123456789":
            begin = at - 1
            while at < len(text) and text[at] in "0123456789":
                at += 1
            count = int(text[begin:at])
            if at == len(text):
                raise error("repeat count given without format specifier")
            c = text[at]
            at += 1
        if c not in sizes:
            raise error("bad char in struct format")
        size = sizes[c]
        if aligned and size > 1:
            offset += -offset % size
        if c in "spx":
            parts.append((c, 1, count, offset))
            offset += count
        else:
            parts.append((c, count, size, offset))
            offset += count * size
    found = (parts, offset, order)
    if len(_known) > 200:
        _known.clear()
    _known[format] = found
    return found


def _wanted(parts):
    return sum([0 if c == "x" else count for c, count, size, offset in parts])


def _limits(c, size):
    if c in "bhilqn":
        return -(1 << 8 * size - 1), (1 << 8 * size - 1) - 1
    return 0, (1 << 8 * size) - 1


def _one(c, size, order, value, native):
    if c == "?":
        return b"\1" if value else b"\0"
    if c == "c":
        if not isinstance(value, (bytes, bytearray)) or len(value) != 1:
            raise error("char format requires a bytes object of length 1")
        return bytes(value)
    if c in "efd":
        if not isinstance(value, (int, float)):
            raise error("required argument is not a float")
        try:
            data = _float_pack(value, size)
        except OverflowError:
            if not native or c == "e":
                raise
            data = _float_pack(float("inf") if value > 0 else float("-inf"), size)
        return data if order == "little" else data[::-1]
    if not hasattr(value, "__index__") or isinstance(value, float):
        raise error("required argument is not an integer")
    value = int(value)
    low, high = _limits(c, size)
    if not low <= value <= high:
        name = {"b": "byte", "B": "ubyte", "h": "short", "H": "ushort"}.get(c)
        if size >= 8:
            raise error("int too large to convert" if c in "PQLN" or c in "qln" else "argument out of range")
        raise error(f"{name} format requires {low} <= number <= {high}" if name and c in "bBhH"
                    else f"'{c}' format requires {low} <= number <= {high}")
    return value.to_bytes(size, order, signed=low < 0)


def pack(format, /, *values):
    parts, total, order = _read(format)
    if len(values) != _wanted(parts):
        raise error(f"pack expected {_wanted(parts)} items for packing (got {len(values)})")
    out, n = bytearray(), 0
    native = format[:1] not in ("<", ">", "=", "!")
    for c, count, size, offset in parts:
        out += bytes(offset - len(out))
        if c == "x":
            out += bytes(size)
        elif c in "sp":
            value = values[n]
            if not isinstance(value, (bytes, bytearray)):
                raise error(f"argument for '{c}' must be a bytes object")
            if c == "p":
                value = bytes([min(len(value), size - 1, 255)]) + bytes(value)[:size - 1] if size else b""
            out += bytes(value)[:size].ljust(size, b"\0")
            n += 1
        else:
            for _ in range(count):
                out += _one(c, size, order, values[n], native)
                n += 1
    return bytes(out)


def _values(format, data):
    parts, total, order = _read(format)
    out = []
    for c, count, size, offset in parts:
        if c == "x":
            continue
        if c == "s":
            out.append(data[offset:offset + size])
        elif c == "p":
            out.append(data[offset + 1:offset + 1 + min(data[offset], size - 1)] if size else b"")
        else:
            for i in range(offset, offset + count * size, size):
                part = data[i:i + size]
                if c == "?":
                    out.append(part != b"\0")
                elif c == "c":
                    out.append(part)
                elif c in "efd":
                    out.append(_float_unpack(part if order == "little" else part[::-1]))
                else:
                    out.append(int.from_bytes(part, order, signed=c in "bhilqn"))
    return tuple(out)


def _bytes(data):
    if not isinstance(data, (bytes, bytearray)):
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'")
    return bytes(data)


def unpack(format, buffer, /):
    data = _bytes(buffer)
    size = calcsize(format)
    if len(data) != size:
        raise error(f"unpack requires a buffer of {size} bytes")
    return _values(format, data)


def unpack_from(format, /, buffer, offset=0):
    data, size = _bytes(buffer), calcsize(format)
    if offset < 0:
        if offset + len(data) < 0:
            raise error(f"offset {offset} out of range for {len(data)}-byte buffer")
        offset += len(data)
    if len(data) - offset < size:
        raise error(f"unpack_from requires a buffer of at least {size + offset} bytes for unpacking {size} bytes at offset "
                    f"{offset} (actual buffer size is {len(data)})")
    return _values(format, data[offset:offset + size])


def pack_into(format, buffer, offset, /, *values):
    data = pack(format, *values)
    if offset < 0:
        offset += len(buffer)
    if len(buffer) - offset < len(data):
        raise error(f"pack_into requires a buffer of at least {len(data) + offset} bytes for packing {len(data)} bytes at offset "
                    f"{offset} (actual buffer size is {len(buffer)})")
    buffer[offset:offset + len(data)] = data


def iter_unpack(format, buffer, /):
    data, size = _bytes(buffer), calcsize(format)
    if size == 0:
        raise error("cannot iteratively unpack with a struct of length 0")
    if len(data) % size:
        raise error(f"iterative unpacking requires a buffer of a multiple of {size} bytes")
    return iter([_values(format, data[i:i + size]) for i in range(0, len(data), size)])


def calcsize(format, /):
    return _read(format)[1]


class Struct:
    def __init__(self, format):
        self.size = calcsize(format)
        self.format = format.decode() if isinstance(format, bytes) else format

    def pack(self, *values):
        return pack(self.format, *values)

    def pack_into(self, buffer, offset, *values):
        pack_into(self.format, buffer, offset, *values)

    def unpack(self, buffer, /):
        return unpack(self.format, buffer)

    def unpack_from(self, buffer, offset=0):
        return unpack_from(self.format, buffer, offset)

    def iter_unpack(self, buffer, /):
        return iter_unpack(self.format, buffer)
