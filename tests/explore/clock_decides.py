# verdict: unknown
# replays: no
from threading import Thread
from time import perf_counter

began = perf_counter()
t = Thread(target=sum, args=([1, 2],))
t.start()
t.join()
print("quick:", perf_counter() - began > 0)
