"""Random numbers: the generator is MT19937 (M. Matsumoto, T. Nishimura, 1998), seeded and used as in
CPython, so that a seed gives the same numbers there and here."""

from _conch import _seed, chance, clock
from _slow import index
from math import acos, ceil, cos, exp, floor, log, pi, sin, sqrt

_N, _M, _WORD = 624, 397, 0xffffffff
_ABSENT = object()


class Random:
    def __init__(self, x=None):
        self.seed(x)

    def seed(self, a=None, version=2):
        self._free = a is None      # nobody asked for these very numbers
        if a is None:
            a = _seed() * 1000003 ^ int(clock(1) * 1e9) ^ id(self)
        elif isinstance(a, float):
            a = hash(a)
        elif isinstance(a, (str, bytes, bytearray)):
            data = a.encode() if isinstance(a, str) else bytes(a)
            a = int.from_bytes(data + _sha512(data), "big")
        elif not isinstance(a, int):
            raise TypeError("The only supported seed types are: None,\nint, float, str, bytes, and bytearray.")
        a, key = abs(a), []
        while a:
            key.append(a & _WORD)
            a >>= 32
        self._init_by_array(key or [0])
        self.gauss_next = None

    def _init_by_array(self, key):
        state = [19650218] * _N
        word = 19650218
        for i in range(1, _N):
            word = (1812433253 * (word ^ word >> 30) + i) & _WORD
            state[i] = word
        i, k, n = 1, 0, len(key)
        for _ in range(max(_N, n)):
            last = state[i - 1]
            state[i] = ((state[i] ^ (last ^ last >> 30) * 1664525) + key[k] + k) & _WORD
            i += 1
            k += 1
            if i >= _N:
                state[0] = state[_N - 1]
                i = 1
            if k >= n:
                k = 0
        for _ in range(_N - 1):
            last = state[i - 1]
            state[i] = ((state[i] ^ (last ^ last >> 30) * 1566083941) - i) & _WORD
            i += 1
            if i >= _N:
                state[0] = state[_N - 1]
                i = 1
        state[0] = 0x80000000
        self._state, self._at = state, _N

    def _twist(self):
        state = self._state
        for i in range(_N):
            y = state[i] & 0x80000000 | state[(i + 1) % _N] & 0x7fffffff
            state[i] = state[(i + _M) % _N] ^ y >> 1 ^ (0x9908b0df if y & 1 else 0)
        self._at = 0

    def _word(self):
        if self._at >= _N:
            self._twist()
        y = self._state[self._at]
        self._at += 1
        y ^= y >> 11
        y ^= y << 7 & 0x9d2c5680
        y ^= y << 15 & 0xefc60000
        return y ^ y >> 18

    def random(self):
        if self._free:
            taken = chance(0)       # where all possibilities are tried, one of them; None in a live run
            if taken is not None:
                return taken
        return ((self._word() >> 5) * 67108864.0 + (self._word() >> 6)) * (1.0 / 9007199254740992.0)

    def getrandbits(self, k, /):
        if k < 0:
            raise ValueError("number of bits must be non-negative")
        result, shift = 0, 0
        while k > 0:
            word = self._word()
            if k < 32:
                word >>= 32 - k
            result |= word << shift
            shift += 32
            k -= 32
        return result

    def randbytes(self, n):
        return self.getrandbits(n * 8).to_bytes(n, "little")

    def getstate(self):
        return 3, tuple(self._state) + (self._at,), self.gauss_next

    def setstate(self, state):
        self._free = False
        self._state, self._at, self.gauss_next = list(state[1][:-1]), state[1][-1], state[2]

    def _randbelow(self, n):
        if self._free:
            taken = chance(n)
            if taken is not None:
                return taken
        k = n.bit_length()
        r = self.getrandbits(k)
        while r >= n:
            r = self.getrandbits(k)
        return r

    def randrange(self, start, stop=None, step=1):
        start, step = index(start), index(step)
        stop = stop if stop is None else index(stop)
        if stop is None:
            if start > 0:
                return self._randbelow(start)
            raise ValueError("empty range for randrange()")
        width = stop - start
        if step == 1:
            if width > 0:
                return start + self._randbelow(width)
            raise ValueError(f"empty range for randrange() ({start}, {stop}, {width})")
        if step == 0:
            raise ValueError("zero step for randrange()")
        n = (width + step - 1) // step if step > 0 else (width + step + 1) // step
        if n <= 0:
            raise ValueError(f"empty range for randrange() ({start}, {stop}, {width})" if step == 1 else "empty range for randrange()")
        return start + step * self._randbelow(n)

    def randint(self, a, b):
        return self.randrange(a, b + 1)

    def choice(self, seq):
        if not len(seq):
            raise IndexError("Cannot choose from an empty sequence")
        return seq[self._randbelow(len(seq))]

    def shuffle(self, x):
        for i in range(len(x) - 1, 0, -1):
            j = self._randbelow(i + 1)
            x[i], x[j] = x[j], x[i]

    def sample(self, population, k, *, counts=None):
        if isinstance(population, (set, frozenset, dict)) or not hasattr(population, "__getitem__"):
            raise TypeError("Population must be a sequence.  For dicts or sets, use sorted(d).")
        if counts is not None:
            population = [item for item, count in zip(population, counts) for _ in range(count)]
        n = len(population)
        if not 0 <= k <= n:
            raise ValueError("Sample larger than population or is negative")
        result = [None] * k
        setsize = 21
        if k > 5:
            setsize += 4 ** ceil(log(k * 3, 4))
        if n <= setsize:
            pool = list(population)
            for i in range(k):
                j = self._randbelow(n - i)
                result[i] = pool[j]
                pool[j] = pool[n - i - 1]
        else:
            selected = set()
            for i in range(k):
                j = self._randbelow(n)
                while j in selected:
                    j = self._randbelow(n)
                selected.add(j)
                result[i] = population[j]
        return result

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        n = len(population)
        if cum_weights is None:
            if weights is None:
                return [population[floor(self.random() * (n + 0.0))] for _ in range(k)]
            cum_weights, total = [], 0
            for weight in weights:
                total += weight
                cum_weights.append(total)
        elif weights is not None:
            raise TypeError("Cannot specify both weights and cumulative weights")
        if len(cum_weights) != n:
            raise ValueError("The number of weights does not match the population")
        total = cum_weights[-1] + 0.0
        if total <= 0.0:
            raise ValueError("Total of weights must be greater than zero")
        from bisect import bisect_right
        return [population[bisect_right(cum_weights, self.random() * total, 0, n - 1)] for _ in range(k)]

    def uniform(self, a, b):
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        u = self.random()
        c = 0.5 if mode is None else (mode - low) / (high - low) if high != low else 0
        if high == low:
            return low
        if u > c:
            u, c, low, high = 1.0 - u, 1.0 - c, high, low
        return low + (high - low) * sqrt(u * c)

    def gauss(self, mu=0.0, sigma=1.0):
        z = self.gauss_next
        self.gauss_next = None
        if z is None:
            angle = self.random() * (2.0 * pi)
            radius = sqrt(-2.0 * log(1.0 - self.random()))
            z = cos(angle) * radius
            self.gauss_next = sin(angle) * radius
        return mu + z * sigma

    def normalvariate(self, mu=0.0, sigma=1.0):
        magic = 4 * exp(-0.5) / sqrt(2.0)
        while True:
            u1 = self.random()
            u2 = 1.0 - self.random()
            z = magic * (u1 - 0.5) / u2
            if z * z / 4.0 <= -log(u2):
                return mu + z * sigma

    def lognormvariate(self, mu, sigma):
        return exp(self.normalvariate(mu, sigma))

    def expovariate(self, lambd):
        return -log(1.0 - self.random()) / lambd

    def paretovariate(self, alpha):
        return (1.0 - self.random()) ** (-1.0 / alpha)

    def weibullvariate(self, alpha, beta):
        return alpha * (-log(1.0 - self.random())) ** (1.0 / beta)


def _sha512(data):
    """FIPS 180-4; the constants are the roots of the first primes, worked out here."""
    from math import isqrt
    word, primes, n = (1 << 64) - 1, [], 2
    while len(primes) < 80:
        if all([n % p for p in primes]):
            primes.append(n)
        n += 1
    h = [isqrt(p << 128) & word for p in primes[:8]]
    k = [_cube_root(p << 192) & word for p in primes]
    data = data + b"\x80" + bytes(-(len(data) + 17) % 128) + (len(data) * 8).to_bytes(16, "big")

    def turn(x, by):
        return (x >> by | x << 64 - by) & word
    for start in range(0, len(data), 128):
        w = [int.from_bytes(data[start + 8 * i:start + 8 * i + 8], "big") for i in range(16)]
        for i in range(16, 80):
            s0 = turn(w[i - 15], 1) ^ turn(w[i - 15], 8) ^ w[i - 15] >> 7
            s1 = turn(w[i - 2], 19) ^ turn(w[i - 2], 61) ^ w[i - 2] >> 6
            w.append((w[i - 16] + s0 + w[i - 7] + s1) & word)
        a, b, c, d, e, f, g, last = h
        for i in range(80):
            t1 = last + (turn(e, 14) ^ turn(e, 18) ^ turn(e, 41)) + (e & f ^ ~e & g) + k[i] + w[i]
            t2 = (turn(a, 28) ^ turn(a, 34) ^ turn(a, 39)) + (a & b ^ a & c ^ b & c)
            a, b, c, d, e, f, g, last = (t1 + t2) & word, a, b, c, (d + t1) & word, e, f, g
        h = [(x + y) & word for x, y in zip(h, (a, b, c, d, e, f, g, last))]
    return b"".join([x.to_bytes(8, "big") for x in h])


def _cube_root(n):
    low, high = 0, 1 << (n.bit_length() + 2) // 3
    while low < high:
        middle = (low + high + 1) // 2
        if middle ** 3 <= n:
            low = middle
        else:
            high = middle - 1
    return low


class SystemRandom(Random):
    def seed(self, *args, **keywords):
        Random.seed(self)


class _Shared:
    """The module's own generator, seeded when it is first used."""
    made = None


def _shared():
    if _Shared.made is None:
        _Shared.made = Random()
    return _Shared.made


def seed(a=None, version=2): _shared().seed(a, version)
def random(): return _shared().random()
def getrandbits(k, /): return _shared().getrandbits(k)
def randbytes(n): return _shared().randbytes(n)
def getstate(): return _shared().getstate()
def setstate(state): _shared().setstate(state)
def randrange(start, stop=None, step=1): return _shared().randrange(start, stop, step)
def randint(a, b): return _shared().randint(a, b)
def choice(seq): return _shared().choice(seq)
def shuffle(x): _shared().shuffle(x)
def sample(population, k, *, counts=None): return _shared().sample(population, k, counts=counts)


def choices(population, weights=None, *, cum_weights=None, k=1):
    return _shared().choices(population, weights, cum_weights=cum_weights, k=k)


def uniform(a, b): return _shared().uniform(a, b)
def triangular(low=0.0, high=1.0, mode=None): return _shared().triangular(low, high, mode)
def gauss(mu=0.0, sigma=1.0): return _shared().gauss(mu, sigma)
def normalvariate(mu=0.0, sigma=1.0): return _shared().normalvariate(mu, sigma)
def lognormvariate(mu, sigma): return _shared().lognormvariate(mu, sigma)
def expovariate(lambd): return _shared().expovariate(lambd)
def paretovariate(alpha): return _shared().paretovariate(alpha)
def weibullvariate(alpha, beta): return _shared().weibullvariate(alpha, beta)
