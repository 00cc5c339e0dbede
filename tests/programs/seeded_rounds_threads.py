# options: --seed 7
# In a seeded run the turns of those who have steps go on while others compute without one, for ever or for long.
from threading import Thread
import time


def spin():
    while True:
        pass


def compute():
    n = 0
    for i in range(200000):
        n += i
    results.append(n)


def talk(name):
    for i in range(3):
        results.append((name, i))


results = []
Thread(target=spin, daemon=True).start()
threads = [Thread(target=compute), Thread(target=talk, args=('a',)), Thread(target=talk, args=('b',))]
for t in threads:
    t.start()
for t in threads:
    t.join()
assert sum(range(200000)) in results and len(results) == 7, results
time.sleep(0.05)
print('ok')
