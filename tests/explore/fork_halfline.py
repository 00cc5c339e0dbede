# options: --outputs
# finds: nothing
import os

print("hello", end=" ")
paper = os.fork()
if paper == 0:
    print("copy")
else:
    os.waitpid(paper, 0)
    print("original")
