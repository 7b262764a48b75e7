-- A unique, valid deed a request; DUP=n makes every n-th repeat the one before. Tickets come from the file TICKETS, one a line.
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init()
  count = 0
  tickets = {}
  for line in io.lines(os.getenv("TICKETS")) do tickets[#tickets + 1] = line end
  repeats = tonumber(os.getenv("DUP") or "0")
  salt = os.getenv("SALT") or "s"
  headers = {}
  for i, ticket in ipairs(tickets) do
    headers[i] = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. ticket }
  end
end

function request()
  count = count + 1
  local k = count
  if repeats > 0 and k % repeats == 0 then k = k - 1 end
  local body = string.format('{"kind":"vote","key":"%s-%02d-%010d","choice":"c3d4f5g6h7j8"}', salt, number, k)
  return wrk.format("POST", nil, headers[k % #headers + 1], body)
end
