def run(n):
    items = []
    for i in range(n):
        items.append(i ^ 5)
        if len(items) > 100:
            items[3], items[-1] = items[-1], items[3]
            items.pop()
            items = items[20:]
    return sum(items)


import time
began = time.process_time()
run(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
