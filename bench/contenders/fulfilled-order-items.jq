# Shipments as NetSuite reads them; nothing checked.
[ .[]
  | (first(.orderIdentifications[] | select(.orderIdentificationTypeId == "NETSUITE_ORDER_ID")).idValue) as $order
  | .orderId as $hotwax
  | .shipments[]
  | . as $shipment
  | [ .shipmentItems[]
      | select(any(.facilityGroupMembers[]; .facilityGroupId == "OMS_FULFILLMENT"))
      | { line_id: first(.orderItemAttributes[] | select(.attrName == "NetsuiteItemLineId")).attrValue,
          location_id: .facilityExternalId,
          quantity: (.shippedQuantity | tostring),
          tags: "hotwax-fulfilled",
          shipment_method_type_id: .slaShipmentMethodTypeId,
          order_item_seq_id: .orderItemSeqId,
          shipment_id: $shipment.shipmentId,
          tracking_number: $shipment.trackingNumber,
          carrier_party_id: $shipment.carrierPartyId,
          shipped_date: .statusDatetime } ] as $items
  | select($items | length > 0)
  | { order_id: $order, hotwax_order_id: $hotwax, maySplit: "Y", items: $items } ]
