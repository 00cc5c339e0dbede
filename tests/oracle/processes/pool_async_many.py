# set: first
from multiprocessing import Pool


def is_prime(n):
    return n > 1 and all(n % d for d in range(2, int(n ** 0.5) + 1))


def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


if __name__ == "__main__":
    collected = []
    pool = Pool(3)
    results = [pool.apply_async(collatz, (n,)) for n in range(1, 9)]
    pool.apply_async(is_prime, (97,), callback=collected.append)
    primes = pool.map_async(is_prime, range(20), callback=lambda flags: collected.append(sum(flags)))
    print([r.get() for r in results])
    print([n for n, flag in enumerate(primes.get()) if flag])
    pool.close()
    pool.join()
    print(sorted(collected, key=str))
    print(all(r.ready() and r.successful() for r in results))
