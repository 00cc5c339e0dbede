# set: first
import base64
import struct

for form, values in [("<bBhHiIqQ", (-1, 255, -2, 65535, -3, 2 ** 32 - 1, -4, 2 ** 64 - 1)), (">hil", (1, 2, 3)), ("@bhiq", (1, 2, 3, 4)), ("=bq", (1, 2)), ("!3sx5p?c", (b"abcd", b"pq", True, b"z")),
                     ("<2h3B", (1, 2, 3, 4, 5)), ("efd", (1.5, -2.25, 3.125)), (">d", (float("inf"),)), ("<e", (65504.0,)), ("<e", (5.96e-08,)), ("0s", (b"",)), ("", ()), ("10s", (b"short",))]:
    data = struct.pack(form, *values)
    print(form, data, struct.calcsize(form), struct.unpack(form, data))
s = struct.Struct("<if")
print(s.size, s.format, s.pack(1, 0.5), list(s.iter_unpack(s.pack(1, 2) + s.pack(3, 4))), struct.unpack_from("<H", b"\0\1\2\3", 1))
b = bytearray(6)
struct.pack_into(">H", b, 2, 258)
print(b)
for bad in (lambda: struct.pack("b", 200), lambda: struct.pack("H", -1), lambda: struct.pack("i"), lambda: struct.pack("i", "x"), lambda: struct.unpack("i", b"abc"), lambda: struct.pack("z", 1), lambda: struct.pack("3", 1),
            lambda: struct.pack("c", b"ab"), lambda: struct.pack("f", 1e300), lambda: struct.pack("s", "text"), lambda: struct.unpack_from("i", b"abc"), lambda: struct.pack("f", "x")):
    try:
        print(bad())
    except (struct.error, OverflowError, TypeError) as e:
        print(type(e).__name__, e)
for data in (b"", b"f", b"fo", b"foo", b"foob", bytes(range(256))):
    e = base64.b64encode(data)
    print(e[:40], base64.b64decode(e) == data, base64.b32encode(data)[:20], base64.b32decode(base64.b32encode(data)) == data, base64.b16encode(data)[:10], base64.b16decode(base64.b16encode(data)) == data)
print(base64.urlsafe_b64encode(b"\xfb\xff"), base64.urlsafe_b64decode("-_8="), base64.b64encode(b"\xfb\xff", b"@!"), base64.b64decode("Zm9v\n YmFy"), base64.encodebytes(b"x" * 60), base64.decodebytes(b"eHg=\n"), base64.standard_b64encode(b"a"))
for bad in (lambda: base64.b64encode("x"), lambda: base64.b64decode("abc"), lambda: base64.b64decode("a"), lambda: base64.b64decode("a!b=", validate=True), lambda: base64.b64decode("é"), lambda: base64.b16decode("xyz"), lambda: base64.b32decode("a")):
    try:
        print(bad())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
