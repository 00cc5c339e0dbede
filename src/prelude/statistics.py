"""Averages and spreads."""

from math import fsum, sqrt


class StatisticsError(ValueError):
    pass


def _values(data, name, least=1):
    data = list(data)
    if len(data) < least:
        raise StatisticsError(f"{name} requires at least {'one data point' if least == 1 else 'two data points'}")
    return data


def _divided(total, n):
    return total // n if isinstance(total, int) and total % n == 0 else total / n


def mean(data):
    data = _values(data, "mean")
    return _divided(sum(data) if all([isinstance(x, int) for x in data]) else fsum(data), len(data))


def fmean(data, weights=None):
    data = _values(data, "fmean")
    if weights is None:
        return fsum(data) / len(data)
    return fsum([x * w for x, w in zip(data, weights)]) / fsum(weights)


def geometric_mean(data):
    from math import exp, log
    return exp(fmean([log(x) for x in data]))


def harmonic_mean(data, weights=None):
    data = _values(data, "harmonic_mean")
    return len(data) / fsum([1 / x for x in data])


def _sorted(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data


def median(data):
    data = _sorted(data)
    half = len(data) // 2
    return data[half] if len(data) % 2 else (data[half - 1] + data[half]) / 2


def median_low(data):
    data = _sorted(data)
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = _sorted(data)
    return data[len(data) // 2]


def multimode(data):
    counts = {}
    for item in data:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return [item for item, count in counts.items() if count == most]


def mode(data):
    found = multimode(data)
    if not found:
        raise StatisticsError("no mode for empty data")
    return found[0]


def _squares(data, center):
    center = mean(data) if center is None else center
    squares = [(x - center) ** 2 for x in data]
    return sum(squares) if all([isinstance(x, int) for x in squares]) else fsum(squares)


def pvariance(data, mu=None):
    data = _values(data, "pvariance")
    return _divided(_squares(data, mu), len(data))


def variance(data, xbar=None):
    data = _values(data, "variance", 2)
    return _divided(_squares(data, xbar), len(data) - 1)


def pstdev(data, mu=None):
    return sqrt(pvariance(data, mu))


def stdev(data, xbar=None):
    return sqrt(variance(_values(data, "stdev", 2), xbar))


def quantiles(data, *, n=4, method="exclusive"):
    data = sorted(data)
    if len(data) < 2:
        raise StatisticsError("must have at least two data points")
    extra = 1 if method == "exclusive" else -1
    made, m = [], len(data) + extra
    for i in range(1, n):
        at = i * m // n
        if method == "exclusive":
            at = min(max(at, 1), len(data) - 1)
            delta = i * m - at * n
            made.append((data[at - 1] * (n - delta) + data[at] * delta) / n)
        else:
            delta = i * m - at * n
            made.append((data[at] * (n - delta) + data[at + 1] * delta) / n)
    return made
