# A pool of processes and a pool of threads, fed for as long as the argument says.
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pool

END = time.monotonic() + float(sys.argv[1])


def work(n):
    return [n + i for i in range(50)]


def main():
    rounds = 0
    with Pool(2) as processes, ThreadPoolExecutor(2) as threads:
        while time.monotonic() < END:
            late = [processes.apply_async(work, (n,)) for n in range(20)]
            futures = [threads.submit(work, n) for n in range(20)]
            assert processes.map(work, range(20)) == [work(n) for n in range(20)]
            assert list(threads.map(work, range(20))) == [work(n) for n in range(20)]
            assert sum(r.get()[0] for r in late) == sum(f.result()[0] for f in futures) == 190
            rounds += 1
    print("fed", "some rounds" if rounds else "none")


if __name__ == "__main__":
    main()
