import { topLevelBlocks } from './hcl-blocks';
import { formatProviderAddress, type ProviderAddress } from './provider-address';

/** A file of the user's CLI configuration, as read. */
export interface CliConfigFile {
  readonly path: string;
  readonly text: string;
}

/**
 * An explicit `provider_installation` turns off the folder that we install to. Says what to add to
 * it, or null where nothing is in the way: no such block, or one that names our folder or provider.
 */
export function installationWarning(
  files: readonly CliConfigFile[],
  provider: ProviderAddress,
  plugins: string,
): string | null {
  const source = formatProviderAddress(provider);
  const inTheWay = files.find(({ text }) => {
    const explicit = installation(text);
    return explicit !== null && !explicit.includes('terraform.d/plugins') && !namesUs(explicit, source);
  });
  if (!inTheWay) return null;
  return `${inTheWay.path} has its own provider_installation, so terraform does not look into ${plugins}
and will not find the provider ${source}. Add to that block:

  filesystem_mirror {
    path    = "terraform.d/plugins"
    include = ["${source}"]
  }

and, where it has a direct or network_mirror method, to that one:

    exclude = ["${source}"]`;
}

/** The block's body without its comments' lines; JSON files hold the same word as a key. */
function installation(text: string): string | null {
  if (text.trimStart().startsWith('{')) return text.includes('"provider_installation"') ? text : null;
  const block = topLevelBlocks(text).find(({ header }) => header === 'provider_installation');
  return block ? block.body.replace(/^\s*(#|\/\/).*$/gm, '') : null;
}

const namesUs = (body: string, source: string): boolean =>
  body.replace(/exclude\s*=\s*\[[^\]]*\]/g, '').includes(`"${source}"`);
