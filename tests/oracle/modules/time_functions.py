# set: first
import time

a, b = time.time(), time.monotonic()
p = time.perf_counter()
time.sleep(0.02)
print(time.time() - a >= 0.015, time.monotonic() - b >= 0.02, time.perf_counter() - p >= 0.02, time.time() - a < 5)
print(type(time.time()).__name__, time.time() > 1600000000, isinstance(time.time_ns(), int), isinstance(time.monotonic_ns(), int))
print(len(time.ctime()), time.ctime(0)[:10], isinstance(time.process_time(), float))
for bad in (-1, "1", None):
    try:
        time.sleep(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
time.sleep(0)
time.sleep(0.0)
