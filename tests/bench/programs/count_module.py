import time

c = 0
began = time.process_time()
for i in range(@N@):
    c += 1
print("@@", (time.process_time() - began) * 1e9 / @N@)
