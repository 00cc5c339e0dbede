# set: first
# How floats print and round.

print(0.1, 0.1 + 0.2, 1.0, 100.0, 1e3, 1e15, 1e16, 1e17, 1.5e300, 1e-4, 1e-5, 123456789.123)
print(1 / 3, 2 / 3, 10 / 5, -0.0, 5e-324, 1.7976931348623157e308)
print(float("inf"), float("-inf"), float("nan"), float("1e3"), float(" 2.5 "))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1.005, 2), round(1234.5678, 2), round(5.0))
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, divmod(7.5, 2))
print(int(1e18), int(2.9), 3.0 == 3, 0.1 + 0.2 == 0.3, abs(-2.5))
print(1.5.is_integer(), 2.0.is_integer(), float("nan") == float("nan"))
print(2.0 ** 0.5, 2 ** 0.5, 4 ** 0.5, 10.0 ** 20, 1e22, 1e23)
print(3.14, str(3.14), repr(2.50), 1_0.5, .5, 5.)
print(min(1.5, 2), max(1, 1.0), sum([0.1] * 10), sum([1, 2.5]))
try:
    1.0 / 0
except ZeroDivisionError as e:
    print(e)
try:
    float("abc")
except ValueError as e:
    print(e)
print(1e308 * 10, -1e308 * 10, 1e-320)
print(0.1 + 0.7, 1.1 * 3, 4.35 * 100, 1.1 + 2.2)
print(100 * 1.1, 3 * 0.1, 1 - 0.9, 9.99 * 3)
