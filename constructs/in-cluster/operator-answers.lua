-- What the gateway itself refuses on routes of operators comes as plain text: this makes errors of FSPIOP of it. Answers of services pass as they are.
local told = { ["403"] = refusals.operators, ["503"] = refusals.unavailable, ["504"] = refusals.late }

function envoy_on_response(handle)
  local headers = handle:headers()
  local kind = headers:get("content-type")
  local refusal = kind and kind:sub(1, 10) == "text/plain" and told[headers:get(":status")]
  if not refusal then return end
  headers:replace("content-type", "application/json")
  headers:replace("content-length", tostring(handle:body(true):setBytes(refusal.body)))
end
