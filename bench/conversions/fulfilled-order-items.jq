# What HotWax facilities have shipped as lines of sales orders, by shipment; nothing is checked. jq -c -f this <in>
def of($type; $key; $value): first(.[] | select(.[$key] == $type)) | .[$value];

[
  .[]
  | .orderId as $orderId
  | (.orderIdentifications | of("NETSUITE_ORDER_ID"; "orderIdentificationTypeId"; "idValue")) as $order
  | .shipments[]
  | . as $shipment
  | [
      .shipmentItems[]
      | select(any(.facilityGroupMembers[]; .facilityGroupId == "OMS_FULFILLMENT"))
      | {
          line_id: (.orderItemAttributes | of("NetsuiteItemLineId"; "attrName"; "attrValue")),
          location_id: .facilityExternalId,
          quantity: (.shippedQuantity | tostring),
          tags: "hotwax-fulfilled",
          shipment_method_type_id: .slaShipmentMethodTypeId,
          order_item_seq_id: .orderItemSeqId,
          shipment_id: $shipment.shipmentId,
          tracking_number: $shipment.trackingNumber,
          carrier_party_id: $shipment.carrierPartyId,
          shipped_date: .statusDatetime
        }
    ]
  | select(length > 0)
  | { order_id: $order, hotwax_order_id: $orderId, maySplit: "Y", items: . }
]
