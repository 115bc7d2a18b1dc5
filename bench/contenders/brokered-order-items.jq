# Allocations as CSV; nothing checked.
["internalId", "lineId", "item", "location", "quantity", "closed", "rejected"],
(.[]
 | (first(.orderIdentifications[] | select(.orderIdentificationTypeId == "NETSUITE_ORDER_ID")).idValue) as $order
 | .orderItems[]
 | select(any(.facilityGroupMembers[]; .facilityGroupId == "NETSUITE_FULFILLMENT"))
 | [ $order,
     first(.orderItemAttributes[] | select(.attrName == "NetsuiteItemLineId")).attrValue,
     first(.goodIdentifications[] | select(.goodIdentificationTypeId == "NETSUITE_PRODUCT_ID")).idValue,
     .facilityExternalId, .orderItemQuantity, "", "" ])
| @csv
