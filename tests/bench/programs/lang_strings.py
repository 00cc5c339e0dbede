def run(n):
    parts = []
    for i in range(n):
        word = "item" + str(i % 100)
        if word.startswith("item1") or "9" in word:
            parts.append(word.upper().replace("I", "i"))
        if len(parts) > 50:
            parts = ",".join(parts).split(",")[:5]
    return parts


import time
began = time.process_time()
run(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
