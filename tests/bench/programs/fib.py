import time


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


began = time.process_time()
fib(@N@)
print("@@", (time.process_time() - began) * 1e9)
