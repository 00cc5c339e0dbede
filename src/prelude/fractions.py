"""Exact numbers with a denominator."""
import math
import operator

__all__ = ["Fraction"]


def _parse(text):
    s = text.strip().replace("_", "")
    sign = -1 if s[:1] == "-" else 1
    if s[:1] in ("+", "-"):
        s = s[1:]
    top, slash, bottom = s.partition("/")
    if slash:
        if not (top.rstrip().isdigit() and bottom.isdigit()) or top != top.rstrip():
            raise ValueError(f"Invalid literal for Fraction: {text!r}")
        return sign * int(top), int(bottom)
    number, _, exponent = s.lower().partition("e")
    whole, _, part = number.partition(".")
    if not (whole or part) or not (whole + part).isdigit() or (_ and not number):
        raise ValueError(f"Invalid literal for Fraction: {text!r}")
    n, d = int(whole + part), 10 ** len(part)
    if "e" in s.lower():
        try:
            e = int(exponent)
        except ValueError:
            raise ValueError(f"Invalid literal for Fraction: {text!r}") from None
        n, d = (n * 10 ** e, d) if e >= 0 else (n, d * 10 ** -e)
    return sign * n, d


class Fraction:
    def __new__(cls, numerator=0, denominator=None):
        if denominator is None:
            if isinstance(numerator, int):
                n, d = int(numerator), 1
            elif isinstance(numerator, Fraction):
                n, d = numerator._n, numerator._d
            elif isinstance(numerator, float) or hasattr(numerator, "as_integer_ratio"):
                n, d = numerator.as_integer_ratio()
            elif isinstance(numerator, str):
                n, d = _parse(numerator)
            else:
                raise TypeError("argument should be a string or a Rational instance")
        elif isinstance(numerator, (int, Fraction)) and isinstance(denominator, (int, Fraction)):
            a, b = Fraction(numerator), Fraction(denominator)
            n, d = a._n * b._d, a._d * b._n
        else:
            raise TypeError("both arguments should be Rational instances")
        if d == 0:
            raise ZeroDivisionError(f"Fraction({n}, 0)")
        return _make(cls, n, d)

    numerator = property(lambda self: self._n)
    denominator = property(lambda self: self._d)
    real = property(lambda self: self)
    imag = property(lambda self: 0)

    @classmethod
    def from_float(cls, f):
        if not isinstance(f, (int, float)):
            raise TypeError(f"{cls.__name__}.from_float() only takes floats, not {f!r} ({type(f).__name__})")
        return cls(f)

    @classmethod
    def from_decimal(cls, dec):
        return cls(*dec.as_integer_ratio())

    def as_integer_ratio(self):
        return self._n, self._d

    def is_integer(self):
        return self._d == 1

    def conjugate(self):
        return self

    def limit_denominator(self, max_denominator=1000000):
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._d <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._n, self._d
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        below, above = Fraction(p0 + k * p1, q0 + k * q1), Fraction(p1, q1)
        return above if abs(above - self) <= abs(below - self) else below

    def __repr__(self):
        return f"{type(self).__name__}({self._n}, {self._d})"

    def __str__(self):
        return str(self._n) if self._d == 1 else f"{self._n}/{self._d}"

    def __hash__(self):
        return hash(self._n) if self._d == 1 else hash(self._n / self._d) if (self._d & (self._d - 1)) == 0 else hash((self._n, self._d))

    def __add__(self, other):
        return _calculate(self, other, lambda a, b, c, d: (a * d + b * c, b * d), operator.add)

    def __radd__(self, other):
        return _calculate_back(self, other, lambda a, b, c, d: (a * d + b * c, b * d), operator.add)

    def __sub__(self, other):
        return _calculate(self, other, lambda a, b, c, d: (a * d - b * c, b * d), operator.sub)

    def __rsub__(self, other):
        return _calculate_back(self, other, lambda a, b, c, d: (a * d - b * c, b * d), operator.sub)

    def __mul__(self, other):
        return _calculate(self, other, lambda a, b, c, d: (a * c, b * d), operator.mul)

    def __rmul__(self, other):
        return _calculate_back(self, other, lambda a, b, c, d: (a * c, b * d), operator.mul)

    def __truediv__(self, other):
        return _calculate(self, other, _quotient, operator.truediv)

    def __rtruediv__(self, other):
        return _calculate_back(self, other, _quotient, operator.truediv)

    def __floordiv__(self, other):
        return _whole(self, other, lambda a, b, c, d: a * d // (b * c), operator.floordiv)

    def __rfloordiv__(self, other):
        return _whole_back(self, other, lambda a, b, c, d: a * d // (b * c), operator.floordiv)

    def __mod__(self, other):
        return _calculate(self, other, lambda a, b, c, d: (a * d % (c * b), b * d), operator.mod)

    def __rmod__(self, other):
        return _calculate_back(self, other, lambda a, b, c, d: (a * d % (c * b), b * d), operator.mod)

    def __divmod__(self, other):
        return self // other, self % other

    def __pow__(self, other):
        if isinstance(other, Fraction) and other._d == 1:
            other = other._n
        if isinstance(other, int):
            if other >= 0:
                return _make(Fraction, self._n ** other, self._d ** other)
            if self._n == 0:
                raise ZeroDivisionError(f"Fraction({self._d ** -other}, 0)")
            return _make(Fraction, self._d ** -other, self._n ** -other)
        if isinstance(other, (float, Fraction)):
            return float(self) ** float(other)
        return NotImplemented

    def __rpow__(self, other):
        if self._d == 1 and isinstance(other, int):
            return other ** self._n if self._n >= 0 else Fraction(other) ** self._n
        return other ** float(self)

    def __pos__(self):
        return _make(Fraction, self._n, self._d)

    def __neg__(self):
        return _make(Fraction, -self._n, self._d)

    def __abs__(self):
        return _make(Fraction, abs(self._n), self._d)

    def __int__(self):
        return -(-self._n // self._d) if self._n < 0 else self._n // self._d

    def __float__(self):
        return self._n / self._d

    __trunc__ = __int__

    def __floor__(self):
        return self._n // self._d

    def __ceil__(self):
        return -(-self._n // self._d)

    def __round__(self, ndigits=None):
        if ndigits is None:
            q, r = divmod(self._n, self._d)
            return q + (2 * r > self._d or (2 * r == self._d and q % 2 == 1))
        shift = 10 ** abs(ndigits)
        return Fraction(round(self * shift), shift) if ndigits > 0 else Fraction(round(self / shift) * shift)

    def __bool__(self):
        return self._n != 0

    def _compare(self, other, how):
        if isinstance(other, int):
            return how(self._n, other * self._d)
        if isinstance(other, Fraction):
            return how(self._n * other._d, other._n * self._d)
        if isinstance(other, float):
            return how(0.0, other) if other != other or other in (math.inf, -math.inf) else self._compare(Fraction(other), how)
        return NotImplemented

    def __eq__(self, other):
        return self._compare(other, operator.eq)

    def __lt__(self, other):
        return self._compare(other, operator.lt)

    def __le__(self, other):
        return self._compare(other, operator.le)

    def __gt__(self, other):
        return self._compare(other, operator.gt)

    def __ge__(self, other):
        return self._compare(other, operator.ge)

    def __reduce__(self):
        return type(self), (self._n, self._d)


def _make(cls, n, d):
    g = math.gcd(n, d)
    if d < 0:
        g = -g
    self = object.__new__(cls)
    self._n, self._d = n // g, d // g
    return self


def _quotient(a, b, c, d):
    if c == 0:
        raise ZeroDivisionError(f"Fraction({a * d}, 0)")
    return a * d, b * c


def _calculate(self, other, exact, with_floats):
    if isinstance(other, int):
        return _make(Fraction, *exact(self._n, self._d, other, 1))
    if isinstance(other, Fraction):
        return _make(Fraction, *exact(self._n, self._d, other._n, other._d))
    return with_floats(float(self), other) if isinstance(other, float) else NotImplemented


def _calculate_back(self, other, exact, with_floats):
    if isinstance(other, int):
        return _make(Fraction, *exact(other, 1, self._n, self._d))
    return with_floats(other, float(self)) if isinstance(other, float) else NotImplemented


def _whole(self, other, exact, with_floats):
    if isinstance(other, int):
        return exact(self._n, self._d, other, 1)
    if isinstance(other, Fraction):
        return exact(self._n, self._d, other._n, other._d)
    return with_floats(float(self), other) if isinstance(other, float) else NotImplemented


def _whole_back(self, other, exact, with_floats):
    if isinstance(other, int):
        return exact(other, 1, self._n, self._d)
    return with_floats(other, float(self)) if isinstance(other, float) else NotImplemented
