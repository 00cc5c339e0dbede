# set: first
b = b"hello"
print(b, len(b), b[0], b[-1:], b[1:3], list(b))
print(b + b" world", b * 2, b"ell" in b, b.upper(), b.find(b"l"), b.split(b"l"), b.replace(b"l", b"L"))
print(bytes(3), bytes([65, 66]), bytes("é", "utf-8"), "x".encode(), b.decode())
print(b == b"hello", b < b"world", b.startswith(b"he"), hash(b) == hash(b"hello"))
print(b"\x00\x7f\x80\xff", b"tab\t", b"quote'", b.hex(), bytes.fromhex("6162"))
print(b",".join([b"a", b"b"]), b" x ".strip(), b"a\nb".splitlines(), b"12".isdigit(), int(b"12"))
try:
    b + "text"
except TypeError as e:
    print(e)
try:
    b[0] = 1
except TypeError as e:
    print(e)
print(b"abc" == "abc", isinstance(b, bytes), type(b).__name__, bool(b""))
for byte in b"ab":
    print(byte)
print((1000).to_bytes(2, "big"), int.from_bytes(b"\x03\xe8", "big"))
