# set: first
from decimal import (ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Context, Decimal, DivisionByZero,
                     InvalidOperation, getcontext, localcontext, setcontext)

a, b = Decimal("1.10"), Decimal("2.205")
print(a + b, a - b, a * b, a / b, b // a, b % a, divmod(b, a), -a, abs(-a), +b, a ** 3, a ** -1, 2 * a, 1 - a, 10 / Decimal(4), sum([a, b], Decimal(0)))
print(Decimal(0.1), Decimal("0.1") + Decimal("0.2") == Decimal("0.3"), Decimal(5), Decimal("-0"), Decimal("1E+3"), Decimal("1e-7"), Decimal((1, (1, 2, 3), -2)), Decimal("  12_000.50 "), repr(a))
print([str(Decimal("2.675").quantize(Decimal("0.01"), rounding=r)) for r in (ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN)])
print(a < b, a == 1.1, a == Decimal("1.1"), a > 1, Decimal("0.5") == 0.5, hash(Decimal("0.5")) == hash(0.5), hash(a) == hash(Decimal("1.1")), sorted([b, a, Decimal(0)]), max(a, b), a.compare(b), a in {Decimal("1.100")})
print(int(b), float(b), round(b), round(b, 2), b.to_integral_value(), b.as_tuple(), b.as_integer_ratio(), b.normalize(), Decimal("100").normalize(), b.adjusted(), b.is_signed(), b.is_zero(), bool(Decimal("0.00")))
print(f"{b:.2f} {b:10.1f}| {Decimal('1234567.891'):,.2f} {a:e} {a:%} {a:+} {a:<8}| {a:08.3f} {Decimal(0):.2f}")
print(Decimal(2).sqrt(), Decimal("0.25").sqrt(), Decimal(10) ** 20, getcontext().prec, Decimal(1) / 3)
getcontext().prec = 6
print(Decimal(1) / 3, Decimal(2) / 3, Decimal("123456789") + 0, +Decimal("1.2345678"))
with localcontext() as c:
    c.prec = 3
    c.rounding = ROUND_DOWN
    print(Decimal(2) / 3, c.rounding)
print(Decimal(2) / 3)
setcontext(Context(prec=4, rounding=ROUND_UP))
print(Decimal(1) / 3, getcontext())
getcontext().traps[DivisionByZero] = False
print(Decimal(1) / 0, Decimal(-1) / 0, Decimal("NaN") + 1, Decimal("Infinity") > 10 ** 30, Decimal("NaN").is_nan(), Decimal("inf").is_infinite())
getcontext().traps[DivisionByZero] = True
for bad in (lambda: Decimal("x"), lambda: Decimal(1) / 0, lambda: Decimal(0) / 0, lambda: Decimal(1) % 0, lambda: a + 1.5, lambda: a + "x", lambda: Decimal(None), lambda: Decimal(-1).sqrt(), lambda: Decimal("NaN") < 1, lambda: int(Decimal("inf")),
            lambda: Decimal("1e9").quantize(Decimal("0.01")), lambda: format(a, "q"), lambda: setattr(getcontext(), "prec", 0), lambda: 1.5 * a):
    try:
        print(bad())
    except (InvalidOperation, ZeroDivisionError, TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__, e)
balance = Decimal("100.00")
for rate in ("0.05", "0.015"):
    balance += (balance * Decimal(rate)).quantize(Decimal("0.01"), ROUND_HALF_UP)
print(balance)
