/** The source of a provider, `<host>/<namespace>/<type>`, taken apart. */
export interface ProviderAddress {
  readonly host: string;
  readonly namespace: string;
  readonly type: string;
}

/** @throws Error where the text has not three parts: Terraform's default host is never implied. */
export function parseProviderAddress(source: string): ProviderAddress {
  const parts = source.split('/');
  const [host, namespace, type] = parts;
  if (parts.length !== 3 || !parts.every(part => /^[a-z0-9][a-z0-9.:-]*$/i.test(part))) {
    throw new Error(`cannot read the provider address '${source}': it must be '<host>/<namespace>/<type>'`);
  }
  return { host: host!, namespace: namespace!, type: type! };
}

export const formatProviderAddress = ({ host, namespace, type }: ProviderAddress): string =>
  `${host}/${namespace}/${type}`;
