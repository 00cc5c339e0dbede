# set: first
# The work is cut up; each thread has its part; the results are put together in order.
import threading


def partial_sum(numbers, results, k):
    total = 0
    for n in numbers:
        total += n
    results[k] = total


numbers = list(range(1, 401))
size = 100
results = {}
threads = []
for k in range(4):
    part = numbers[k * size:(k + 1) * size]
    t = threading.Thread(target=partial_sum, args=(part, results, k), name="part-%d" % k)
    threads.append(t)
    t.start()
for t in threads:
    t.join()
    print(t.name, results[threads.index(t)])
print(sum(results.values()), sum(numbers))
