"""The conversions with Python's standard library: everything in memory, nothing checked."""

import csv
import json
import sys


def item_fulfillments(source, target):
    orders = {}
    with open(source, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            orders.setdefault(row["orderId"], []).append(
                {
                    "orderItemSeqId": row["orderItemSeqId"],
                    "externalFacilityId": row["externalFacilityId"],
                    "shippedDate": row["shippedDate"].replace("T", " ").replace("Z", ""),
                    "quantity": row["quantity"],
                    "trackingNumber": row["trackingNumber"],
                    "carrier": row["carrier"],
                    "shippingMethod": row["shippingMethod"],
                    "validation-result": "success",
                }
            )
    listed = [{"orderMap": {"orderId": order, "items": items}} for order, items in orders.items()]
    with open(target, "w", encoding="utf-8") as file:
        file.write(json.dumps(listed, separators=(",", ":")))


def value_of(rows, key, kind, value="idValue"):
    return next(row[value] for row in rows if row[key] == kind)


def of_side(item, group):
    return any(member["facilityGroupId"] == group for member in item["facilityGroupMembers"])


def brokered_order_items(source, target):
    with open(source, encoding="utf-8") as file:
        orders = json.load(file)
    with open(target, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["internalId", "lineId", "item", "location", "quantity", "closed", "rejected"])
        for order in orders:
            sales_order = value_of(order["orderIdentifications"], "orderIdentificationTypeId", "NETSUITE_ORDER_ID")
            for item in order["orderItems"]:
                if not of_side(item, "NETSUITE_FULFILLMENT"):
                    continue
                writer.writerow(
                    [
                        sales_order,
                        value_of(item["orderItemAttributes"], "attrName", "NetsuiteItemLineId", "attrValue"),
                        value_of(item["goodIdentifications"], "goodIdentificationTypeId", "NETSUITE_PRODUCT_ID"),
                        item["facilityExternalId"],
                        item["orderItemQuantity"],
                        "",
                        "F",
                    ]
                )


def line_of(shipment, item):
    return {
        "line_id": value_of(item["orderItemAttributes"], "attrName", "NetsuiteItemLineId", "attrValue"),
        "location_id": item["facilityExternalId"],
        "quantity": str(item["shippedQuantity"]),
        "tags": "hotwax-fulfilled",
        "shipment_method_type_id": item["slaShipmentMethodTypeId"],
        "order_item_seq_id": item["orderItemSeqId"],
        "shipment_id": shipment["shipmentId"],
        "tracking_number": shipment["trackingNumber"],
        "carrier_party_id": shipment["carrierPartyId"],
        "shipped_date": item["statusDatetime"],
    }


def fulfilled_order_items(source, target):
    with open(source, encoding="utf-8") as file:
        orders = json.load(file)
    made = []
    for order in orders:
        sales_order = value_of(order["orderIdentifications"], "orderIdentificationTypeId", "NETSUITE_ORDER_ID")
        for shipment in order["shipments"]:
            items = [line_of(shipment, item) for item in shipment["shipmentItems"] if of_side(item, "OMS_FULFILLMENT")]
            if items:
                head = {"order_id": sales_order, "hotwax_order_id": order["orderId"], "maySplit": "Y"}
                made.append({**head, "items": items})
    with open(target, "w", encoding="utf-8") as file:
        file.write(json.dumps(made, separators=(",", ":")))


{
    "item-fulfillments": item_fulfillments,
    "brokered-order-items": brokered_order_items,
    "fulfilled-order-items": fulfilled_order_items,
}[sys.argv[1]](sys.argv[2], sys.argv[3])
