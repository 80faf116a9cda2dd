-- Lets a participant at the connection manager touch what is its own and read what is everybody's; its token has been verified before.
-- The line before this one names the provider of the token. Lua 5.1 without extensions.
local root = "/pm4mlapi"

-- What every participant may read: the authority of the hub, its addresses, public keys and currencies.
local shared = { "/hub", "/dfsps/jwscerts", "/monetaryzones" }

local function below(path, place)
  return path == place or path:sub(1, #place + 1) == place .. "/"
end

local function client_of_token(info)
  local verified = info:dynamicMetadata():get("envoy.filters.http.jwt_authn")
  local claims = verified and verified[token_provider]
  local client = claims and (claims.azp or claims.client_id)
  return type(client) == "string" and client ~= "" and client or nil
end

local function allowed(method, path, client)
  -- Addresses are compared as they stand: what would be read otherwise further in is refused.
  if path:find("%", 1, true) or path:find("//", 1, true) or path:find("/.", 1, true) then return false end
  if path:sub(1, #root) ~= root then return false end
  local rest = path:sub(#root + 1)
  if method == "GET" or method == "HEAD" then
    for _, place in ipairs(shared) do
      if below(rest, place) then return true end
    end
  end
  return client ~= "jwscerts" and below(rest, "/dfsps/" .. client) and rest ~= "/dfsps/" .. client
end

function envoy_on_request(handle)
  local headers = handle:headers()
  local client = client_of_token(handle:streamInfo())
  local path = (headers:get(":path") or ""):match("^[^?]*")
  if client and allowed(headers:get(":method"), path, client) then return end
  handle:respond({ [":status"] = client and "403" or "401", ["content-type"] = "application/json" },
    client and '{"message":"this is not of the participant of the token"}' or '{"message":"no valid token of a participant"}')
end
