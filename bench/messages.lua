-- For wrk: posts messages as Teams does, each of its own, in a thousand conversations. The environment says to which bot.

local message = [[{"type":"message","id":"%s-%d","timestamp":"2026-03-15T08:00:00.000Z","channelId":"msteams",]]
    .. [["serviceUrl":"]] .. os.getenv("BENCH_SERVICE_URL") .. [[","locale":"en-US","text":"Has anybody looked at the ]]
    .. [[release of Web shop 4.2? It waits in the phase of tests since this morning, and nobody said why.",]]
    .. [["textFormat":"plain","from":{"id":"29:person-%d","name":"Ada Lovelace",]]
    .. [["aadObjectId":"00000000-0000-4000-8000-000000000001"},]]
    .. [["recipient":{"id":"28:]] .. os.getenv("BENCH_APP") .. [[","name":"Reva"},]]
    .. [["conversation":{"id":"19:channel-%d@thread.tacv2","conversationType":"channel","isGroup":true,]]
    .. [["tenantId":"]] .. os.getenv("BENCH_TENANT") .. [["},]]
    .. [["channelData":{"tenant":{"id":"]] .. os.getenv("BENCH_TENANT") .. [["}}}]]
local headers = {
    ["Content-Type"] = "application/json; charset=utf-8",
    ["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN"),
}
local run, number = os.getenv("BENCH_RUN"), 0

function request()
    number = number + 1
    local place = number % 1000
    return wrk.format("POST", nil, headers, message:format(run, number, place, place))
end
