c = 0
local began = os.clock()
for i = 1, @N@ do
    c = c + 1
end
print("@@ " .. (os.clock() - began) * 1e9 / @N@)
