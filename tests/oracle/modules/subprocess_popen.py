# set: first
# needs: exec
import signal
import subprocess

p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
print(p.poll(), p.pid > 0)
out, err = p.communicate(b"through cat")
print(out, err, p.returncode, p.poll())
p = subprocess.Popen(["sleep", "30"])
try:
    p.wait(timeout=0.05)
except subprocess.TimeoutExpired:
    print("still running", p.poll())
p.terminate()
print(p.wait(), p.returncode == -signal.SIGTERM)
p = subprocess.Popen(["sh", "-c", "echo one; echo two"], stdout=subprocess.PIPE, text=True)
for line in p.stdout:
    print("line", line.strip())
print(p.wait())
with subprocess.Popen(["sh", "-c", "exit 5"]) as p:
    pass
print(p.returncode)
p = subprocess.Popen(["sleep", "30"], stdout=subprocess.DEVNULL)
p.kill()
print(p.wait())
a = subprocess.Popen(["printf", "b\\na\\n"], stdout=subprocess.PIPE)
b = subprocess.Popen(["sort"], stdin=a.stdout, stdout=subprocess.PIPE)
a.stdout.close()
print(b.communicate()[0], a.wait())
