import { z } from 'zod';
import { ValidationError } from '../errors';
import { namesOf, type Registry, type Resource } from '../kind';
import { ipAddress, loopbackOf, namespaceOf } from '../net';

export const INTENT_FORMAT = 1;

const reason = z.object({
  code: z.string().regex(/^TL\d{3}$/),
  reason: z.string().min(1),
  until: z.iso.date().optional(),
});

/** A check that a person switched off for a host, with the reason, and the day on which it counts again. */
export type Suppression = z.infer<typeof reason>;

/** What a VLAN is for. */
export const VLAN_ROLES = ['management', 'vm', 'migration', 'storage', 'display'] as const;
export type VlanRole = (typeof VLAN_ROLES)[number];

const settingsSchema = z.strictObject({
  /** Seconds that the host waits for the confirmation, beside the time that the changes themselves take. */
  confirmTimeoutSec: z.number().int().min(10).max(3600).optional(),
  /** Commands run on the controller's behalf on the host before it confirms; each must exit with 0. */
  probes: z.array(z.string().min(1).max(4096)).optional(),
  suppress: z.array(reason).optional(),
  /** Where the host will answer after the change, when that is not where it answers now. */
  managementAddress: ipAddress.optional(),
  /** Links that another network manager configures are taken from it, in its own way. */
  takeOver: z.boolean().optional(),
  /** What the VLANs of the description are for, by VLAN ID: for the checks. */
  roles: z.record(z.string().regex(/^\d{1,4}$/), z.enum(VLAN_ROLES)).optional(),
  /** Hosts among which guests migrate. */
  pool: z.string().min(1).max(253).optional(),
});

/** What holds for a host's transactions rather than for one of its resources. */
export type Settings = z.infer<typeof settingsSchema>;

/** The shape of an intent; the properties of each resource are its kind's to judge. */
export const intentSchema = z.strictObject({
  formatVersion: z.literal(INTENT_FORMAT, {
    message: `must be ${INTENT_FORMAT}; this Trunkline reads no other`,
  }),
  host: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$/, 'must be a host name'),
  settings: settingsSchema.default({}),
  resources: z.array(
    z.strictObject({
      kind: z.string(),
      props: z.record(z.string(), z.unknown()),
      path: z.string().optional(),
      source: z.string().optional(),
    }),
  ),
});

/** What one host should be: every resource that a person asked for, and how its transactions run. */
export interface Intent {
  readonly formatVersion: typeof INTENT_FORMAT;
  readonly host: string;
  readonly settings: Settings;
  readonly resources: readonly Resource[];
}

const fieldOf = (path: readonly PropertyKey[]): string =>
  path
    .map(part => (typeof part === 'number' ? `[${part}]` : String(part)))
    .join('.')
    .replaceAll('.[', '[');

/** Reads a resource's properties by its kind's schema; throws a ValidationError that names field and path. */
export function parseResource(registry: Registry, resource: Resource, host?: string): Resource {
  if (!registry.has(resource.kind))
    throw new ValidationError({
      doing: 'read the intent',
      host,
      resource: resource.path,
      field: 'kind',
      found: resource.kind,
      remedy: `use one of ${registry.all.map(kind => kind.name).join(', ')}`,
    });
  const parsed = registry.of(resource).schema.safeParse(resource.props);
  if (parsed.success) {
    const read = { ...resource, props: parsed.data };
    refusePlace(registry, read, host);
    return read;
  }
  const issue = parsed.error.issues[0]!;
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  throw new ValidationError({
    doing: `read ${resource.kind}`,
    host,
    resource: resource.path ?? resource.kind,
    field: unknown ?? (fieldOf(issue.path) || undefined),
    found: unknown === undefined ? issue.message : `${resource.kind} has no such property`,
    remedy: resource.source ? `see ${resource.source}` : undefined,
  });
}

/** Some things are of the host itself, and a port is where its bridge is. */
function refusePlace(registry: Registry, resource: Resource, host?: string): void {
  const kind = registry.of(resource);
  const [namespace] = registry.namespaces(resource);
  const refuse = (found: string, remedy: string) =>
    new ValidationError({
      doing: `read ${resource.kind}`,
      host,
      resource: resource.path ?? resource.kind,
      found,
      remedy,
    });
  if (namespace !== undefined && !kind.namespaced)
    throw refuse(
      `${resource.kind} cannot be in a network namespace, and ${kind.describe(resource.props)} is in '${namespace}'`,
      'declare it on the host, and join the two by a Veth',
    );
  const name = kind.link?.(resource.props)?.name;
  for (const port of kind.ports?.(resource.props) ?? [])
    if (name !== undefined && namespaceOf(port) !== namespaceOf(name))
      throw refuse(
        `its port ${port} is not in the same network namespace as ${name}`,
        'name a port that is where it is; a Veth has its ends in two namespaces',
      );
}

/** Reads an intent from JSON's value. Throws ValidationError; nothing has been touched by then. */
export function parseIntent(registry: Registry, document: unknown): Intent {
  const parsed = intentSchema.safeParse(document);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new ValidationError({ doing: 'read the intent', field: fieldOf(issue.path), found: issue.message });
  }
  const { host } = parsed.data;
  const resources = parsed.data.resources.map(resource => parseResource(registry, resource, host));
  refuseTwins(registry, host, resources);
  refuseUndeclared(registry, host, resources);
  return { ...parsed.data, resources };
}

function refuseTwins(registry: Registry, host: string, resources: readonly Resource[]): void {
  const seen = new Map<string, Resource>();
  const named = (resource: Resource) => `${resource.kind} ${registry.of(resource).describe(resource.props)}`;
  for (const resource of resources) {
    const kind = registry.of(resource);
    const links = namesOf(kind.link?.(resource.props)).map(name => `link:${name}`);
    const names = [registry.id(resource), ...links];
    for (const name of names) {
      const twin = seen.get(name);
      if (twin) {
        const other = `${named(twin)}${twin.path ? ` by ${twin.path}` : ''}`;
        const gateway = kind.traits?.(resource.props).defaultRoute !== undefined;
        throw new ValidationError({
          doing: `read ${resource.kind}`,
          host,
          resource: resource.path ?? registry.id(resource),
          // Two of one metric are one and the same route to the kernel: no plan could hold both for a check to see.
          ...(gateway && { code: 'TL103' }),
          found: gateway
            ? `${named(resource)} is a second default gateway, beside ${other}`
            : `${named(resource)} is declared twice, also as ${other}`,
          remedy: gateway
            ? 'keep one; guests have gateways of their own [docs/checks/TL103.md]'
            : 'give one of them another name or leave it out',
        });
      }
      seen.set(name, resource);
    }
  }
}

/** What is in a network namespace has it declared beside it: one of somebody else's is not for us to fill. */
function refuseUndeclared(registry: Registry, host: string, resources: readonly Resource[]): void {
  const declared = new Set(
    resources.flatMap(resource => namesOf(registry.of(resource).link?.(resource.props))),
  );
  for (const resource of resources)
    for (const namespace of registry.namespaces(resource))
      if (!declared.has(loopbackOf(namespace)))
        throw new ValidationError({
          doing: `read ${resource.kind}`,
          host,
          resource: resource.path ?? registry.id(resource),
          found: `network namespace '${namespace}' is not declared on this host`,
          remedy: `add a NetworkNamespace named '${namespace}'`,
        });
}

/** An intent as text: the same for the same intent, keys in a fixed order, ready for review. */
export const printIntent = (intent: Intent): string => `${JSON.stringify(intent, null, 2)}\n`;

/** The intent on a day: suppressions that have run out do not count any more. `today` is `YYYY-MM-DD`. */
export function withoutExpired(intent: Intent, today: string): Intent {
  const { suppress } = intent.settings;
  if (!suppress?.some(({ until }) => until !== undefined && until < today)) return intent;
  const settings = {
    ...intent.settings,
    suppress: suppress.filter(({ until }) => until === undefined || until >= today),
  };
  return { ...intent, settings };
}
