# set: first
# needs: exec
import subprocess

r = subprocess.run(["echo", "hello"], stdout=subprocess.PIPE)
print(r.returncode, r.stdout, r.args)
r = subprocess.run(["sh", "-c", "echo out; echo err >&2; exit 3"], capture_output=True, text=True)
print(r.returncode, repr(r.stdout), repr(r.stderr))
r = subprocess.run("echo $((6 * 7))", shell=True, stdout=subprocess.PIPE, universal_newlines=True)
print(r.stdout.strip())
print(subprocess.call(["true"]), subprocess.call("exit 4", shell=True))
print(subprocess.check_output(["printf", "%s-%s", "a", "b"]))
try:
    subprocess.check_call(["false"])
except subprocess.CalledProcessError as e:
    print(e.returncode, e)
try:
    subprocess.run(["no-such-program-anywhere"])
except FileNotFoundError as e:
    print(e.strerror, e.filename)
try:
    subprocess.run(["sleep", "30"], timeout=0.05)
except subprocess.TimeoutExpired as e:
    print(type(e).__name__)
print(subprocess.run(["cat"], input="typed", text=True, stdout=subprocess.PIPE).stdout)
print(subprocess.getoutput("echo got"))
