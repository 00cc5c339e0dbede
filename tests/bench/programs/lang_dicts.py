def run(n):
    counts = {}
    for i in range(n):
        key = i * 7919 % 1009
        counts[key] = counts.get(key, 0) + 1
        if key in counts and i % 3 == 0:
            del counts[key]
    return len(counts)


import time
began = time.process_time()
run(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
