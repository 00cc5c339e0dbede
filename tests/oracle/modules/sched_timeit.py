# set: first
import sched
import time
import timeit

done = []
s = sched.scheduler(time.monotonic, time.sleep)
s.enter(0.02, 1, done.append, ("second",))
s.enter(0.01, 1, done.append, argument=("first",))
e = s.enter(0.03, 1, done.append, ("cancelled",))
s.enter(0.02, 0, done.append, ("before second",)) if False else None
print(len(s.queue), s.empty())
s.cancel(e)
s.run()
print(done, s.empty())
now = [0]
virtual = sched.scheduler(lambda: now[0], lambda d: now.__setitem__(0, now[0] + d))
virtual.enterabs(10, 2, done.append, ("low",))
virtual.enterabs(10, 1, done.append, ("high",))
virtual.enterabs(5, 1, lambda **k: done.append(k), kwargs={"k": 1})
print(virtual.run(blocking=False), now)
virtual.run()
print(done, now)
try:
    s.cancel(e)
except ValueError:
    print("not there")
t = timeit.timeit(lambda: None, number=100)
print(isinstance(t, float), t < 5, len(timeit.repeat(lambda: None, repeat=3, number=2)), timeit.Timer(lambda: 1).timeit(5) >= 0, timeit.default_timer is time.perf_counter)
