# set: full
# The same product by loops, by threads, by a process pool and by shared arrays.
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Array, Pool, Process

N = 12


class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    @classmethod
    def build(cls, n, f):
        return cls([[f(i, j) for j in range(n)] for i in range(n)])

    @classmethod
    def identity(cls, n):
        return cls.build(n, lambda i, j: int(i == j))

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, i):
        return self.rows[i]

    def __eq__(self, other):
        return isinstance(other, Matrix) and self.rows == other.rows

    def transposed(self):
        return Matrix(zip(*self.rows))

    def times(self, other):
        columns = other.transposed()
        return Matrix([[dot(r, c) for c in columns.rows] for r in self.rows])

    def trace(self):
        return sum(self.rows[i][i] for i in range(len(self)))

    def power(self, n):
        result, base = Matrix.identity(len(self)), self
        while n:
            if n & 1:
                result = result.times(base)
            base = base.times(base)
            n >>= 1
        return result

    def show(self, n=3):
        return [r[:n] for r in self.rows[:n]]


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


A = Matrix.build(N, lambda i, j: (i * 3 + j) % 7 - 2)
B = Matrix.build(N, lambda i, j: (i + j * 5) % 9 - 4)
B_COLUMNS = B.transposed()


def row_of_product(i):
    return [dot(A[i], column) for column in B_COLUMNS.rows]


def by_threads():
    out = [None] * N

    def work(low, high):
        for i in range(low, high):
            out[i] = row_of_product(i)

    threads = [threading.Thread(target=work, args=(k * 4, k * 4 + 4)) for k in range(N // 4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return Matrix(out)


def by_thread_pool():
    with ThreadPoolExecutor(3) as pool:
        return Matrix(pool.map(row_of_product, range(N)))


def by_process_pool():
    with Pool(2) as pool:
        return Matrix(pool.map(row_of_product, range(N), chunksize=3))


def fill(shared, low, high):
    for i in range(low, high):
        shared[i * N:(i + 1) * N] = row_of_product(i)


def by_shared_array():
    shared = Array("i", N * N)
    workers = [Process(target=fill, args=(shared, k * 6, k * 6 + 6)) for k in range(2)]
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    flat = shared[:]
    return Matrix([flat[i * N:(i + 1) * N] for i in range(N)])


def main():
    want = A.times(B)
    print("corner", want.show(), "trace", want.trace())
    for f in (by_threads, by_thread_pool, by_process_pool, by_shared_array):
        print("%-16s %s" % (f.__name__, f() == want))
    print("identity", A.times(Matrix.identity(N)) == A, "transposes", want.transposed() == B.transposed().times(A.transposed()))
    fib = Matrix([[1, 1], [1, 0]])
    print("fibonacci", [fib.power(n)[0][1] for n in range(1, 12)], fib.power(90)[0][1])
    print("big", fib.power(200)[0][1])


if __name__ == "__main__":
    main()
