# set: first
# needs: exec
import os

print("before", flush=True)
print(os.system("echo from the shell"))
print(os.system("exit 3") >> 8)
print(os.system("true"), os.system("false") != 0)
