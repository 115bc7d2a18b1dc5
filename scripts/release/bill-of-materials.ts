/** The software bill of materials of a release, in CycloneDX: what the transformer runs on, and nothing of development. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Component = {
  type: string;
  name: string;
  version: string;
  purl?: string;
  'bom-ref'?: string;
  components?: Component[];
};

export type BillOfMaterials = {
  metadata: { component: Component };
  components: Component[];
};

/**
 * @param debian what `dpkg-query --show` says in the image, a line for each package: name, version and architecture
 */
export function billOfMaterials(root: string, debian = ''): BillOfMaterials {
  const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const bill = npmSbom(root);
  // npm names it after the folder that it happens to be in.
  bill.metadata.component.name = name;
  bill.components.push(node(process.versions), ...debianPackages(debian));
  return bill;
}

/** By the lock file: what happens to be installed here may be more. */
function npmSbom(root: string): BillOfMaterials {
  const words = [
    'sbom',
    '--package-lock-only',
    '--omit=dev',
    '--sbom-format=cyclonedx',
    '--sbom-type=application',
  ];
  return JSON.parse(execFileSync('npm', words, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 }));
}

/** Numbers of interfaces and editions of data, which are no libraries. */
const NO_LIBRARY = ['node', 'modules', 'napi', 'unicode', 'cldr', 'tz'];

/** Node of the image is the one that runs this: a test compares both. It has its libraries built in. */
function node(versions: NodeJS.ProcessVersions): Component {
  const libraries = Object.entries(versions).filter(
    ([name, version]) => version && !NO_LIBRARY.includes(name),
  ) as [string, string][];
  return {
    ...part('application', 'node', versions.node, `pkg:generic/node@${versions.node}`),
    components: libraries.map(([name, version]) =>
      part('library', name, version, `pkg:generic/${name}@${encodeURIComponent(version)}?bundled-in=node`),
    ),
  };
}

const debianPackages = (listed: string): Component[] =>
  listed
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', version = '', architecture = ''] = line.trim().split(/\s+/);
      const at = `${encodeURIComponent(name)}@${encodeURIComponent(version)}`;
      return part('library', name, version, `pkg:deb/debian/${at}?arch=${architecture}`);
    });

const part = (type: string, name: string, version: string, purl: string): Component => ({
  'bom-ref': purl,
  type,
  name,
  version,
  purl,
});
