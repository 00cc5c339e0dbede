import threading
import time

gate = threading.Event()
threads = [threading.Thread(target=gate.wait, daemon=True) for _ in range(@N@)]
began = time.perf_counter()
for t in threads:
    t.start()
print("@@", (time.perf_counter() - began) * 1e3)
gate.set()
for t in threads:
    t.join()
