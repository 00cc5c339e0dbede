local function count(n)
    local c = 0
    for i = 1, n do
        c = c + 1
    end
    return c
end
local began = os.clock()
count(@N@)
print("@@ " .. (os.clock() - began) * 1e9 / @N@)
