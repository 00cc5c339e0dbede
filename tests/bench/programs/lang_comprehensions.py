def run(n):
    total = 0
    for i in range(n // 20):
        squares = [k * k for k in range(10)]
        pairs = {k: v for k, v in enumerate(squares) if v % 2}
        total += sum(v for v in pairs.values()) + len({k % 3 for k in squares})
    return total


import time
began = time.process_time()
run(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
