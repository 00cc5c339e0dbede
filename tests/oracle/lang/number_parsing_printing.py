# set: first
for text in ("0", "-0", "12", "-12", "+3", " 7 ", "1_000", "0x10", "1e3", "1.5", ".5", "5.", "inf", "nan", "-Infinity",
             "", "abc", "1 2", "--1", "1__0", "0b1", "١"):
    row = [repr(text)]
    for convert in (int, float, lambda s: int(s, 0)):
        try:
            row.append(str(convert(text)))
        except ValueError:
            row.append("-")
    print(*row)
print(1_0, 0x_ff, 0b_1, 1e1_0, 00, 0_0)
print(10 ** 16, 1e16, 1e15, 123456789012345678, 0.1 + 0.2, 1e-3, 1e-4, 1e-5, 12345678.9)
print(repr(1e22), repr(1e21), 1.0e0, 5e-1, 3.0e5, 1e05, 1.7e-7)
print(100000000000000000000.0, 0.00001, 0.0001234, 1234567890123456.0, 12345678901234567.0)
print(str(0.1 * 3), str(2 / 3), 1e300 * 1e10, -1e300 * 1e10, 3.0, 3.10, 1e2)
print(int(2 ** 53), float(2 ** 53), float(2 ** 53 + 1), 2 ** 53 + 1 == float(2 ** 53 + 1), 0.5 == 1 / 2)
