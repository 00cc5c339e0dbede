"""Decimal numbers: exact where they can be, rounded to so many digits where they cannot."""
import math as _math
import threading as _threading

__all__ = ["Decimal", "Context", "DecimalTuple", "DefaultContext", "BasicContext", "ExtendedContext", "DecimalException", "Clamped",
           "InvalidOperation", "DivisionByZero", "Inexact", "Rounded", "Subnormal", "Overflow", "Underflow", "FloatOperation",
           "DivisionImpossible", "InvalidContext", "ConversionSyntax", "DivisionUndefined", "ROUND_DOWN", "ROUND_HALF_UP",
           "ROUND_HALF_EVEN", "ROUND_CEILING", "ROUND_FLOOR", "ROUND_UP", "ROUND_HALF_DOWN", "ROUND_05UP", "setcontext", "getcontext",
           "localcontext", "MAX_PREC", "MAX_EMAX", "MIN_EMIN"]

ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_CEILING = "ROUND_DOWN", "ROUND_HALF_UP", "ROUND_HALF_EVEN", "ROUND_CEILING"
ROUND_FLOOR, ROUND_UP, ROUND_HALF_DOWN, ROUND_05UP = "ROUND_FLOOR", "ROUND_UP", "ROUND_HALF_DOWN", "ROUND_05UP"
MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN = -MAX_EMAX


class DecimalException(ArithmeticError):
    pass


class Clamped(DecimalException):
    pass


class InvalidOperation(DecimalException):
    pass


class ConversionSyntax(InvalidOperation):
    pass


class DivisionByZero(DecimalException, ZeroDivisionError):
    pass


class DivisionImpossible(InvalidOperation):
    pass


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    pass


class Inexact(DecimalException):
    pass


class InvalidContext(InvalidOperation):
    pass


class Rounded(DecimalException):
    pass


class Subnormal(DecimalException):
    pass


class Overflow(Inexact, Rounded):
    pass


class Underflow(Inexact, Rounded, Subnormal):
    pass


class FloatOperation(DecimalException, TypeError):
    pass


_SIGNALS = (Clamped, DivisionByZero, Inexact, Overflow, Rounded, Underflow, InvalidOperation, Subnormal, FloatOperation)


class DecimalTuple(tuple):
    def __new__(cls, sign, digits, exponent):
        return tuple.__new__(cls, (sign, digits, exponent))

    sign = property(lambda self: self[0])
    digits = property(lambda self: self[1])
    exponent = property(lambda self: self[2])

    def __repr__(self):
        return f"DecimalTuple(sign={self[0]}, digits={self[1]}, exponent={self[2]!r})"


# ---- contexts

class Context:
    """How many digits, how to round, and what is an error."""
    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None):
        self.prec = 28 if prec is None else prec
        self.rounding = ROUND_HALF_EVEN if rounding is None else rounding
        self.Emin, self.Emax = -999999 if Emin is None else Emin, 999999 if Emax is None else Emax
        self.capitals, self.clamp = 1 if capitals is None else capitals, 0 if clamp is None else clamp
        if traps is None:
            traps = [InvalidOperation, DivisionByZero, Overflow]
        self.traps = dict(traps) if isinstance(traps, dict) else {s: s in traps for s in _SIGNALS}
        self.flags = dict(flags) if isinstance(flags, dict) else {s: s in (flags or ()) for s in _SIGNALS}

    def __setattr__(self, name, value):
        if name == "prec":
            if not isinstance(value, int):
                raise TypeError("an integer is required")
            if not 1 <= value <= MAX_PREC:
                raise ValueError("valid range for prec is [1, MAX_PREC]")
        if name == "rounding" and value not in _ROUNDINGS:
            raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n"
                            "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]")
        object.__setattr__(self, name, value)

    def copy(self):
        return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp, self.flags, self.traps)

    __copy__ = copy

    def clear_flags(self):
        for s in self.flags:
            self.flags[s] = False

    def clear_traps(self):
        for s in self.traps:
            self.traps[s] = False

    def create_decimal(self, num="0"):
        return _rounded(Decimal(num), self)

    def _signal(self, kind, result):
        base = kind if kind in self.traps else InvalidOperation
        self.flags[base] = True
        if self.traps.get(base):
            raise base([kind])
        return result

    def add(self, a, b):
        return _with(self, lambda: Decimal(a) + Decimal(b))

    def subtract(self, a, b):
        return _with(self, lambda: Decimal(a) - Decimal(b))

    def multiply(self, a, b):
        return _with(self, lambda: Decimal(a) * Decimal(b))

    def divide(self, a, b):
        return _with(self, lambda: Decimal(a) / Decimal(b))

    def sqrt(self, a):
        return _with(self, lambda: Decimal(a).sqrt())

    def power(self, a, b):
        return _with(self, lambda: Decimal(a) ** Decimal(b))

    def __repr__(self):
        flags = ", ".join([s.__name__ for s in _SIGNALS if self.flags.get(s)])
        traps = ", ".join([s.__name__ for s in (InvalidOperation, DivisionByZero, Overflow, Clamped, Inexact, Rounded, Underflow, Subnormal,
                                                FloatOperation) if self.traps.get(s)])
        return (f"Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, capitals={self.capitals}, "
                f"clamp={self.clamp}, flags=[{flags}], traps=[{traps}])")


_ROUNDINGS = (ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP)
DefaultContext = Context()
BasicContext = Context(9, ROUND_HALF_UP, traps=[DivisionByZero, Overflow, InvalidOperation, Clamped, Underflow])
ExtendedContext = Context(9, traps=[])
_own = _threading.local()


def getcontext():
    context = getattr(_own, "context", None)
    if context is None:
        context = _own.context = DefaultContext.copy()
    return context


def setcontext(context, /):
    if not isinstance(context, Context):
        raise TypeError("optional argument must be a context")
    _own.context = context.copy() if context in (DefaultContext, BasicContext, ExtendedContext) else context


class localcontext:
    def __init__(self, ctx=None, **changes):
        self._new = (getcontext() if ctx is None else ctx).copy()
        for name, value in changes.items():
            if name not in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"):
                raise TypeError(f"'{name}' is an invalid keyword argument for this function")
            setattr(self._new, name, value)

    def __enter__(self):
        self._old = getcontext()
        _own.context = self._new
        return self._new

    def __exit__(self, *exc):
        _own.context = self._old


def _with(context, calculate):
    old = getcontext()
    _own.context = context
    try:
        return calculate()
    finally:
        _own.context = old


# ---- rounding

def _up(rounding, negative, kept, rest, unit):
    """Whether kept grows by one, for the rest of unit that falls away."""
    if rest == 0 or rounding == ROUND_DOWN:
        return False
    if rounding == ROUND_UP:
        return True
    if rounding == ROUND_CEILING:
        return not negative
    if rounding == ROUND_FLOOR:
        return negative
    if rounding == ROUND_05UP:
        return kept % 5 == 0
    twice = 2 * rest
    if twice != unit:
        return twice > unit
    return rounding == ROUND_HALF_UP or (rounding == ROUND_HALF_EVEN and kept % 2 == 1)


def _cut(negative, n, places, rounding):
    """n without its last digits."""
    unit = 10 ** places
    kept, rest = divmod(n, unit)
    return kept + _up(rounding, negative, kept, rest, unit)


def _rounded(d, context=None):
    context = context or getcontext()
    if d._special:
        return d
    n, e = d._int, d._exp
    digits = len(str(n))
    if digits > context.prec:
        places = digits - context.prec
        exact = n % 10 ** places == 0
        n, e = _cut(d._sign, n, places, context.rounding), e + places
        if len(str(n)) > context.prec:
            n, e = n // 10, e + 1
        context._signal(Rounded, None)
        if not exact:
            context._signal(Inexact, None)
    if n and e + len(str(n)) - 1 > context.Emax:
        context._signal(Overflow, None)
        return _make(d._sign, 0, 0, "F")
    return _make(d._sign, n, e)


# ---- the numbers

def _make(sign, n, exponent, special=""):
    self = object.__new__(Decimal)
    self._sign, self._int, self._exp, self._special = int(sign), n, exponent, special
    return self


def _parse(text):
    s = text.strip().replace("_", "")
    sign = 1 if s[:1] == "-" else 0
    if s[:1] in ("+", "-"):
        s = s[1:]
    low = s.lower()
    if low in ("inf", "infinity"):
        return _make(sign, 0, 0, "F")
    if low[:3] == "nan" or low[:4] == "snan":
        tail = low.partition("nan")[2]
        if tail == "" or tail.isdigit():
            return _make(sign, int(tail or 0), 0, "n" if low[0] == "n" else "N")
        return None
    number, e, exponent = low.partition("e")
    whole, dot, part = number.partition(".")
    power = exponent[1:] if exponent[:1] in ("+", "-") else exponent
    if not (whole + part).isdigit() or (e and not power.isdigit()):
        return None
    return _make(sign, int(whole + part), (int(exponent) if e else 0) - len(part))


class Decimal:
    def __new__(cls, value="0", context=None):
        if isinstance(value, Decimal):
            made = value
        elif isinstance(value, int):
            made = _make(value < 0, abs(int(value)), 0)
        elif isinstance(value, str):
            made = _parse(value)
            if made is None:
                return (context or getcontext())._signal(ConversionSyntax, _make(0, 0, 0, "n"))
        elif isinstance(value, float):
            made = _of_float(value)
        elif isinstance(value, (tuple, list)):
            if len(value) != 3:
                raise ValueError("argument must be a sequence of length 3")
            sign, digits, exponent = value
            made = _make(sign, int("".join([str(x) for x in digits]) or "0"), 0 if isinstance(exponent, str) else exponent,
                         exponent if isinstance(exponent, str) else "")
        else:
            raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")
        if cls is Decimal:
            return made
        self = object.__new__(cls)
        self._sign, self._int, self._exp, self._special = made._sign, made._int, made._exp, made._special
        return self

    @classmethod
    def from_float(cls, f, /):
        if not isinstance(f, (int, float)):
            raise TypeError("argument must be int or float")
        return cls(f)

    real = property(lambda self: self)
    imag = property(lambda self: Decimal(0))

    # ---- telling

    def __str__(self):
        sign = "-" if self._sign else ""
        if self._special:
            return sign + {"F": "Infinity", "n": "NaN", "N": "sNaN"}[self._special] + (str(self._int) if self._int else "")
        digits = str(self._int)
        point = self._exp + len(digits)
        if self._exp <= 0 and point > -6:
            if self._exp == 0:
                return sign + digits
            return sign + (digits[:point] + "." + digits[point:] if point > 0 else "0." + "0" * -point + digits)
        text = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
        return f"{sign}{text}{'E' if getcontext().capitals else 'e'}{point - 1:+d}"

    def __repr__(self):
        return f"Decimal('{self}')"

    def __format__(self, spec):
        return _format(self, spec)

    def to_eng_string(self, context=None):
        return str(self)

    def as_tuple(self):
        return DecimalTuple(self._sign, tuple([int(c) for c in str(self._int)]) if self._special != "F" else (0,), self._special or self._exp)

    def as_integer_ratio(self):
        if self._special:
            raise (OverflowError if self._special == "F" else ValueError)(f"cannot convert {'Infinity' if self._special == 'F' else 'NaN'} to integer ratio")
        n = -self._int if self._sign else self._int
        if self._exp >= 0:
            return n * 10 ** self._exp, 1
        d = 10 ** -self._exp
        g = _math.gcd(n, d)
        return n // g, d // g

    # ---- what it is

    def is_nan(self):
        return self._special in ("n", "N")

    def is_qnan(self):
        return self._special == "n"

    def is_snan(self):
        return self._special == "N"

    def is_infinite(self):
        return self._special == "F"

    def is_finite(self):
        return not self._special

    def is_signed(self):
        return self._sign == 1

    def is_zero(self):
        return not self._special and self._int == 0

    def is_normal(self, context=None):
        return not self._special and self._int != 0

    def is_subnormal(self, context=None):
        return False

    def is_canonical(self):
        return True

    def __bool__(self):
        return bool(self._special) or self._int != 0

    def adjusted(self):
        return 0 if self._special else self._exp + len(str(self._int)) - 1

    def number_class(self, context=None):
        if self.is_nan():
            return "NaN" if self._special == "n" else "sNaN"
        word = "Infinity" if self._special else "Zero" if self._int == 0 else "Normal"
        return ("-" if self._sign else "+") + word

    # ---- comparing

    def _order(self, other):
        """Less than, equal to, more than 0 as self - other."""
        if self._special or other._special:
            a = 0 if not self._special else -1 if self._sign else 1
            b = 0 if not other._special else -1 if other._sign else 1
            return (a > b) - (a < b)
        low = min(self._exp, other._exp)
        a = self._int * 10 ** (self._exp - low) * (-1 if self._sign else 1)
        b = other._int * 10 ** (other._exp - low) * (-1 if other._sign else 1)
        return (a > b) - (a < b)

    def _compare(self, other, test, ordering=True):
        if isinstance(other, float):
            other = _of_float(other)
        else:
            other = _convert(other)
        if other is NotImplemented:
            return NotImplemented
        if self.is_nan() or other.is_nan():
            if ordering:
                getcontext()._signal(InvalidOperation, None)
            return False
        return test(self._order(other))

    def __eq__(self, other):
        return self._compare(other, lambda c: c == 0, False)

    def __lt__(self, other):
        return self._compare(other, lambda c: c < 0)

    def __le__(self, other):
        return self._compare(other, lambda c: c <= 0)

    def __gt__(self, other):
        return self._compare(other, lambda c: c > 0)

    def __ge__(self, other):
        return self._compare(other, lambda c: c >= 0)

    def compare(self, other, context=None):
        other = Decimal(other)
        if self.is_nan() or other.is_nan():
            return Decimal("NaN")
        return Decimal(self._order(other))

    def max(self, other, context=None):
        return _rounded(self if self._order(Decimal(other)) >= 0 else Decimal(other), context)

    def min(self, other, context=None):
        return _rounded(self if self._order(Decimal(other)) <= 0 else Decimal(other), context)

    def __hash__(self):
        if self._special:
            if self._special == "N":
                raise TypeError("Cannot hash a signaling NaN value.")
            return hash(float("nan") if self.is_nan() else float("-inf") if self._sign else float("inf"))
        modulus = (1 << 61) - 1
        scale = pow(10, self._exp, modulus) if self._exp >= 0 else pow(pow(10, modulus - 2, modulus), -self._exp, modulus)
        found = self._int * scale % modulus
        found = -found if self._sign else found
        return -2 if found == -1 else found

    # ---- counting

    def _nan_of(self, other):
        for d in (self, other):
            if d.is_nan():
                return getcontext()._signal(InvalidOperation, _make(d._sign, d._int, 0, "n")) if d._special == "N" else d
        return None

    def __neg__(self):
        if self.is_nan():
            return self
        if self._special:
            return _make(not self._sign, self._int, 0, self._special)
        return _rounded(_make(0 if self._int == 0 else not self._sign, self._int, self._exp))

    def __pos__(self):
        return self if self._special else _rounded(_make(self._sign and self._int != 0, self._int, self._exp))

    def __abs__(self):
        return _rounded(_make(0, self._int, self._exp, self._special))

    copy_abs = lambda self: _make(0, self._int, self._exp, self._special)
    copy_negate = lambda self: _make(not self._sign, self._int, self._exp, self._special)

    def copy_sign(self, other, context=None):
        return _make(Decimal(other)._sign, self._int, self._exp, self._special)

    def __add__(self, other):
        other = _convert(other)
        if other is NotImplemented:
            return other
        nan = self._nan_of(other)
        if nan is not None:
            return nan
        if self._special or other._special:
            if self._special and other._special and self._sign != other._sign:
                return getcontext()._signal(InvalidOperation, _make(0, 0, 0, "n"))
            return self if self._special else other
        low = min(self._exp, other._exp)
        a = self._int * 10 ** (self._exp - low) * (-1 if self._sign else 1)
        b = other._int * 10 ** (other._exp - low) * (-1 if other._sign else 1)
        n = a + b
        sign = n < 0 or (n == 0 and ((self._sign and other._sign) or (self._sign != other._sign and getcontext().rounding == ROUND_FLOOR)))
        return _rounded(_make(sign, abs(n), low))

    __radd__ = __add__

    def __sub__(self, other):
        other = _convert(other)
        if other is NotImplemented:
            return other
        return self + (other if other.is_nan() else other.copy_negate())

    def __rsub__(self, other):
        other = _convert(other)
        return other if other is NotImplemented else other - self

    def __mul__(self, other):
        other = _convert(other)
        if other is NotImplemented:
            return other
        nan = self._nan_of(other)
        if nan is not None:
            return nan
        sign = self._sign ^ other._sign
        if self._special or other._special:
            if not self or not other:
                return getcontext()._signal(InvalidOperation, _make(0, 0, 0, "n"))
            return _make(sign, 0, 0, "F")
        return _rounded(_make(sign, self._int * other._int, self._exp + other._exp))

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = _convert(other)
        if other is NotImplemented:
            return other
        nan = self._nan_of(other)
        if nan is not None:
            return nan
        context, sign = getcontext(), self._sign ^ other._sign
        if self._special:
            return context._signal(InvalidOperation, _make(0, 0, 0, "n")) if other._special else _make(sign, 0, 0, "F")
        if other._special:
            return _make(sign, 0, context.Emin - context.prec + 1)
        if other._int == 0:
            if self._int == 0:
                return context._signal(DivisionUndefined, _make(0, 0, 0, "n"))
            return context._signal(DivisionByZero, _make(sign, 0, 0, "F"))
        ideal = self._exp - other._exp
        if self._int == 0:
            return _rounded(_make(sign, 0, ideal))
        shift = len(str(other._int)) - len(str(self._int)) + context.prec + 1
        e = ideal - shift
        if shift >= 0:
            n, rest = divmod(self._int * 10 ** shift, other._int)
        else:
            n, rest = divmod(self._int, other._int * 10 ** -shift)
        if rest:
            n += n % 5 == 0         # a digit that rounds as the rest would
        else:
            while e < ideal and n % 10 == 0:
                n, e = n // 10, e + 1
        return _rounded(_make(sign, n, e))

    def __rtruediv__(self, other):
        other = _convert(other)
        return other if other is NotImplemented else other / self

    def _whole(self, other):
        """(quotient towards zero, rest), both Decimal."""
        context = getcontext()
        nan = self._nan_of(other)
        if nan is not None:
            return nan, nan
        if self._special:
            nan = context._signal(InvalidOperation, _make(0, 0, 0, "n"))
            return (nan if other._special else _make(self._sign ^ other._sign, 0, 0, "F")), nan
        if other._int == 0 and not other._special:
            if self._int == 0:
                nan = context._signal(DivisionUndefined, _make(0, 0, 0, "n"))
                return nan, nan
            return (context._signal(DivisionByZero, _make(self._sign ^ other._sign, 0, 0, "F")),
                    context._signal(InvalidOperation, _make(0, 0, 0, "n")))
        if other._special:
            return _make(self._sign ^ other._sign, 0, 0), self
        low = min(self._exp, other._exp)
        q, r = divmod(self._int * 10 ** (self._exp - low), other._int * 10 ** (other._exp - low))
        if len(str(q)) > context.prec:
            nan = context._signal(DivisionImpossible, _make(0, 0, 0, "n"))
            return nan, nan
        return _make(self._sign ^ other._sign, q, 0), _rounded(_make(self._sign, r, low))

    def __divmod__(self, other):
        other = _convert(other)
        return other if other is NotImplemented else self._whole(other)

    def __rdivmod__(self, other):
        other = _convert(other)
        return other if other is NotImplemented else other._whole(self)

    def __floordiv__(self, other):
        other = _convert(other)
        if other is NotImplemented:
            return other
        if self._special == "F" and not other._special:
            return _make(self._sign ^ other._sign, 0, 0, "F")
        return self._whole(other)[0]

    def __rfloordiv__(self, other):
        other = _convert(other)
        return other if other is NotImplemented else other._whole(self)[0]

    def __mod__(self, other):
        other = _convert(other)
        if other is NotImplemented:
            return other
        if self._special == "F" and not other.is_nan():
            return getcontext()._signal(InvalidOperation, _make(0, 0, 0, "n"))
        if other._int == 0 and not other._special and not self._special:
            kind = DivisionUndefined if self._int == 0 else InvalidOperation
            return getcontext()._signal(kind, _make(0, 0, 0, "n"))
        return self._whole(other)[1]

    def __rmod__(self, other):
        other = _convert(other)
        return other if other is NotImplemented else other % self

    def __pow__(self, other, modulo=None):
        other = _convert(other)
        if other is NotImplemented:
            return other
        context = getcontext()
        nan = self._nan_of(other)
        if nan is not None:
            return nan
        if other._special:
            raise NotImplementedError("infinite powers are not part of conch's decimal")
        if self._special:
            n = int(other)
            if n == 0:
                return Decimal(1)
            return _make(self._sign and n % 2, 0, 0, "F" if n > 0 else "")
        if other != other.to_integral_value():
            if self._sign and self._int:
                return context._signal(InvalidOperation, _make(0, 0, 0, "n"))
            if other == Decimal("0.5"):
                return self.sqrt()
            raise NotImplementedError("powers with a fraction are not part of conch's decimal")
        n = int(other)
        if n == 0:
            if self._int == 0:
                return context._signal(InvalidOperation, _make(0, 0, 0, "n"))
            return Decimal(1)
        sign = self._sign and n % 2
        if self._int == 0:
            return _make(sign, 0, 0, "F") if n < 0 else _make(sign, 0, 0)
        if n > 0:
            return _rounded(_make(sign, self._int ** n, self._exp * n))
        with localcontext() as c:
            c.prec += 4 + len(str(-n))
            whole = _make(sign, self._int ** -n, self._exp * -n)
            found = Decimal(1) / whole
        return _rounded(found)

    def __rpow__(self, other):
        other = _convert(other)
        return other if other is NotImplemented else other ** self

    def sqrt(self, context=None):
        context = context or getcontext()
        if self.is_nan() or (self._special and not self._sign):
            return self
        if self._special:
            return context._signal(InvalidOperation, _make(0, 0, 0, "n"))
        if self._int == 0:
            return _make(self._sign, 0, self._exp // 2)
        if self._sign:
            return context._signal(InvalidOperation, _make(0, 0, 0, "n"))
        digits = len(str(self._int))
        shift = max(0, 2 * context.prec + 2 - digits)
        shift += (self._exp - shift) % 2
        n = self._int * 10 ** shift
        root, e = _math.isqrt(n), (self._exp - shift) // 2
        ideal = self._exp // 2
        if root * root != n:
            root += root % 5 == 0
        else:
            while e < ideal and root % 10 == 0:
                root, e = root // 10, e + 1
        return _rounded(_make(0, root, e), _half_even(context))

    # ---- other forms

    def _scaled(self, exponent, rounding):
        """The same with another exponent."""
        if self._exp >= exponent:
            return _make(self._sign, self._int * 10 ** (self._exp - exponent), exponent)
        return _make(self._sign, _cut(self._sign, self._int, exponent - self._exp, rounding), exponent)

    def quantize(self, exp, rounding=None, context=None):
        context = context or getcontext()
        exp = Decimal(exp) if not isinstance(exp, Decimal) else exp
        nan = self._nan_of(exp)
        if nan is not None:
            return nan
        if self._special or exp._special:
            if self._special == exp._special == "F":
                return self
            return context._signal(InvalidOperation, _make(0, 0, 0, "n"))
        found = self._scaled(exp._exp, rounding or context.rounding)
        if len(str(found._int)) > context.prec:
            return context._signal(InvalidOperation, _make(0, 0, 0, "n"))
        return found

    def to_integral_value(self, rounding=None, context=None):
        if self._special or self._exp >= 0:
            return self
        return self._scaled(0, rounding or (context or getcontext()).rounding)

    to_integral = to_integral_exact = to_integral_value

    def normalize(self, context=None):
        d = _rounded(self, context)
        if d._special or d._int == 0:
            return d if d._special else _make(d._sign, 0, 0)
        n, e = d._int, d._exp
        while n % 10 == 0:
            n, e = n // 10, e + 1
        return _make(d._sign, n, e)

    def scaleb(self, other, context=None):
        return _rounded(_make(self._sign, self._int, self._exp + int(other), self._special), context)

    def same_quantum(self, other, context=None):
        other = Decimal(other)
        return self._exp == other._exp and self._special == other._special

    def fma(self, other, third, context=None):
        other, third = Decimal(other), Decimal(third)
        return _make(self._sign ^ other._sign, self._int * other._int, self._exp + other._exp) + third

    def remainder_near(self, other, context=None):
        other = Decimal(other)
        q = (self / other).to_integral_value(ROUND_HALF_EVEN)
        return self - q * other

    def __int__(self):
        if self._special:
            raise (OverflowError("cannot convert Infinity to integer") if self._special == "F" else ValueError("cannot convert NaN to integer"))
        n = self._int * 10 ** self._exp if self._exp >= 0 else self._int // 10 ** -self._exp
        return -n if self._sign else n

    __trunc__ = __int__

    def __float__(self):
        if self._special == "N":
            raise ValueError("cannot convert signaling NaN to float")
        return float(str(self))

    def __floor__(self):
        return int(self.to_integral_value(ROUND_FLOOR))

    def __ceil__(self):
        return int(self.to_integral_value(ROUND_CEILING))

    def __round__(self, n=None):
        if n is None:
            return int(self.to_integral_value(ROUND_HALF_EVEN))
        return self.quantize(_make(0, 1, -n))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return type(self), (str(self),)

    def exp(self, context=None):
        raise NotImplementedError("Decimal.exp() is not part of conch's Python")

    def ln(self, context=None):
        raise NotImplementedError("Decimal.ln() is not part of conch's Python")

    def log10(self, context=None):
        raise NotImplementedError("Decimal.log10() is not part of conch's Python")


def _half_even(context):
    c = context.copy()
    c.rounding = ROUND_HALF_EVEN
    return c


def _of_float(f):
    if f != f:
        return _make(0, 0, 0, "n")
    if f in (_math.inf, -_math.inf):
        return _make(f < 0, 0, 0, "F")
    n, d = abs(f).as_integer_ratio()
    power = d.bit_length() - 1
    return _make(_math.copysign(1.0, f) < 0, n * 5 ** power, -power)


def _convert(other):
    if isinstance(other, Decimal):
        return other
    return Decimal(other) if isinstance(other, int) else NotImplemented


def _format(d, spec):
    """What format() gives: fill, align, sign, #, 0, width, comma, precision, kind."""
    fill, align, at = " ", ">", 0
    if len(spec) > 1 and spec[1] in "<>=^":
        fill, align, at = spec[0], spec[1], 2
    elif spec[:1] and spec[0] in "<>=^":
        align, at = spec[0], 1
    sign = "-"
    if spec[at:at + 1] and spec[at] in "+- ":
        sign, at = spec[at], at + 1
    if spec[at:at + 1] == "#":
        at += 1
    if spec[at:at + 1] == "0":
        if align == ">" and fill == " ":
            fill, align = "0", "="
        at += 1
    begin = at
    while spec[at:at + 1].isdigit():
        at += 1
    width = int(spec[begin:at] or 0)
    comma = spec[at:at + 1]
    comma, at = (comma, at + 1) if comma == "," else ("", at)
    precision = None
    if spec[at:at + 1] == ".":
        begin = at = at + 1
        while spec[at:at + 1].isdigit():
            at += 1
        if begin == at:
            raise ValueError("invalid format string")
        precision = int(spec[begin:at])
    kind = spec[at:]
    if kind not in ("", "f", "F", "e", "E", "g", "G", "%", "n"):
        raise ValueError("invalid format string")
    rounding = getcontext().rounding
    v = d
    if v._special:
        body = str(v.copy_abs())
        fill, align = (" ", ">") if align == "=" else (fill, align)
    else:
        if kind == "%":
            v = _make(v._sign, v._int, v._exp + 2)
        if precision is not None and kind in ("f", "F", "%"):
            v = v._scaled(-precision, rounding)
        elif precision is not None and kind in ("e", "E"):
            v = _significant(v, precision + 1, rounding, True)
        elif precision is not None:
            v = _significant(v, precision or 1, rounding, False)
        if kind in ("f", "F", "%"):
            if v._exp > 0:
                v = v._scaled(0, rounding)
            digits = str(v._int).rjust(1 - v._exp, "0")
            body = digits[:len(digits) + v._exp] + ("." + digits[len(digits) + v._exp:] if v._exp < 0 else "")
        elif kind in ("e", "E"):
            digits = str(v._int)
            body = digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + f"{kind}{v._exp + len(digits) - 1:+d}"
        else:
            body = str(v.copy_abs())
            body = body.lower() if kind == "g" else body
        if comma:
            whole, dot, rest = body.partition(".")
            body = f"{int(whole):{comma}}" + dot + rest if whole.isdigit() else body
    if kind == "%":
        body += "%"
    mark = "-" if d._sign else "" if sign == "-" else sign
    room = width - len(mark) - len(body)
    if room <= 0:
        return mark + body
    if align == "=":
        if comma and fill == "0":
            whole, dot, rest = body.partition(".")
            digits = whole.replace(",", "")
            while len(mark) + len(digits) + (len(digits) - 1) // 3 + len(dot + rest) < width:
                digits = "0" + digits
            groups = [digits[max(0, i - 3):i] for i in range(len(digits), 0, -3)]
            return mark + ",".join(reversed(groups)) + dot + rest
        return mark + fill * room + body
    if align == "<":
        return mark + body + fill * room
    if align == "^":
        return fill * (room // 2) + mark + body + fill * (room - room // 2)
    return fill * room + mark + body


def _significant(v, digits, rounding, pads):
    have = len(str(v._int))
    if have > digits:
        n, e = _cut(v._sign, v._int, have - digits, rounding), v._exp + have - digits
        if len(str(n)) > digits:
            n, e = n // 10, e + 1
        return _make(v._sign, n, e)
    if pads and have < digits:
        return _make(v._sign, v._int * 10 ** (digits - have), v._exp - (digits - have))
    return v


for _kind in (Decimal, Context, DecimalTuple):
    _kind.__module__ = "decimal"
