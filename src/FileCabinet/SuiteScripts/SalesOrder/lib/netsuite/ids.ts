/** Every id of the account that the scripts use, written once; the objects are in `src/Objects`. */

export const sftpConfiguration = {
  type: 'customrecord_ns_sftp_configuration',
  server: 'custrecord_ns_sftp_server',
  userId: 'custrecord_ns_sftp_userid',
  port: 'custrecord_ns_sftp_port_no',
  hostKey: 'custrecord_ns_sftp_host_key',
  credential: 'custrecord_ns_sftp_guid',
  directory: 'custrecord_ns_sftp_default_file_dir',
  account: 'custrecord_hc_sftp_account',
} as const;

/** Who is mailed, on the same record. */
export const mailField = {
  to: 'custrecord_hc_sftp_mail_to',
  from: 'custrecord_hc_sftp_mail_from',
} as const;

/** Boxes of the same record that pause a feed, whatever its deployments say. */
export const pauseField = {
  'brokered-order-items': 'custrecord_hc_sftp_pause_allocations',
  'fulfilled-order-items': 'custrecord_hc_sftp_pause_shipments',
  'item-fulfillments': 'custrecord_hc_sftp_pause_export',
} as const;

export const feedFile = {
  type: 'customrecord_hc_feed_file',
  feed: 'custrecord_hc_ff_feed',
  file: 'custrecord_hc_ff_file',
  status: 'custrecord_hc_ff_status',
  rows: 'custrecord_hc_ff_rows',
  applied: 'custrecord_hc_ff_applied',
  rejected: 'custrecord_hc_ff_rejected',
  skipped: 'custrecord_hc_ff_skipped',
  attempts: 'custrecord_hc_ff_attempts',
  stops: 'custrecord_hc_ff_stops',
  message: 'custrecord_hc_ff_message',
  started: 'custrecord_hc_ff_started',
  finished: 'custrecord_hc_ff_finished',
  deployment: 'custrecord_hc_ff_deployment',
  heard: 'custrecord_hc_ff_heard',
  handedOn: 'custrecord_hc_ff_handed_on',
  handedOnOutcome: 'custrecord_hc_ff_handed_on_outcome',
} as const;

export const exportedFulfillment = {
  type: 'customrecord_hc_exported_fulfillment',
  fulfillment: 'custrecord_hc_xf_fulfillment',
  number: 'custrecord_hc_xf_number',
  order: 'custrecord_hc_xf_order',
  status: 'custrecord_hc_xf_status',
  file: 'custrecord_hc_xf_file',
  shipped: 'custrecord_hc_xf_shipped',
  reported: 'custrecord_hc_xf_reported',
  notTicked: 'custrecord_hc_xf_not_ticked',
  attempts: 'custrecord_hc_xf_attempts',
  tried: 'custrecord_hc_xf_tried',
  message: 'custrecord_hc_xf_message',
} as const;

export const bodyField = {
  orderId: 'custbody_hc_order_id',
  exported: 'custbody_hc_fulfillment_exported',
  exportFile: 'custbody_hc_export_file',
  shippedAt: 'custbody_hc_shipped_at',
  shipmentId: 'custbody_hc_shipment_id',
  orderItems: 'custbody_hc_order_items',
  shipmentNotes: 'custbody_hc_shipment_notes',
} as const;

export const lineField = {
  orderItemSeqId: 'custcol_hc_order_line_id',
  lineType: 'custcol_hc_orderline_type_id',
  tag: 'custcol_hc_item_tag',
  rejected: 'custcol_hc_order_item_rejected',
  storePickup: 'custcolisbopis',
} as const;

export const updateParameter = {
  setQuantity: 'custscript_hc_us_map_quantity',
  shipMethod: 'custscript_hc_us_ship_method',
  shipTo: 'custscript_hc_us_ship_to',
  furtherColumns: 'custscript_hc_us_further_columns',
  externalId: 'custscript_hc_us_external_id',
  folder: 'custscript_hc_us_folder',
  shipmentsFolder: 'custscript_hc_us_shipments_folder',
  minimumAge: 'custscript_hc_us_minimum_age',
  completeFiles: 'custscript_hc_us_complete',
  dryRun: 'custscript_hc_us_dry_run',
} as const;

export const updateBacklogParameter = { settings: 'custscript_hc_ub_settings' } as const;

export const exportParameter = {
  folder: 'custscript_hc_ex_folder',
  batchSize: 'custscript_hc_ex_batch_size',
  since: 'custscript_hc_ex_since',
  waitHours: 'custscript_hc_ex_wait_tracking',
  dryRun: 'custscript_hc_ex_dry_run',
} as const;

export const createParameter = {
  folder: 'custscript_hc_cf_folder',
  externalId: 'custscript_hc_cf_external_id',
  tagLines: 'custscript_hc_cf_tag_lines',
  useShipDate: 'custscript_hc_cf_use_ship_date',
  moveClosedDates: 'custscript_hc_cf_move_closed_dates',
  allowOverage: 'custscript_hc_cf_allow_overage',
  ignoreMandatory: 'custscript_hc_cf_ignore_mandatory',
  packageWeight: 'custscript_hc_cf_package_weight',
  minimumAge: 'custscript_hc_cf_minimum_age',
  completeFiles: 'custscript_hc_cf_complete',
  memo: 'custscript_hc_cf_memo',
  binByLocation: 'custscript_hc_cf_bin_by_location',
  earliestLots: 'custscript_hc_cf_earliest_lots',
  dryRun: 'custscript_hc_cf_dry_run',
} as const;

export const taggedParameter = {
  folder: 'custscript_hc_ft_folder',
  dryRun: 'custscript_hc_ft_dry_run',
} as const;

export const statementParameter = {
  folder: 'custscript_hc_ss_folder',
  since: 'custscript_hc_ss_since',
  dryRun: 'custscript_hc_ss_dry_run',
} as const;

export const digestParameter = {
  hour: 'custscript_hc_fd_hour',
  allIsWell: 'custscript_hc_fd_all_is_well',
} as const;

export const backlogParameter = { settings: 'custscript_hc_cb_settings' } as const;

/** The deployment that makes a statement whenever it is run; others do when somebody has asked for one. */
export const statementNow = 'customdeploy_hc_statement_now';

/** The page for people who monitor the feeds. */
export const monitorPage = {
  scriptId: 'customscript_hc_feed_monitor',
  deploymentId: 'customdeploy_hc_feed_monitor',
} as const;

/** Deployments that a script hands what is left to, or that are started from outside. */
export const onDemandDeployment = {
  update: {
    taskType: 'SCHEDULED_SCRIPT',
    scriptId: 'customscript_update_salesorder',
    deploymentId: 'customdeploy_update_so_rest',
  },
  updateBacklog: {
    taskType: 'MAP_REDUCE',
    scriptId: 'customscript_hc_update_backlog',
    deploymentId: 'customdeploy_hc_update_backlog',
  },
  create: {
    taskType: 'SCHEDULED_SCRIPT',
    scriptId: 'customscript_create_itemfulfillment',
    deploymentId: 'customdeploy_create_itemfulfillment_rest',
  },
  createBacklog: {
    taskType: 'MAP_REDUCE',
    scriptId: 'customscript_hc_create_backlog',
    deploymentId: 'customdeploy_hc_create_backlog',
  },
  export: {
    taskType: 'MAP_REDUCE',
    scriptId: 'customscript_export_so_fulfillment',
    deploymentId: 'customdeploy_export_so_fulfillment_rest',
  },
} as const;
