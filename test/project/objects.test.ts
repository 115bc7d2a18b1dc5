import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { XMLValidator } from 'fast-xml-parser';
import {
  allElements,
  childrenOf,
  type Element,
  objectPaths,
  readElement,
  readObjects,
  readSource,
  textOf,
  textsAt,
} from './sdf.ts';

/** Prefix and greatest length of a script id, and the elements NetSuite wants; from Oracle's SDF XML reference. */
type Kind = { prefix: string; longest: number; required: string };

const kinds: Readonly<Record<string, Kind>> = {
  scheduledscript: { prefix: 'customscript_', longest: 40, required: 'name scriptfile' },
  mapreducescript: { prefix: 'customscript_', longest: 40, required: 'name scriptfile' },
  scriptdeployment: { prefix: 'customdeploy_', longest: 40, required: 'status title' },
  scriptcustomfield: { prefix: 'custscript_', longest: 40, required: 'fieldtype label' },
  transactionbodycustomfield: { prefix: 'custbody_', longest: 38, required: 'fieldtype label' },
  transactioncolumncustomfield: { prefix: 'custcol', longest: 37, required: 'fieldtype label' },
  customrecordtype: { prefix: 'customrecord_', longest: 40, required: 'recordname accesstype' },
  customrecordcustomfield: { prefix: 'custrecord_', longest: 40, required: 'fieldtype label' },
  savedcsvimport: {
    prefix: 'custimport_',
    longest: 40,
    required: 'recordtype importname datahandling decimaldelimiter columndelimiter transactionform',
  },
  subtab: { prefix: 'custtab_', longest: 40, required: 'title tabtype' },
};

/** What an element may say, wherever it is. */
const allowed: Readonly<Record<string, RegExp>> = {
  name: /^.{1,40}$/,
  recordname: /^.{1,40}$/,
  importname: /^.{1,64}$/,
  label: /^.{1,200}$/,
  description: /^.{1,499}$/,
  status: /^(SCHEDULED|NOTSCHEDULED|TESTING)$/,
  loglevel: /^(AUDIT|ERROR|EMERGENCY)$/,
  repeat: /^PT(15M|30M|1H|2H|4H|6H|8H|12H)$/,
  startdate: /^\d{4}-\d\d-\d\d$/,
  starttime: /^\d\d:\d\d:00Z$/,
  fieldtype: /^(TEXT|TEXTAREA|CLOBTEXT|INTEGER|FLOAT|CHECKBOX|DATETIMETZ)$/,
  accesstype: /^(CUSTRECORDENTRYPERM|USEPERMISSIONLIST)$/,
  datahandling: /^(ADD|ADDUPDATE|UPDATE)$/,
  charencoding: /^UTF_8$/,
  type: /^(NAME|INTERNAL_ID)$/,
};

const objects = readObjects();
const everything = objects.flatMap(allElements);
const identified = everything.filter((element) => element.scriptid !== '');

describe('every SDF object', () => {
  test.each(objectPaths())('%s is well-formed XML without tabs or trailing blanks', (path) => {
    expect(XMLValidator.validate(readSource(path))).toBe(true);
    expect(readSource(path)).not.toMatch(/\t|\r| \n/);
  });

  test.each(objects.map((object) => [object.path, object.scriptid]))(
    '%s is named after its script id',
    (path, id) => {
      expect(basename(path)).toBe(`${id}.xml`);
    },
  );

  test('is of a kind these checks know', () => {
    expect(objects.filter((object) => !(object.tag in kinds)).map((object) => object.path)).toEqual([]);
  });

  test('has what NetSuite requires of its kind', () => {
    const lacking = identified.flatMap((element) =>
      (kinds[element.tag]?.required.split(' ') ?? [])
        .filter((tag) => !textOf(element, tag))
        .map((tag) => `${element.scriptid} lacks <${tag}>`),
    );
    expect(lacking).toEqual([]);
  });

  test('says nothing NetSuite would not take', () => {
    const wrong = everything.filter(({ tag, text }) => allowed[tag]?.test(text) === false);
    expect(wrong.map(({ tag, text }) => `<${tag}>${text}`)).toEqual([]);
  });

  test('refers only to objects of the project', () => {
    const ids = new Set(identified.map((element) => element.scriptid));
    const references = everything.flatMap(({ text }) =>
      [...text.matchAll(/\[scriptid=([^\]]+)\]/g)].map((match) => match[1]),
    );
    expect(references.filter((id) => !ids.has(id ?? ''))).toEqual([]);
  });
});

describe('every script id', () => {
  test('has the prefix of its kind, and no more letters than NetSuite keeps', () => {
    const wrong = identified.filter(({ tag, scriptid }) => {
      const kind = kinds[tag];
      return (
        !kind ||
        !scriptid.startsWith(kind.prefix) ||
        scriptid.length > kind.longest ||
        !/^[a-z0-9_]+$/.test(scriptid)
      );
    });
    expect(wrong.map(({ tag, scriptid }) => `${tag} ${scriptid} (${scriptid.length} letters)`)).toEqual([]);
  });

  test('is given once', () => {
    const ids = identified.map((element) => element.scriptid);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });
});

describe('every script parameter', () => {
  const parameters = identified.filter((element) => element.tag === 'scriptcustomfield');

  test('has a default of its own type, so that a fresh deployment runs as it is', () => {
    const formats: Readonly<Record<string, RegExp>> = {
      INTEGER: /^\d+$/,
      FLOAT: /^\d+(\.\d+)?$/,
      CHECKBOX: /^[TF]$/,
      TEXT: /^.+$/,
    };
    const wrong = parameters.filter((parameter) => {
      const type = textOf(parameter, 'fieldtype') ?? '';
      return !formats[type]?.test(
        textOf(parameter, type === 'CHECKBOX' ? 'defaultchecked' : 'defaultvalue') ?? '',
      );
    });
    expect(wrong.map((parameter) => parameter.scriptid)).toEqual([]);
  });

  test('tells an administrator what it is for', () => {
    expect(
      parameters.filter((parameter) => !textOf(parameter, 'description')).map(({ scriptid }) => scriptid),
    ).toEqual([]);
  });
});

describe('every script', () => {
  const scripts = objects.filter((object) => object.tag.endsWith('script'));

  test.each(scripts.map((script) => [script.scriptid, script] as const))(
    '%s runs every 15 minutes all day, and on demand',
    (_id, script) => {
      const deployments = childrenOf(script, 'scriptdeployments').flatMap((list) => list.children);
      expect(deployments.map((deployment) => textOf(deployment, 'status'))).toEqual([
        'SCHEDULED',
        'NOTSCHEDULED',
      ]);
      const [scheduled] = deployments as [Element, Element];
      expect(textsAt(scheduled, 'recurrence', 'daily', 'repeat')).toEqual(['PT15M']);
      expect(textsAt(scheduled, 'recurrence', 'daily', 'starttime')).toEqual(['00:00:00Z']);
      for (const deployment of deployments)
        expect([textOf(deployment, 'loglevel'), textOf(deployment, 'isdeployed')]).toEqual(['AUDIT', 'T']);
    },
  );
});

describe('the import maps', () => {
  const columns = (id: string): string[] => {
    const map = objects.find((object) => object.scriptid === id) as Element;
    return textsAt(
      map,
      'recordmappings',
      'recordmapping',
      'fieldmappings',
      'fieldmapping',
      'columnreference',
      'column',
    );
  };
  const lineColumns = ['internalId', 'lineId', 'location', 'closed', 'rejected', 'tags'];

  test('map no item, which would re-source the line, and a quantity only in the map for it', () => {
    expect(columns('custimport_update_salesorders_hc')).toEqual(lineColumns);
    expect(columns('custimport_update_salesorders_qty_hc')).toEqual([...lineColumns, 'quantity']);
  });

  test('leave other lines and empty cells alone', () => {
    for (const map of objects.filter((object) => object.tag === 'savedcsvimport'))
      expect(
        ['datahandling', 'overwritesublists', 'overwritemissingfields'].map((tag) => textOf(map, tag)),
      ).toEqual(['UPDATE', 'F', 'F']);
  });
});

describe('the manifest', () => {
  const features = new Map(
    [...readSource('manifest.xml').matchAll(/<feature required="(true|false)">(\w+)</g)].map(
      ([, required, name]) => [name, required],
    ),
  );

  /** Elements and object kinds that NetSuite takes only from a manifest that names their feature. */
  const needs: readonly (readonly [RegExp, string])[] = [
    [/^(scheduled|mapreduce)script$/, 'SERVERSIDESCRIPTING'],
    [/^customrecordtype$/, 'CUSTOMRECORDS'],
    [/^(body|col)itemfulfillment$/, 'ACCOUNTING'],
    [/^coltransferorder$/, 'MULTILOCINVT'],
    [/^colopportunity$/, 'OPPORTUNITIES'],
    [/^colstore$/, 'WEBSITE'],
    [/^savedcsvimport$/, 'SALESORDERS'],
  ];

  test.each(needs)('names the feature that %s needs: %s', (tag, feature) => {
    expect(everything.some((element) => tag.test(element.tag))).toBe(true);
    expect(features.has(feature)).toBe(true);
  });

  test('is of an account customization project of framework 1.0', () => {
    expect(readSource('manifest.xml')).toMatch(/^<manifest projecttype="ACCOUNTCUSTOMIZATION">/);
    expect(textOf(readElement('manifest.xml'), 'frameworkversion')).toBe('1.0');
  });
});

test('no object holds a secret, an address, or a value of one account', () => {
  const hits = [...objectPaths(), 'manifest.xml', 'deploy.xml'].flatMap((path) =>
    [
      ...readSource(path).matchAll(
        /PASSWORD|ACCOUNT_SPECIFIC|notifyemails|<instances>|@|\bcust(secret|key)_\w+|\d+\.\d+\.\d+\.\d+|AAAA[BE]|BEGIN/g,
      ),
    ].map(([found]) => `${path}: ${found}`),
  );
  expect(hits).toEqual([]);
});
