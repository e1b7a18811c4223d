-- wrk's part: sends the requests of a file, one after the other and again from
-- the start, and tells what came of it as one line of JSON.
--
--   wrk … -s requests.lua URL -- FILE OFFSET TOKEN
--
-- Each line of FILE is METHOD, PATH, If-None-Match, If-Match, TOKEN and BODY
-- with tabs between; empty fields are left out, an empty TOKEN is the one of
-- the command line.

local requests = {}
local at = 0

local function fields(line)
    local list = {}
    for field in (line .. "\t"):gmatch("([^\t]*)\t") do
        list[#list + 1] = field
    end
    return list
end

local function headers(list, token)
    local made = {["Caller-Id"] = "bench"}
    local bearer = list[5] ~= "" and list[5] or token
    if bearer then made["Authorization"] = "Bearer " .. bearer end
    if list[3] ~= "" then made["If-None-Match"] = list[3] end
    if list[4] ~= "" then made["If-Match"] = list[4] end
    if list[6] ~= "" then made["Content-Type"] = "application/json" end
    return made
end

function init(args)
    at = tonumber(args[2]) or 0
    for line in io.lines(args[1]) do
        local list = fields(line)
        local body = list[6] ~= "" and list[6] or nil
        requests[#requests + 1] =
            wrk.format(list[1], list[2], headers(list, args[3]), body)
    end
end

function request()
    local text = requests[at % #requests + 1]
    at = at + 1
    return text
end

function done(summary, latency)
    io.write(string.format(
        '{"requests": %d, "seconds": %.6f, "bytes": %d, "refused": %d, '
        .. '"broken": %d, "p50_ms": %.3f, "p99_ms": %.3f}\n',
        summary.requests, summary.duration / 1e6, summary.bytes,
        summary.errors.status,
        summary.errors.connect + summary.errors.read + summary.errors.write
        + summary.errors.timeout,
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
