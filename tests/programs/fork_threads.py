# Forks in a process whose threads are at work: the child has one thread and a whole heap.
import os
from threading import Thread

shared = []
table = {}
stop = False


def busy(k):
    i = 0
    while not stop:
        i += 1
        shared.append((k, i))
        table[k, i % 50] = [i, str(i)]
        if len(shared) > 2000:
            shared.clear()
        [0] * 200


threads = [Thread(target=busy, args=(k,)) for k in range(4)]
for t in threads:
    t.start()
codes = []
for round in range(20):
    pid = os.fork()
    if pid == 0:
        good = all(isinstance(x, tuple) and len(x) == 2 for x in shared)
        for key in list(table):
            good = good and table[key][1] == str(table[key][0])
        made = [[j] * 50 for j in range(3000)]
        good = good and sum(len(m) for m in made) == 150000
        seen = []
        t = Thread(target=lambda: seen.append(1))
        t.start()
        t.join()
        os._exit(0 if good and seen == [1] else 3)
    codes.append(os.waitpid(pid, 0)[1])
stop = True
for t in threads:
    t.join()
assert codes == [0] * 20, codes


# several threads fork at once
results = []


def forking(k):
    for i in range(5):
        pid = os.fork()
        if pid == 0:
            os._exit(k)
        results.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


threads = [Thread(target=forking, args=(k,)) for k in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
assert sorted(results) == sorted([0, 1, 2, 3] * 5), results
print('ok')
