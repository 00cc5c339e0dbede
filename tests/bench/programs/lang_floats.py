def run(n):
    x = y = vx = 0.5
    for i in range(n):
        vx = vx * 0.999 - x * 0.01
        x += vx * 0.01
        y = (x * x + vx * vx) ** 0.5
    return y


import time
began = time.process_time()
run(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
