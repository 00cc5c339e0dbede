# set: first
# time.sleep passes control; time passes at least as long as asked.
import threading
import time


def sleeper(seconds, log):
    before = time.time()
    time.sleep(seconds)
    log.append(time.time() - before >= seconds - 0.005)


log = []
begin = time.time()
threads = [threading.Thread(target=sleeper, args=(0.1, log)) for _ in range(5)]
for t in threads:
    t.start()
for t in threads:
    t.join()
spent = time.time() - begin
print(log)
print("together, not one after another:", spent < 0.45)
time.sleep(0)
try:
    time.sleep(-1)
except ValueError as e:
    print(e)
