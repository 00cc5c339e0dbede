# set: first
import os

print(os.name, os.getpid() > 1, os.getppid() > 0, os.getpid() == os.getpid(), os.cpu_count() >= 1)
os.environ["MY_SETTING"] = "on"
print(os.environ["MY_SETTING"], os.environ.get("NOT_SET_ANYWHERE"), os.getenv("MY_SETTING"), os.getenv("NOT_SET_ANYWHERE", "default"))
print("MY_SETTING" in os.environ)
del os.environ["MY_SETTING"]
try:
    os.environ["MY_SETTING"]
except KeyError as e:
    print("KeyError", e)
print("PATH" in os.environ, isinstance(os.environ.get("HOME"), str))
os.sched_yield()
