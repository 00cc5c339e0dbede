# set: first
import functools
import time


def count_calls(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return f(*args, **kwargs)
    wrapper.calls = 0
    return wrapper


@count_calls
def work(n, factor=2):
    """Multiplies."""
    return n * factor


print([work(i) for i in range(3)], work(5, factor=10), work.calls, work.__name__, work.__doc__)
double = functools.partial(work, factor=2)
hundred = functools.partial(work, 100)
print(double(7), hundred(), hundred(factor=3), double.func is work, sorted(double.keywords.items()))
compose = lambda *fs: functools.reduce(lambda f, g: lambda x: g(f(x)), fs)
print(compose(lambda x: x + 1, lambda x: x * 10, str)(4))
begin = time.perf_counter()
total = sum(map(double, range(100)))
print(total, time.perf_counter() - begin < 5, work.calls)
