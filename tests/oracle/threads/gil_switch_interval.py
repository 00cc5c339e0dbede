# set: first
import sys

before = sys.getswitchinterval()
print(before)
sys.setswitchinterval(0.01)
print(sys.getswitchinterval())
sys.setswitchinterval(before)
try:
    sys.setswitchinterval(0)
except ValueError as e:
    print(e)
print(round(sys.getswitchinterval(), 6))
