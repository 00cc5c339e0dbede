"""Mathematics. The functions on floats are native: see math.def; here are those on ints and rows."""

from _slow import index, own, type_name

pi = 3.141592653589793
e = 2.718281828459045
tau = 6.283185307179586
inf = float("inf")
nan = float("nan")


def floor(x, /):
    function = own(x, "__floor__")
    return _floor(x) if function is None else function(x)


def ceil(x, /):
    function = own(x, "__ceil__")
    return _ceil(x) if function is None else function(x)


def trunc(x, /):
    if isinstance(x, (int, float)):
        return int(x)
    function = own(x, "__trunc__")
    if function is None:
        raise TypeError(f"type {type_name(x)} doesn't define __trunc__ method")
    return function(x)


def gcd(*integers):
    result = 0
    for b in integers:
        a, b = result, index(b)
        while b:
            a, b = b, a % b
        result = abs(a)
    return result


def lcm(*integers):
    result = 1
    for number in integers:
        number = index(number)
        if number == 0:
            return 0
        result = abs(result // gcd(result, number) * number)
    return result


def _product(low, high):
    """low * (low + 1) … * high, by halves, so that the factors stay small for long."""
    if high - low < 16:
        result = low
        for factor in range(low + 1, high + 1):
            result *= factor
        return result
    middle = (low + high) // 2
    return _product(low, middle) * _product(middle + 1, high)


def factorial(n, /):
    n = index(n)
    if n < 0:
        raise ValueError("factorial() not defined for negative values")
    return _product(1, n) if n else 1


def perm(n, k=None, /):
    n = index(n)
    if k is None:
        return factorial(n)
    k = index(k)
    if n < 0:
        raise ValueError("n must be a non-negative integer")
    if k < 0:
        raise ValueError("k must be a non-negative integer")
    return 0 if k > n else _product(n - k + 1, n) if k else 1


def comb(n, k, /):
    n, k = index(n), index(k)
    if n < 0:
        raise ValueError("n must be a non-negative integer")
    if k < 0:
        raise ValueError("k must be a non-negative integer")
    k = min(k, n - k)
    return 0 if k < 0 else _product(n - k + 1, n) // factorial(k) if k else 1


def isqrt(n, /):
    n = index(n)
    if n < 0:
        raise ValueError("isqrt() argument must be nonnegative")
    if n == 0:
        return 0
    x = 1 << (n.bit_length() + 1) // 2
    while True:
        y = (x + n // x) // 2
        if y >= x:
            return x
        x = y


def prod(iterable, /, *, start=1):
    for item in iterable:
        start = start * item
    return start


def fsum(seq, /):
    """The exact sum of the floats, rounded once: partial sums that do not overlap (J. Shewchuk, 1997)."""
    partials = []
    for x in seq:
        x, kept = float(x), []
        for y in partials:
            if abs(x) < abs(y):
                x, y = y, x
            high = x + y
            low = y - (high - x)
            if low:
                kept.append(low)
            x = high
        partials = kept + [x]
    total, at = 0.0, len(partials)
    low = 0.0
    while at:
        at -= 1
        x, y = total, partials[at]
        total = x + y
        low = y - (total - x)
        if low:
            break
    if at and (low < 0.0 and partials[at - 1] < 0.0 or low > 0.0 and partials[at - 1] > 0.0):
        y = low * 2.0
        x = total + y
        if y == x - total:
            total = x
    return total


def hypot(*coordinates):
    values = [fabs(value) for value in coordinates]
    largest = max(values, default=0.0)
    if largest == 0.0 or largest == inf:
        return largest
    square = fsum([value / largest * (value / largest) for value in values])
    direct = [value * value for value in values]
    if 1e-140 < largest < 1e140:
        root = sqrt(fsum(direct))
        rest = fsum([_fma(value, value, -part) for value, part in zip(values, direct)])
        left = fsum(direct + [rest, -root * root, -_fma(root, root, -(root * root))])
        return root + left / (2.0 * root)
    return largest * sqrt(square)


def _real(x):
    return copysign(x, x)       # as a float; TypeError if it is no number


def dist(p, q, /):
    if len(p) != len(q):
        raise ValueError("both points must have the same number of dimensions")
    return hypot(*[_real(a) - _real(b) for a, b in zip(p, q)])


def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    a, b = _real(a), _real(b)
    if rel_tol < 0.0 or abs_tol < 0.0:
        raise ValueError("tolerances must be non-negative")
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    gap = fabs(b - a)
    return gap <= fabs(rel_tol * b) or gap <= fabs(rel_tol * a) or gap <= abs_tol


def ulp(x, /):
    x = fabs(x)
    return x if isnan(x) or isinf(x) else nextafter(x, inf) - x if x < 1.7976931348623157e+308 else x - nextafter(x, 0.0)
