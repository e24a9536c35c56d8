import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type * as Cdktf from 'cdktf';
import type { ICustomSynthesis } from 'cdktf/lib/synthesize/synthesizer';
import { fullScript } from '../../lib/script/scripts';
import { installProvider } from '../../provider/protocol/install';
import { kinds } from '../kinds';
import { documentOf, terraformText } from './document';
import type { Host } from './host';
import { packageRoot, packageVersion } from './package-root';

/**
 * What Terraform runs for a host. `provider`: a resource of our own, with changes at plan time, drift and import.
 * The others need no provider of ours and run `trunkline apply`; there a plan shows only that something changes.
 */
export type DeployWith = 'provider' | 'terraform-data' | 'null-resource';

export const PROVIDER_SOURCE = 'trunkline.local/trunkline/trunkline';

type Library = typeof Cdktf;

/** cdktf, or cdktn, its continuation: whichever the app's own stack is made with. */
function libraryOf(
  stack: unknown,
): Library & { addCustomSynthesis: (at: unknown, work: ICustomSynthesis) => void } {
  for (const name of ['cdktf', 'cdktn']) {
    try {
      // The user's app may have its own copy of either, so it is looked up from there as well.
      const paths = [process.cwd(), __dirname];
      const library = require(require.resolve(name, { paths })) as Library;
      if (!(stack instanceof library.TerraformStack)) continue;
      const synthesizer = require(require.resolve(`${name}/lib/synthesize/synthesizer`, { paths }));
      return { ...library, addCustomSynthesis: synthesizer.addCustomSynthesis };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new Error('a Host needs a TerraformStack of cdktf or cdktn above it');
}

/** Makes the host a resource of the stack above it; a host without a stack is only described. */
export function bindToTerraform(host: Host): void {
  const stack = host.node.scopes.findLast(above => 'synthesizer' in above);
  if (!stack) return;
  const library = libraryOf(stack);
  const resource = makeResource(library, host);
  const onSynthesize: ICustomSynthesis['onSynthesize'] = session => {
    const { workingDirectory } = session.manifest.forStack(stack as Cdktf.TerraformStack);
    const folder = join(session.outdir, workingDirectory);
    const document = documentOf(host);
    writeHostFiles(folder, host, document);
    fill(library, resource, host, document);
    if (deployWith(host) === 'provider') install(library, folder, host);
  };
  library.addCustomSynthesis(host, { onSynthesize });
}

const deployWith = (host: Host): DeployWith => host.props.deployWith ?? 'provider';

const resourceTypes: Readonly<Record<DeployWith, string>> = {
  provider: 'trunkline_host',
  'terraform-data': 'terraform_data',
  'null-resource': 'null_resource',
};

function makeResource(library: Library, host: Host): Cdktf.TerraformResource {
  const way = deployWith(host);
  const stack = library.TerraformStack.of(host);
  if (way === 'provider') ensureProvider(library, stack, 'trunkline', PROVIDER_SOURCE, packageVersion);
  if (way === 'null-resource') {
    // Only who asks for it needs the package.
    const { NullProvider } =
      require('@cdktf/provider-null/lib/provider') as typeof import('@cdktf/provider-null/lib/provider');
    if (!stack.node.tryFindChild('null')) new NullProvider(stack, 'null');
  }
  const resource = new library.TerraformResource(host, 'resource', {
    terraformResourceType: resourceTypes[way],
    lifecycle: way === 'provider' ? undefined : { createBeforeDestroy: true },
  });
  // Two hosts of a stack that differ only in their scope keep the long name that the library gives.
  const name = host.node.id.replace(/[^A-Za-z0-9_-]/g, '_');
  const alone = stack.node.findAll().filter(one => one.node.id === host.node.id).length === 1;
  if (alone && /^[A-Za-z_]/.test(name)) resource.overrideLogicalId(name);
  return resource;
}

function ensureProvider(
  library: Library,
  stack: Cdktf.TerraformStack,
  name: string,
  source: string,
  version: string,
): void {
  const id = `provider-${name}`;
  if (stack.node.tryFindChild(id)) return;
  const Provider = class extends library.TerraformProvider {};
  new Provider(stack, id, {
    terraformResourceType: name,
    terraformProviderSource: source,
    terraformGeneratorMetadata: {
      providerName: name,
      providerVersion: version,
      providerVersionConstraint: version,
    },
  });
}

/** `hosts/<host>.json`, which the command line reads, and `hosts/<host>.sh`, which a reviewer reads. */
function writeHostFiles(folder: string, host: Host, document: ReturnType<typeof documentOf>): void {
  const hosts = join(folder, 'hosts');
  mkdirSync(hosts, { recursive: true });
  writeFileSync(join(hosts, `${host.hostName}.json`), `${JSON.stringify(document, null, 2)}\n`);
  writeFileSync(join(hosts, `${host.hostName}.sh`), fullScript(kinds, document.intent).text);
}

function fill(
  library: Library,
  resource: Cdktf.TerraformResource,
  host: Host,
  document: ReturnType<typeof documentOf>,
): void {
  const set = (name: string, value: unknown) => {
    if (value !== undefined) resource.addOverride(name, value);
  };
  if (deployWith(host) === 'provider') {
    set('name', host.hostName);
    set('intent', terraformText(document.intent));
    set('unreachable', host.props.unreachable);
    for (const [name, value] of Object.entries(document.ssh)) {
      const known = library.Token.isUnresolved(value) ? value : literal(value);
      set(`ssh.${snake(name)}`, known);
    }
    return;
  }
  localExec(resource, host, document);
}

const snake = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

/** Text that Terraform must not evaluate. */
const literal = (value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('${', '$${').replaceAll('%{', '%%{') : value;

/**
 * The classic way. The new revision is applied before the old object is destroyed, and destroying asks the host
 * first: with a newer revision confirmed there is nothing to take away.
 */
function localExec(
  resource: Cdktf.TerraformResource,
  host: Host,
  document: ReturnType<typeof documentOf>,
): void {
  const intent = terraformText(document.intent);
  const file = terraformText(document);
  const command = `"${process.execPath}" "${join(packageRoot, 'dist', 'bin', 'trunkline.js')}"`.replaceAll(
    '$',
    '$$$$',
  );
  const data = deployWith(host) === 'terraform-data';
  if (data) {
    resource.addOverride('triggers_replace', [intent]);
    resource.addOverride('input', file);
  } else resource.addOverride('triggers', { intent, document: file });
  const self = data ? '${self.input}' : '${self.triggers.document}';
  const environment = { TRUNKLINE_DOCUMENT: self };
  resource.addOverride('provisioner', [
    { 'local-exec': { command: `${command} apply --document-from-environment --yes`, environment } },
    {
      'local-exec': {
        when: 'destroy',
        command: `${command} destroy --document-from-environment --unless-newer --yes`,
        environment,
      },
    },
  ]);
}

const said = new Set<string>();

/** Puts the provider where terraform looks for it: in the stack's own folder. */
function install(library: Library, folder: string, host: Host): void {
  const bundle = resolve(packageRoot, 'dist', 'provider', 'provider.js');
  const { warning } = installProvider({
    folder: resolve(folder),
    source: PROVIDER_SOURCE,
    version: packageVersion,
    bundle,
  });
  if (!warning || said.has(warning)) return;
  said.add(warning);
  library.Annotations.of(host).addWarning(warning);
}
