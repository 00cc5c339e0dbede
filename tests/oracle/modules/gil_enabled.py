# set: first
# skip-oracle: sys._is_gil_enabled came with 3.13
# expect: False
# expect: True 0.01
# expect: False
import sys

print(sys._is_gil_enabled())
sys.setswitchinterval(0.01)
print(callable(sys._is_gil_enabled), sys.getswitchinterval())
print(sys._is_gil_enabled())
