# set: first
# order: lines
# Forks in order: nobody starves for ever, no deadlock.
import threading

N = 5
forks = [threading.Lock() for _ in range(N)]
meals = [0] * N


def philosopher(i, rounds):
    first, second = sorted((i, (i + 1) % N))
    for _ in range(rounds):
        with forks[first]:
            with forks[second]:
                meals[i] += 1
    print("philosopher", i, "is full")


threads = [threading.Thread(target=philosopher, args=(i, 20)) for i in range(N)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(meals, any(f.locked() for f in forks))
