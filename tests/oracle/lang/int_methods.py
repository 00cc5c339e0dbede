# set: first
# Conversions and bits.
print((255).bit_length(), (0).bit_length(), (-8).bit_length(), bin(13).count("1"))
print(int("z", 36), int("-0x1f", 16), int("0o17", 8), int("١٢"), int("+5"), int("  -3\n"))
print(str(10 ** 18), repr(-5), int(1e3), int(True), int("007"))
print(round(15, -1), round(25, -1), round(-15, -1), round(123, 1), abs(-2 ** 62))
print(-7 // 2, -7 % 2, 7 // -2, 7 % -2, int(-7 / 2), divmod(-7, -2), -1 // 10, -1 % 10)
print(5 // 0.5, 5 % 0.3 < 0.3, 2 ** 0, 0 ** 0, (-1) ** 5, 2 ** -2, 10 ** 0)
print(pow(2, 10, 1000), pow(7, -1, 5), pow(2, 0.5), pow(-2, 2))
print(6 & 4 | 1 ^ 2, 1 << 2 + 1, ~0, -5 >> 1, -5 & 0xF, 5 & -2)
print(2 * 3 + 4 * 5 - 6 / 3, 2 ** 3 ** 2, -3 ** 2, (2 + 3) * 4, 10 - 3 - 2, 100 / 10 / 2, 7 // 2 * 2)
print(0xdeadBEEF, 0B11, 0O7, 1_0)
print(9223372036854775807, -9223372036854775807, 2 ** 62, 2 ** 61 - 1)
print(1 == 1.0, hash(1) == hash(1.0), 1 is True, 10 // 3 * 3 + 10 % 3 == 10)
try:
    int("12a", 10)
except ValueError as e:
    print(e)
try:
    1 << -1
except ValueError as e:
    print(e)
try:
    int("9", 8)
except ValueError as e:
    print(e)
