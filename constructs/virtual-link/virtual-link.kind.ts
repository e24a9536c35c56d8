import { z } from 'zod';
import type { Kind, LinkShape, Observed, PropertyChange, Props } from '../../lib/kind';
import { macAddress, mtu, namespaceOf, placedIfname } from '../../lib/net';
import { ip, linkMissing, type Step } from '../../lib/script/step';
import { linkNamed } from '../../lib/state/link-named';
import { type HostLink, linksProbe } from '../../lib/state/links.probe';

/** What every virtual link has. */
export const linkProps = {
  name: placedIfname,
  mac: macAddress.optional(),
  mtu: mtu.optional(),
  up: z.boolean().default(true),
};

/** A link below is where the link itself is, or on the host, from where the link is put into its namespace. */
export const reaches = (name: string, lower: string): boolean =>
  namespaceOf(lower) === undefined || namespaceOf(lower) === namespaceOf(name);

export const lowerFault = (lower: string): string =>
  `${lower} is in another network namespace; name a link of the same one, or of the host`;

interface LinkProps extends Props {
  readonly name: string;
  readonly mac?: string;
  readonly mtu?: number;
  readonly up: boolean;
}

type Words = readonly (string | number)[];
/** `info_data` of `ip -j -d link`. */
export type Data = Readonly<Record<string, unknown>>;

/** An option of a type of link: how ip-link(8) is told of it, and how it tells. */
export interface LinkOption<P> {
  readonly words: (value: never, props: P) => Words;
  readonly told: (data: Data, link: HostLink) => unknown;
  /** The kernel's own; null for none. */
  readonly default?: unknown;
  /** The kernel takes it when the link is made only. */
  readonly immutable?: true;
}

type Extra<P> = Partial<Pick<LinkOption<P>, 'default' | 'immutable'>> & { readonly told?: string };

/** An option of one word and one value. */
export const value = <P>(word: string, { told = word, ...extra }: Extra<P> = {}): LinkOption<P> => ({
  words: (given: string | number) => [word, given],
  told: data => data[told] ?? extra.default,
  ...extra,
});

/** An option that is switched by a word of its own, such as `learning` and `nolearning`. */
export const flag = <P>(
  on: string,
  off: string | undefined,
  extra: Omit<Extra<P>, 'told'>,
): LinkOption<P> => ({
  words: (given: boolean) => (given ? [on] : off ? [off] : []),
  told: data => data[on] ?? extra.default,
  ...extra,
});

/** Of a tunnel's outer header; what the kernel reads as "from the inner one" is 1 (ip_tunnel_core.c). */
export const tosValue = z
  .union([z.literal('inherit'), z.number().int().min(0).max(255)])
  .refine(tos => tos !== 1, {
    message: "1 is how the kernel writes 'inherit'; write that",
  });

/** iproute2 reads it as hexadecimal, with or without 0x, and tells it so. */
export const tosOption = <P>(): LinkOption<P> => ({
  words: (tos: number | 'inherit') => ['tos', tos === 'inherit' ? tos : `0x${tos.toString(16)}`],
  told: ({ tos = '0' }) => (Number(tos) === 1 ? 'inherit' : Number(tos)),
  default: 0,
});

/** An address of a tunnel's outer header: iproute2 tells IPv6 by a word of its own. */
export const outerAddress = <P>(word: string, extra: Extra<P> = {}): LinkOption<P> => ({
  ...value(word, extra),
  told: data => data[word] ?? data[`${word}6`] ?? extra.default,
});

/** The link below, which `ip link add link` names. */
export const lowerLink = <P>(): LinkOption<P> => ({
  words: () => [],
  told: (_, { link }) => link,
  immutable: true,
});

type Names<P> = Exclude<keyof P, 'name' | 'mac' | 'mtu' | 'up'> & string;

/** A type of virtual link, as ip-link(8) makes it. What is not said here is as the most of them have it. */
export interface LinkType<P extends LinkProps> extends Partial<Omit<Kind<P>, 'observe' | 'immutable'>> {
  readonly name: string;
  readonly summary: string;
  readonly schema: z.ZodType<P>;
  readonly module: string | ((props: P) => string);
  /** Word of ip-link(8) and of `ip -j -d`. @default the name of the kind */
  readonly type?: (props: P) => string;
  readonly is?: (type: string, data: Data) => boolean;
  readonly shape?: (props: P) => Omit<LinkShape, 'name' | 'mtu'>;
  readonly options?: Partial<Record<Names<P>, LinkOption<P>>>;
  /** The link that `ip link add link` names. */
  readonly below?: (props: P) => string;
  /** Options without which ip-link(8) takes no other. */
  readonly restated?: readonly Names<P>[];
  /** Options with which the kernel sets the MTU anew, unless it is told one with them. */
  readonly resizes?: readonly Names<P>[];
  /** Whether it has a hardware address of its own. @default that it has */
  readonly hasMac?: (props: Observed<P>) => boolean;
  /** @default true */
  readonly hasMtu?: boolean;
  /** Further properties that are to be seen on a host. */
  readonly also?: (link: HostLink, facts: Parameters<Kind<P>['observe']>[1]) => Observed<P>;
}

const entries = <P extends LinkProps>({ options }: LinkType<P>) =>
  Object.entries(options ?? {}) as [Names<P>, LinkOption<P>][];

/** Words of those options that the properties set. */
export function optionWords<P extends LinkProps>(
  type: LinkType<P>,
  props: P,
  wanted: (name: Names<P>) => boolean = name => props[name] !== null,
): Words {
  return entries(type)
    .filter(([name]) => props[name] !== undefined && wanted(name))
    .flatMap(([name, option]) => option.words(props[name] as never, props));
}

/** Words of what every link has. */
export const genericWords = ({ mtu: size, mac, up }: Partial<LinkProps>): Words => [
  ...(size ? ['mtu', size] : []),
  ...(mac ? ['address', mac] : []),
  ...(up ? ['up'] : []),
];

/** Steps for changes of what every link has. */
export const genericChanges = (name: string, changes: readonly PropertyChange[]): Step[] =>
  changes.flatMap((change): Step[] => {
    if (!('to' in change) || change.to === undefined) return [];
    if (change.name === 'mtu') return [ip(['link', 'set', 'dev', name, 'mtu', change.to as number])];
    if (change.name === 'mac') return [ip(['link', 'set', 'dev', name, 'address', change.to as string])];
    return change.name === 'up' ? [ip(['link', 'set', 'dev', name, change.to ? 'up' : 'down'])] : [];
  });

/** The kind of a type of virtual link. */
export function virtualLink<P extends LinkProps>(type: LinkType<P>): Kind<P> {
  const {
    type: typeOf = () => type.name,
    is = (found: string) => found === type.name,
    module,
    shape,
    below,
    options: _,
    restated = [],
    resizes = [],
    hasMac = () => true,
    hasMtu = true,
    also,
    defaults,
    ...rest
  } = type;
  const kind: Kind<P> = {
    key: props => props.name,
    describe: props => props.name,
    link: props => ({ name: props.name, ...(props.mtu && { mtu: props.mtu }), ...shape?.(props) }),
    traits: ({ mac }) => ({ mac }),
    needs: props => [
      {
        module: typeof module === 'string' ? module : module(props),
        packages: { debian: 'linux-image-amd64', rhel: 'kernel-modules-core' },
      },
    ],
    probes: [linksProbe],
    immutable: entries(type).flatMap(([name, option]) => (option.immutable ? [name] : [])),
    defaults: {
      ...Object.fromEntries(entries(type).map(([name, option]) => [name, option.default])),
      ...defaults,
    } as Observed<P>,

    observe({ name }, facts) {
      const link = linkNamed(facts, name);
      const data = link?.linkinfo?.info_data ?? {};
      if (!link || !is(link.linkinfo?.info_kind ?? '', data)) return undefined;
      const told = Object.fromEntries(
        entries(type).map(([property, one]) => [property, one.told(data, link)]),
      );
      return {
        name,
        ...told,
        ...also?.(link, facts),
        ...(hasMac(told as Observed<P>) && { mac: link.address }),
        ...(hasMtu && { mtu: link.mtu }),
        up: link.flags.includes('UP'),
      } as Observed<P>;
    },

    create: props => [
      ip(
        [
          ...['link', 'add', ...(below ? ['link', below(props)] : []), 'name', props.name],
          ...genericWords(hasMac(props as Observed<P>) ? props : { ...props, mac: undefined }),
          ...['type', typeOf(props), ...optionWords(type, props)],
        ],
        [linkMissing(props.name)],
      ),
    ],
    update(props, changes) {
      const changed = new Set(
        changes.flatMap(change => ('to' in change && change.to !== undefined ? [change.name] : [])),
      );
      const names = entries(type).map(([name]) => name);
      const words = optionWords(type, props, name => changed.has(name) || restated.includes(name));
      const size = props.mtu && resizes.some(name => changed.has(name)) ? ['mtu', props.mtu] : [];
      return [
        ...(names.some(name => changed.has(name))
          ? [ip(['link', 'set', 'dev', props.name, ...size, 'type', typeOf(props), ...words])]
          : []),
        ...genericChanges(props.name, changes),
      ];
    },
    remove: ({ name }) => [{ tool: 'delete-link', link: name }],
    ...rest,
  };
  return kind;
}
