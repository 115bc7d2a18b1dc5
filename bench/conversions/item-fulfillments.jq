# Shipped lines as completed orders, cells cut by a regular expression as jq reads no CSV; nothing is checked. jq -cnR -f this <in>
def cells:
  if contains("\"")
  then [scan("(?:^|,)(\"(?:[^\"]|\"\")*\"|[^,]*)")[0] | if startswith("\"") then .[1:-1] | gsub("\"\""; "\"") else . end]
  else split(",")
  end;

input as $header
| [
    reduce (inputs | cells) as $c (
      {};
      .[$c[0]] += [{
        orderItemSeqId: $c[1],
        externalFacilityId: $c[2],
        shippedDate: ($c[3] | gsub("T"; " ") | rtrimstr("Z")),
        quantity: $c[4],
        trackingNumber: $c[5],
        carrier: $c[6],
        shippingMethod: $c[7],
        "validation-result": "success"
      }]
    )
    | to_entries[]
    | { orderMap: { orderId: .key, items: .value } }
  ]
