import sys
import threading
import time

count = 0
events = []


def tracer(frame, event, arg):
    events.append((time.perf_counter_ns(), frame.f_lineno, event))
    if len(events) > 1000:
        events.clear()
    return tracer


def work(n):
    global count
    for i in range(n):
        count += 1


sys.settrace(tracer)
began = time.process_time()
work(@N@)
spent = time.process_time() - began
sys.settrace(None)
print("@@", spent * 1e9 / @N@)
