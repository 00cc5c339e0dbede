# set: first
import math
from math import floor, pi

print(pi, math.e, math.sqrt(2), math.sqrt(16), math.pow(2, 0.5), math.inf, -math.inf, math.nan)
print(floor(2.7), floor(-2.7), math.ceil(2.1), math.ceil(-2.1), math.trunc(-2.7), math.fabs(-3))
print(math.factorial(10), math.gcd(12, 18), math.lcm(4, 6), math.comb(5, 2), math.perm(5, 2), math.isqrt(17))
print(round(math.sin(pi / 2), 10), round(math.cos(pi), 10), round(math.tan(pi / 4), 10), round(math.atan2(1, 1), 10))
print(math.log(math.e), math.log10(1000), math.log2(8), math.log(8, 2), math.exp(0), round(math.exp(1), 6))
print(math.hypot(3, 4), math.degrees(pi), round(math.radians(180), 6), math.dist((0, 0), (3, 4)))
print(math.isnan(math.nan), math.isinf(math.inf), math.isfinite(1), math.isclose(0.1 + 0.2, 0.3))
print(math.fmod(-7, 3), math.modf(2.5), math.copysign(3, -1), math.frexp(8.0), math.prod([1, 2, 3]), math.fsum([0.1] * 10))
for bad in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.floor(math.inf), lambda: math.sqrt("4"), lambda: math.exp(1000)):
    try:
        bad()
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__, e)
