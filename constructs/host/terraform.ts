import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type * as Cdktf from 'cdktf';
import type { ICustomSynthesis } from 'cdktf/lib/synthesize/synthesizer';
import { ValidationError } from '../../lib/errors';
import { installProvider } from '../../provider/protocol/install';
import { DOCUMENT_FORMAT, documentOf, type HostDocument, releaseOf } from './document';
import { removeOtherHosts, writeHostFiles } from './host-files';
import type { DeployWith, IHost } from './host-props';
import { localExec } from './local-exec';
import { otherProvidersWarning } from './lock-warning';
import { packageRoot, packageVersion } from './package-root';
import { seeing } from './source';
import { literal, snake, terraformJson } from './terraform-text';

export const PROVIDER_SOURCE = 'trunkline.local/trunkline/trunkline';

type Library = typeof Cdktf & {
  readonly name: string;
  readonly addCustomSynthesis: (at: unknown, work: ICustomSynthesis) => void;
};

/** Where the user's copies of packages are found: from the app, the working directory, and beside this package. */
const searchPaths = (): string[] => [
  ...(require.main?.filename ? [dirname(require.main.filename)] : []),
  process.cwd(),
  __dirname,
];

/** cdktf, or cdktn, its continuation: whichever the app's own stack is made with. */
function libraryOf(stack: unknown): Library {
  for (const name of ['cdktf', 'cdktn'])
    for (const from of searchPaths()) {
      try {
        const paths = [from];
        const library = require(require.resolve(name, { paths })) as typeof Cdktf;
        if (!(stack instanceof library.TerraformStack)) continue;
        const synthesizer = require(require.resolve(`${name}/lib/synthesize/synthesizer`, { paths }));
        return { ...library, name, addCustomSynthesis: synthesizer.addCustomSynthesis };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
      }
    }
  throw new Error('a Host needs a TerraformStack of cdktf or cdktn above it');
}

/** What the hosts of one stack share. */
interface Bound {
  readonly library: Library;
  readonly stack: Cdktf.TerraformStack;
  readonly hosts: IHost[];
  readonly logicalIds: Set<string>;
}

const stacks = new WeakMap<object, Bound>();

/** Makes the host a resource of the stack above it; a host without a stack is only described. */
export function bindToTerraform(host: IHost, source: string | undefined): void {
  const stack = host.node.scopes.findLast(above => 'synthesizer' in above) as
    | Cdktf.TerraformStack
    | undefined;
  if (!stack) return;
  const bound = stacks.get(stack) ?? { library: libraryOf(stack), stack, hosts: [], logicalIds: new Set() };
  stacks.set(stack, bound);
  refuseTwin(bound, host, source);
  bound.hosts.push(host);
  const fill = deployWith(host) === 'provider' ? bindToProvider(bound, host) : bindToCommand(bound, host);
  bound.library.addCustomSynthesis(host, {
    onSynthesize: session => {
      const document = documentOf(host);
      const folder = folderOf(bound, session);
      writeHostFiles(folder, { ...document, ssh: resolved(bound, document.ssh) });
      if (host === bound.hosts[0]) removeOtherHosts(folder, new Set(bound.hosts.map(one => one.hostName)));
      fill(document);
      for (const warning of host.warnings) bound.library.Annotations.of(host).addWarning(warning);
    },
  });
}

/** Two hosts of one stack under one name would be one file and one machine. */
function refuseTwin({ hosts }: Bound, host: IHost, source: string | undefined): void {
  const twin = hosts.find(({ hostName }) => hostName === host.hostName);
  if (!twin) return;
  throw new ValidationError({
    doing: 'make host',
    resource: host.node.path,
    field: 'hostName',
    found: `'${host.hostName}' is also that of ${twin.node.path}`,
    remedy: seeing('give each a hostName of its own', source),
  });
}

const deployWith = (host: IHost): DeployWith => host.props.deployWith ?? 'provider';

const folderOf = (
  { stack }: Bound,
  { outdir, manifest }: Parameters<ICustomSynthesis['onSynthesize']>[0],
): string => resolve(outdir, manifest.forStack(stack).workingDirectory);

/** With Terraform's expressions in the place of the library's tokens. */
function resolved<T>({ library, stack }: Bound, value: T): T {
  const { DefaultTokenResolver, StringConcat, Tokenization } = library;
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(value, { scope: stack, resolver, preparing: false });
}

/** `trunkline_host.kvm01`: two hosts of a stack that would be one keep the long name that the library gives. */
function nameIt(bound: Bound, resource: Cdktf.TerraformResource, wish: string): void {
  const name = wish.replace(/[^A-Za-z0-9_-]/g, '_');
  const id = `${resource.terraformResourceType}.${name}`;
  if (bound.logicalIds.has(id) || !/^[A-Za-z_]/.test(name)) return;
  bound.logicalIds.add(id);
  resource.overrideLogicalId(name);
}

function override(resource: Cdktf.TerraformResource, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) resource.addOverride(name, value);
}

function bindToProvider(bound: Bound, host: IHost): (document: HostDocument) => void {
  const { library } = bound;
  declareProvider(bound);
  const resource = new library.TerraformResource(host, 'resource', {
    terraformResourceType: 'trunkline_host',
  });
  nameIt(bound, resource, host.node.id);
  const known = (value: unknown) =>
    typeof value === 'string' && !library.Token.isUnresolved(value) ? literal(value) : value;
  return ({ ssh, intent }) => {
    override(resource, {
      name: host.hostName,
      intent: terraformJson(intent),
      unreachable: host.props.unreachable,
      timeouts: host.props.timeouts,
    });
    const given = { ...ssh, knownHostsFile: ssh.knownHostsFile && [ssh.knownHostsFile].flat() };
    for (const [name, value] of Object.entries(given))
      override(resource, { [`ssh.${snake(name)}`]: Array.isArray(value) ? value.map(known) : known(value) });
  };
}

function declareProvider(bound: Bound): void {
  const { library, stack } = bound;
  const id = 'provider-trunkline';
  if (stack.node.tryFindChild(id)) return;
  const Provider = class extends library.TerraformProvider {};
  const provider = new Provider(stack, id, {
    terraformResourceType: 'trunkline',
    terraformProviderSource: PROVIDER_SOURCE,
    terraformGeneratorMetadata: {
      providerName: 'trunkline',
      providerVersion: packageVersion,
      providerVersionConstraint: packageVersion,
    },
  });
  library.addCustomSynthesis(provider, {
    onSynthesize: session => {
      for (const warning of install(bound, folderOf(bound, session)))
        library.Annotations.of(provider).addWarning(warning);
    },
  });
}

/** Puts the provider where terraform looks for it: in the stack's own folder. Returns what is in its way. */
function install({ library, stack }: Bound, folder: string): string[] {
  const bundle = resolve(packageRoot, 'dist', 'provider', 'provider.js');
  const { warning } = installProvider({
    folder,
    source: PROVIDER_SOURCE,
    version: packageVersion,
    bundle,
  });
  const others = stack.node
    .findAll()
    .filter(library.TerraformProvider.isTerraformProvider)
    .map(provider => provider.terraformProviderSource ?? provider.terraformResourceType)
    .filter(source => source !== PROVIDER_SOURCE);
  return [
    existsSync(bundle) ? null : `the provider is not built: ${bundle} is missing; run npm run build`,
    warning,
    otherProvidersWarning(folder, others),
  ].filter(one => one !== null);
}

/** The classic way, by `trunkline apply` in provisioners. */
function bindToCommand(bound: Bound, host: IHost): (document: HostDocument) => void {
  const { library } = bound;
  const way = deployWith(host) as Exclude<DeployWith, 'provider'>;
  const make = way === 'null-resource' ? nullResource(bound, host) : terraformData(bound, host);
  const lifecycle = { createBeforeDestroy: true };
  const release = make('release', { lifecycle });
  const resource = make('resource', { lifecycle, dependsOn: [release] });
  nameIt(bound, release, `${host.node.id}_release`);
  nameIt(bound, resource, host.node.id);
  return document => {
    const text = documentText(library, document);
    const released = documentText(library, releaseOf(document));
    const made = localExec(way, text, released);
    override(resource, made.host);
    override(release, made.release);
  };
}

type Make = (id: string, config: Cdktf.TerraformMetaArguments) => Cdktf.TerraformResource;

const terraformData =
  ({ library }: Bound, host: IHost): Make =>
  (id, config) =>
    new library.TerraformResource(host, id, { terraformResourceType: 'terraform_data', ...config });

/** The `Resource` of `@cdktf/provider-null`; only who asks for it needs the package. */
function nullResource({ library, stack }: Bound, host: IHost): Make {
  const name = `@${library.name}/provider-null`;
  let bindings: typeof import('@cdktf/provider-null');
  try {
    bindings = require(require.resolve(name, { paths: searchPaths() }));
  } catch (cause) {
    throw new ValidationError({
      doing: 'make a host',
      resource: host.node.path,
      field: 'deployWith',
      found: `'null-resource' needs the package ${name}, which is not installed`,
      remedy: `npm install ${name}, or deployWith: 'terraform-data', which needs none`,
      cause,
    });
  }
  if (!stack.node.tryFindChild('null')) new bindings.provider.NullProvider(stack, 'null');
  return (id, config) => new bindings.resource.Resource(host, id, config);
}

/** The document as Terraform's text. What Terraform knows only later is put in by Terraform, as JSON. */
function documentText(library: Library, { ssh, intent }: HostDocument): string {
  const fields = Object.entries(ssh).map(([name, value]) => {
    const text = library.Token.isUnresolved(value)
      ? library.Token.asString(library.Fn.jsonencode(value))
      : terraformJson(value);
    return `${JSON.stringify(name)}:${text}`;
  });
  return `{"formatVersion":${DOCUMENT_FORMAT},"ssh":{${fields.join(',')}},"intent":${terraformJson(intent)}}`;
}
