# set: first
# needs: exec
import os
import subprocess
import sys
from subprocess import DEVNULL, PIPE, STDOUT, CalledProcessError, Popen, TimeoutExpired

r = subprocess.run(["sh", "-c", "echo $GREETING; pwd"], env={"GREETING": "hi", "PATH": os.environ["PATH"]}, cwd="/", capture_output=True, text=True)
print(r, r.stdout.split())
print(subprocess.run("echo a; echo b >&2", shell=True, stdout=PIPE, stderr=STDOUT).stdout, subprocess.getstatusoutput("echo no; exit 3"))
with open("out.txt", "w") as f:
    f.write("first\n")
    subprocess.call(["echo", "second"], stdout=f)
print(open("out.txt").read().splitlines())
with open("out.txt") as f:
    print(subprocess.check_output(["wc", "-l"], stdin=f).strip())
big = b"x" * 300000
p = Popen(["cat"], stdin=PIPE, stdout=PIPE, stderr=PIPE)
out, err = p.communicate(big)
print(len(out), out == big, err, p.stdin.closed, p.stdout.closed)
p = Popen(["cat"], stdin=PIPE, stdout=PIPE, text=True, bufsize=1)
p.stdin.write("line by line\n")
p.stdin.flush()
print(repr(p.stdout.readline()))
p.stdin.close()
print(p.wait(), repr(p.stdout.read()))
p = Popen("echo early; exec sleep 30", shell=True, stdout=PIPE)
try:
    p.communicate(timeout=0.3)
except TimeoutExpired as e:
    print(e, e.cmd, e.timeout, e.output)
p.kill()
print(p.communicate(), p.returncode)
for code in (0, 3):
    try:
        print(subprocess.run(["sh", "-c", "exit %d" % code], check=True).returncode)
    except CalledProcessError as e:
        print(repr(e), e.returncode, e.cmd, e.stdout)
try:
    subprocess.run(["sh", "-c", "kill -9 $$"], check=True)
except CalledProcessError as e:
    print(e)
for bad in (lambda: Popen(["no-such-program"]), lambda: Popen("no such", shell=False), lambda: Popen([], ), lambda: Popen(["ls"], cwd="/no/such/dir"),
            lambda: subprocess.run(["ls"], input=b"", stdin=PIPE), lambda: subprocess.run(["ls"], capture_output=True, stdout=PIPE),
            lambda: subprocess.check_output(["ls"], stdout=PIPE), lambda: Popen(["ls"], stdout=STDOUT), lambda: Popen(3), lambda: Popen(["ls", 3]),
            lambda: subprocess.run(["/etc/passwd"])):
    try:
        print(bad())
    except (OSError, ValueError, TypeError, IndexError) as e:
        print(type(e).__name__, e)
ps = [Popen(["sh", "-c", "sleep 0.0%d; exit %d" % (9 - n, n)]) for n in range(3)]
print([p.wait() for p in ps], ps[0].poll(), ps[1].send_signal(9), Popen(["true"], stdout=DEVNULL).wait(timeout=20))
first = Popen(["printf", "c\\nb\\na\\n"], stdout=PIPE)
second = Popen(["sort"], stdin=first.stdout, stdout=PIPE, text=True)
first.stdout.close()
print(second.communicate()[0].split(), first.wait())
sys.stdout.flush()
subprocess.run(["echo", "to the same screen"])
print("the end")
