/** What SDF takes of each kind of element: its id, its elements and their values. Source: Oracle's SDF XML reference, release 2026.2. */

/**
 * Prefix and greatest length of the script id when the element has one; the elements that must be there; those that may.
 * Only what this project uses is listed: add here what else Oracle documents before you use it.
 */
export type Kind = { prefix?: string; longest?: number; required: string; optional: string };

const FIELD = 'accesslevel defaultchecked defaultvalue description displaytype help ismandatory storevalue';
const SCRIPT = 'description isinactive notifyadmins notifyemails notifyowner scriptcustomfields';
const DEPLOYMENT = 'isdeployed loglevel recurrence';
const PAGE = 'allroles audslctrole isonline links';
const STAGES = 'buffersize concurrencylimit queueallstagesatonce runasrole yieldaftermins';

export const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries({
    scheduledscript: {
      prefix: 'customscript_',
      longest: 40,
      required: 'name scriptfile scriptdeployments',
      optional: SCRIPT,
    },
    mapreducescript: {
      prefix: 'customscript_',
      longest: 40,
      required: 'name scriptfile scriptdeployments',
      optional: SCRIPT,
    },
    restlet: {
      prefix: 'customscript_',
      longest: 40,
      required: 'name scriptfile scriptdeployments',
      optional: SCRIPT,
    },
    suitelet: {
      prefix: 'customscript_',
      longest: 40,
      required: 'name scriptfile scriptdeployments',
      optional: SCRIPT,
    },
    scriptdeployments: { required: 'scriptdeployment', optional: '' },
    scriptdeployment: {
      prefix: 'customdeploy_',
      longest: 40,
      required: 'status title',
      optional: `${DEPLOYMENT} ${STAGES} ${PAGE}`,
    },
    scriptcustomfields: { required: 'scriptcustomfield', optional: '' },
    scriptcustomfield: {
      prefix: 'custscript_',
      longest: 40,
      required: 'fieldtype label',
      optional: `${FIELD} selectrecordtype setting`,
    },
    recurrence: { required: '', optional: 'daily single weekly' },
    daily: { required: 'everyxdays startdate starttime', optional: 'enddate repeat' },
    single: { required: 'startdate starttime', optional: 'repeat' },
    transactionbodycustomfield: {
      prefix: 'custbody_',
      longest: 38,
      required: 'fieldtype label',
      optional: `${FIELD} selectrecordtype globalsearch searchlevel showinlist subtab bodydeposit bodyitemfulfillment bodyitemfulfillmentorder bodyjournal bodyopportunity bodypurchase bodysale bodystorepickup bodytransferorder`,
    },
    transactioncolumncustomfield: {
      prefix: 'custcol',
      longest: 37,
      required: 'fieldtype label',
      optional: `${FIELD} selectrecordtype searchlevel colitemfulfillment colitemfulfillmentorder colopportunity colpurchase colsale colstore colstorepickup coltransferorder`,
    },
    customrecordtype: {
      prefix: 'customrecord_',
      longest: 40,
      required: 'recordname accesstype',
      optional:
        'allowattachments allowinlineediting allroles isonline allowquickadd allowquicksearch allowuiaccess customrecordcustomfields description enablekeywords enableoptimisticlocking enablesystemnotes iconbuiltin includeinsearchmenu includename isinactive isordered links permissions showcreationdate showid showlastmodified shownotes showowner',
    },
    links: { required: 'link', optional: '' },
    link: { required: 'linkcategory linktasktype', optional: 'linklabel' },
    customrecordcustomfields: { required: 'customrecordcustomfield', optional: '' },
    customrecordcustomfield: {
      prefix: 'custrecord_',
      longest: 40,
      required: 'fieldtype label',
      optional: `${FIELD} searchlevel selectrecordtype showinlist`,
    },
    role: {
      prefix: 'customrole_',
      longest: 40,
      required: 'centertype name permissions',
      optional:
        'coreadminpermission employeerestriction isinactive issalesrole issupportrole restrictbydevice restricttimeandexpenses',
    },
    permissions: { required: 'permission', optional: '' },
    permission: { required: '', optional: 'permittedlevel permittedrole permkey permlevel restriction' },
    subtab: { prefix: 'custtab_', longest: 40, required: 'title tabtype', optional: 'parent' },
  } satisfies Record<string, Kind>),
);

/** The kinds that have a file of their own. */
export const objectTags: ReadonlySet<string> = new Set([
  'scheduledscript',
  'mapreducescript',
  'restlet',
  'suitelet',
  'transactionbodycustomfield',
  'transactioncolumncustomfield',
  'customrecordtype',
  'role',
  'subtab',
]);

const oneOf = (words: string): RegExp => new RegExp(`^(${words.replaceAll(' ', '|')})$`);

/** What an element may say, wherever it is, and that in words. */
export const values: ReadonlyMap<string, { form: RegExp; words: string }> = new Map(
  Object.entries({
    name: { form: /^.{1,40}$/, words: '1 to 40 characters' },
    recordname: { form: /^.{1,40}$/, words: '1 to 40 characters' },
    label: { form: /^.{1,200}$/, words: '1 to 200 characters' },
    title: { form: /^.{1,40}$/, words: '1 to 40 characters' },
    description: { form: /^.{1,499}$/, words: '1 to 499 characters' },
    status: {
      form: oneOf('SCHEDULED NOTSCHEDULED TESTING RELEASED'),
      words: 'SCHEDULED, NOTSCHEDULED or TESTING, of a page RELEASED',
    },
    loglevel: { form: oneOf('DEBUG AUDIT ERROR EMERGENCY'), words: 'DEBUG, AUDIT, ERROR or EMERGENCY' },
    repeat: {
      form: oneOf('PT15M PT30M PT1H PT2H PT4H PT6H PT8H PT12H'),
      words: 'PT15M, PT30M, PT1H, PT2H, PT4H, PT6H, PT8H or PT12H',
    },
    everyxdays: { form: /^([1-9]\d{0,2}|1000)$/, words: 'a number from 1 to 1000' },
    startdate: { form: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, words: 'a date such as 2026-01-01' },
    starttime: { form: /^([01]\d|2[0-3]):[0-5]\d:00Z$/, words: 'a time in UTC such as 05:00:00Z' },
    fieldtype: {
      form: oneOf(
        'TEXT TEXTAREA CLOBTEXT RICHTEXT INTEGER FLOAT CURRENCY PERCENT CHECKBOX SELECT MULTISELECT DATE DATETIMETZ TIMEOFDAY EMAIL PHONE URL',
      ),
      words: 'a field type such as TEXT, TEXTAREA, CLOBTEXT, INTEGER, FLOAT, CHECKBOX or DATETIMETZ',
    },
    displaytype: {
      form: oneOf('NORMAL HIDDEN LOCKED DISABLED INLINE STATICTEXT'),
      words: 'NORMAL, HIDDEN, LOCKED, DISABLED, INLINE or STATICTEXT',
    },
    accesslevel: { form: /^[012]$/, words: '0, 1 or 2' },
    searchlevel: { form: /^[012]$/, words: '0, 1 or 2' },
    accesstype: {
      form: oneOf('CUSTRECORDENTRYPERM NONENEEDED USEPERMISSIONLIST'),
      words: 'CUSTRECORDENTRYPERM, NONENEEDED or USEPERMISSIONLIST',
    },
    // Those that a page shows (help section_1532209471); SDF knows more categories.
    linkcategory: { form: oneOf('BASICREPORTSCUSTOM'), words: 'BASICREPORTSCUSTOM, of the Classic Center' },
    // SCRIPT alone of a Suitelet's deployment (SDFxml_3099417013).
    linktasktype: {
      form: oneOf('EDIT LIST SRCH SCRIPT'),
      words: 'EDIT, LIST or SRCH, of a page SCRIPT',
    },
    permittedlevel: { form: oneOf('VIEW CREATE EDIT FULL'), words: 'VIEW, CREATE, EDIT or FULL' },
    permlevel: { form: oneOf('VIEW CREATE EDIT FULL'), words: 'VIEW, CREATE, EDIT or FULL' },
    centertype: {
      form: oneOf(
        'ACCOUNTCENTER BASIC ENGINEERCENTER EXECUTIVE HR MARKETCENTER PARTNERCENTER PROJECTCENTER SALESCENTER SHIPPINGCENTER STOREMANAGER SUPPORTCENTER SYSADMINCENTER',
      ),
      words: 'a center type such as BASIC or SHIPPINGCENTER',
    },
    recordtype: { form: oneOf('SALESORDER ITEMFULFILLMENT'), words: 'SALESORDER or ITEMFULFILLMENT' },
    datahandling: { form: oneOf('ADD ADDUPDATE UPDATE'), words: 'ADD, ADDUPDATE or UPDATE' },
    decimaldelimiter: { form: oneOf('PERIOD COMMA'), words: 'PERIOD or COMMA' },
    columndelimiter: {
      form: oneOf('COMMA COLON PIPE SEMICOLON SPACE TAB'),
      words: 'COMMA, COLON, PIPE, SEMICOLON, SPACE or TAB',
    },
    charencoding: {
      form: oneOf('UTF_8 WINDOWS_1252 MACROMAN GB18030 SHIFT_JIS'),
      words: 'UTF_8 or another encoding of the reference',
    },
    type: { form: oneOf('NAME INTERNAL_ID EXTERNAL_ID'), words: 'NAME, INTERNAL_ID or EXTERNAL_ID' },
    tabtype: {
      form: oneOf('TRANSACTION ENTITY ITEM CRM'),
      words: 'TRANSACTION, ENTITY, ITEM or CRM',
    },
    buffersize: { form: oneOf('1 2 4 8 16 32 64'), words: '1, 2, 4, 8, 16, 32 or 64' },
    concurrencylimit: { form: /^[1-9]\d?$/, words: 'a number from 1 to 99' },
    yieldaftermins: { form: /^([3-9]|[1-5]\d|60)$/, words: 'a number of minutes from 3 to 60' },
    runasrole: {
      form: /^(ADMINISTRATOR|\[scriptid=customrole_[a-z0-9_]+\])$/,
      words: 'ADMINISTRATOR, or [scriptid=...] with a role of the project',
    },
    // Several have a bar between them (SDFxml_2909147388).
    audslctrole: {
      form: /^(ADMINISTRATOR|\[scriptid=customrole_[a-z0-9_]+\])(\|(ADMINISTRATOR|\[scriptid=customrole_[a-z0-9_]+\]))*$/,
      words: 'roles with | between, each ADMINISTRATOR or [scriptid=...]',
    },
  }),
);

/** Elements that say yes or no: T or F, upper case. */
export const flags: ReadonlySet<string> = new Set(
  [
    'allowattachments allowinlineediting allowquickadd allowquicksearch allowuiaccess coreadminpermission',
    'defaultchecked enablekeywords enableoptimisticlocking enablesystemnotes globalsearch iconbuiltin ignorereadonly includeinsearchmenu',
    'includename isdeployed isinactive ismandatory isordered issalesrole issupportrole logsystemnotescustfields',
    'notifyadmins notifyowner overwritemissingfields overwritesublists queueallstagesatonce restrictbydevice',
    'restricttimeandexpenses runserversuitescript showcreationdate showid showinlist showlastmodified shownotes',
    'showowner storevalue usemultithread validatemandatorycustfields',
    'bodydeposit bodyitemfulfillment bodyitemfulfillmentorder bodyjournal bodyopportunity bodypurchase bodysale',
    'bodystorepickup bodytransferorder colitemfulfillment colopportunity colpurchase colsale colstore',
    'colstorepickup coltransferorder',
  ].flatMap((line) => line.split(' ')),
);
