# set: first
# Whole numbers: division, remainder, powers, bases.

print(7 // 2, -7 // 2, 7 // -2, -7 // -2)
print(7 % 3, -7 % 3, 7 % -3, -7 % -3)
print(divmod(7, 2), divmod(-7, 2), divmod(7, -2))
print(7 / 2, 8 / 2, 2 ** 10, 2 ** -1, (-2) ** 3, -2 ** 2)
print(5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 10, -9 >> 1)
print(int("42"), int("-7"), int(" 12 "), int("ff", 16), int("0b101", 0), int("1_000"), int(3.99), int(-3.99))
print(bin(10), hex(255), oct(8), bin(-5), 0x1F, 0o17, 0b11, 1_000_000)
print(abs(-3), pow(2, 5), pow(3, 4, 5), round(7), round(1234, -2), max(1, 2), min(3, 1))
print(10 == 10.0, 10 is not None, True + True, False * 5, isinstance(True, int))
print(bool(0), bool(-1), int(True), str(12) + "3", float(3))
print((5).bit_length(), 3 .bit_length())
x = 5
x += 2; x *= 3; x -= 1; x //= 2; x **= 2; x %= 7
print(x)
x <<= 3; x |= 1; x &= 0xff; x ^= 2; x >>= 1
print(x)
for bad in ("x", "1.5", ""):
    try:
        int(bad)
    except ValueError as e:
        print(e)
for f in (lambda: 1 // 0, lambda: 1 % 0, lambda: 1 / 0, lambda: divmod(1, 0)):
    try:
        f()
    except ZeroDivisionError as e:
        print(e)
