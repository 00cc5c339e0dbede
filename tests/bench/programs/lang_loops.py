def run(n):
    total = 0
    for i in range(n):
        k = i
        while k & 3:
            k -= 1
            total += k % 7
    return total


import time
began = time.process_time()
run(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
