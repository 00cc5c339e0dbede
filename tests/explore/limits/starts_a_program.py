# verdict: unknown
# limit: another program
import subprocess
from threading import Thread
t = Thread(target=lambda: subprocess.run(["true"]))
t.start()
t.join()
