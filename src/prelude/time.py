"""Time: sleeping, and reading clocks."""
from _conch import clock, sleep


def time():
    return clock(0)


def time_ns():
    return int(clock(0) * 1000000000)


def monotonic():
    return clock(1)


def perf_counter():
    return clock(2)


def process_time():
    return clock(3)


def thread_time():
    return clock(4)
