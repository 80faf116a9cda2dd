-- Lets a request of a participant in when certificate, token, FSPIOP-Source and address are those of one participant.
-- What stands before this line is made from the table of participants (config/model/edge.ts); docs/edge.md says what it does.
-- Lua 5.1 without extensions: Envoy Gateway runs the script once in an interpreter of its own before it accepts it.
local floor = math.floor

-- An address as numbers of 16 bits, two for IPv4 and eight for IPv6; nil for what is none. ::ffff:192.0.2.1 is 192.0.2.1.
local function v4(text)
  local a, b, c, d = text:match("^(%d+)%.(%d+)%.(%d+)%.(%d+)$")
  a, b, c, d = tonumber(a), tonumber(b), tonumber(c), tonumber(d)
  if not d or a > 255 or b > 255 or c > 255 or d > 255 then return nil end
  return { a * 256 + b, c * 256 + d }
end

local function v6(text)
  local head, tail = text, nil
  local first, last = text:find("::", 1, true)
  if first then head, tail = text:sub(1, first - 1), text:sub(last + 1) end
  local function groups(part)
    local list = {}
    for word in part:gmatch("[^:]+") do
      local dotted = word:find(".", 1, true) and v4(word)
      if dotted then
        list[#list + 1], list[#list + 2] = dotted[1], dotted[2]
      else
        local number = #word <= 4 and tonumber(word, 16)
        if not number then return nil end
        list[#list + 1] = number
      end
    end
    return list
  end
  local address, rest = groups(head), groups(tail or "")
  if not address or not rest or #address + #rest > 8 or (not tail and #address ~= 8) then return nil end
  while #address + #rest < 8 do address[#address + 1] = 0 end
  for _, number in ipairs(rest) do address[#address + 1] = number end
  for at = 1, 5 do
    if address[at] ~= 0 then return address end
  end
  return address[6] == 65535 and { address[7], address[8] } or address
end

local function address_of(text)
  if text:find(":", 1, true) then return v6(text) end
  return v4(text)
end

-- "10.0.0.0/8 2001:db8::/32" as a list of ranges. One that cannot be read lets nobody in.
local function ranges_of(text)
  local list = {}
  for base, length in text:gmatch("([^%s/]+)/(%d+)") do
    local groups = address_of(base)
    if groups then list[#list + 1] = { groups = groups, bits = tonumber(length) } end
  end
  return list
end

local function holds(range, address)
  local groups, bits = range.groups, range.bits
  if #groups ~= #address then return false end
  for at = 1, #groups do
    if bits <= 0 then return true end
    local cut = bits < 16 and 2 ^ (16 - bits) or 1
    if floor(groups[at] / cut) ~= floor(address[at] / cut) then return false end
    bits = bits - 16
  end
  return true
end

local function inside(ranges, address)
  if not address then return false end
  for at = 1, #ranges do
    if holds(ranges[at], address) then return true end
  end
  return false
end

local own_ranges = ranges_of(cluster_egress)
local trusted_fronts = ranges_of(front_ranges)
local gate_of_id = {}
for _, gate in pairs(gates) do
  gate.ranges = ranges_of(gate.from)
  if gate.here then
    for _, range in ipairs(own_ranges) do gate.ranges[#gate.ranges + 1] = range end
  end
  gate_of_id[gate.id] = gate
end

-- "192.0.2.1:4711" or "[2001:db8::1]:4711" as numbers.
local function peer(text)
  if not text then return nil end
  return address_of(text:match("^%[(.-)%]:%d+$") or text:match("^(.-):%d+$") or text)
end

-- Common name of the client certificate that TLS has verified.
local function certificate_name(info)
  local ssl = info:downstreamSslConnection()
  if not ssl or not ssl:peerCertificatePresented() or not ssl:peerCertificateValidated() then return nil end
  if revoked[ssl:serialNumberPeerCertificate():lower()] then return nil end
  local subject = ssl:parsedSubjectPeerCertificate()
  return subject and subject:commonName()
end

local function client_of_token(info)
  local verified = info:dynamicMetadata():get("envoy.filters.http.jwt_authn")
  local claims = verified and verified[token_provider]
  local client = claims and (claims.azp or claims.client_id)
  return type(client) == "string" and client ~= "" and client or nil
end

local function content_type(path)
  local resource = (path or ""):match("^/(%a+)")
  if not resource then return "application/json" end
  return "application/vnd.interoperability." .. resource .. "+json;version=1.1"
end

local function refuse(handle, refusal)
  local path = handle:headers():get(":path")
  handle:respond({ [":status"] = refusal.status, ["content-type"] = content_type(path) }, refusal.body)
end

-- Which refusal a request earns; nil and the participant when it earns none.
local function judge(headers, info)
  local name = certificate_name(info)
  local source = headers:get("fspiop-source")
  local gate = name and gates[name]
  -- What a cloud puts before the gateway shows a certificate of its own and speaks for participants whose certificates it has verified.
  local front = not gate and name and name == front_name and inside(trusted_fronts, peer(info:downstreamDirectRemoteAddress()))
  if not gate and not front then return refusals.certificate end
  local client = client_of_token(info)
  if not client then return refusals.token end
  if front then
    gate = source and gate_of_id[source]
    if not gate then return refusals.source end
  end
  if client ~= gate.client then return refusals.binding end
  if source ~= gate.id then return refusals.source end
  if not inside(gate.ranges, peer(info:downstreamRemoteAddress())) then return refusals.address end
  if (tonumber(headers:get("content-length") or "0") or math.huge) > gate.bytes then return refusals.tooLarge end
  return nil, gate
end

function envoy_on_request(handle)
  local headers, info = handle:headers(), handle:streamInfo()
  local refusal, gate = judge(headers, info)
  if refusal then
    refuse(handle, refusal)
    return
  end
  headers:replace("x-participant-rate", gate.rate)
  info:dynamicMetadata():set("workbench.participant", "id", gate.id)
  info:dynamicMetadata():set("workbench.participant", "answers", content_type(headers:get(":path")))
end

-- Filters beside this one refuse in plain text: tokens that are wrong (401), requests that are too large (413) or too many (429), services that are away (503, 504).
local told = {
  ["413"] = refusals.tooLarge,
  ["429"] = refusals.tooMany,
  ["503"] = refusals.unavailable,
  ["504"] = refusals.late,
}

-- Content type of the API that was asked, once this script has seen the request.
local function answers_as(info)
  local known = info:dynamicMetadata():get("workbench.participant")
  return known and known.answers or "application/json"
end

function envoy_on_response(handle)
  local headers = handle:headers()
  local kind = headers:get("content-type")
  if not kind or kind:sub(1, 10) ~= "text/plain" then return end
  local refusal = told[headers:get(":status")]
  if headers:get(":status") == "401" then
    local name = certificate_name(handle:streamInfo())
    refusal = name and (gates[name] or name == front_name) and refusals.token or refusals.certificate
  end
  if not refusal then return end
  headers:replace("content-type", answers_as(handle:streamInfo()))
  headers:replace("content-length", tostring(handle:body(true):setBytes(refusal.body)))
end
