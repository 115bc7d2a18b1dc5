# Allocated order items as a table for NetSuite; nothing is checked. jq -r -f this <in>
def of($type; $key; $value): first(.[] | select(.[$key] == $type)) | .[$value];

["internalId", "lineId", "item", "location", "quantity", "closed", "rejected"],
(.[]
  | (.orderIdentifications | of("NETSUITE_ORDER_ID"; "orderIdentificationTypeId"; "idValue")) as $order
  | .orderItems[]
  | select(any(.facilityGroupMembers[]; .facilityGroupId == "NETSUITE_FULFILLMENT"))
  | [
      $order,
      (.orderItemAttributes | of("NetsuiteItemLineId"; "attrName"; "attrValue")),
      (.goodIdentifications | of("NETSUITE_PRODUCT_ID"; "goodIdentificationTypeId"; "idValue")),
      .facilityExternalId,
      .orderItemQuantity,
      "",
      "F"
    ])
| @csv
