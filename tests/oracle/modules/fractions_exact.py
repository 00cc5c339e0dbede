# set: first
import math
from fractions import Fraction

a, b = Fraction(1, 3), Fraction("0.25")
print(a, repr(b), Fraction(6, -4), Fraction(0.5), Fraction("-7/21"), Fraction("1e-2"), Fraction(), Fraction(Fraction(2, 3), 2), a.numerator, a.denominator)
print(a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b), a ** 2, a ** -2, 2 ** Fraction(3), -a, abs(-a), +a, a + 1, 1 - a, 2 * a, 1 / a, a + 0.5, 0.5 * a, a ** 0.5)
print(a < b, a == Fraction(2, 6), a > 0, a <= 0.5, Fraction(1, 2) == 0.5, Fraction(4, 2) == 2, hash(Fraction(2)) == hash(2), hash(Fraction(1, 2)) == hash(0.5), bool(Fraction(0)), sorted([a, b, Fraction(1, 5)]))
print(float(a), int(Fraction(7, 2)), int(Fraction(-7, 2)), math.floor(Fraction(-7, 2)), math.ceil(Fraction(-7, 2)), round(Fraction(7, 2)), round(Fraction(5, 2)), round(Fraction(22, 7), 2), math.trunc(Fraction(9, 4)))
print(Fraction(math.pi).limit_denominator(1000), Fraction(3.14).as_integer_ratio()[1] > 100, sum([Fraction(1, n) for n in range(1, 8)]), Fraction(10, 5))
for bad in (lambda: Fraction(1, 0), lambda: Fraction("x"), lambda: Fraction(1.5, 2), lambda: a / 0, lambda: Fraction("1/0"), lambda: a + "x", lambda: Fraction([])):
    try:
        print(bad())
    except (ZeroDivisionError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
