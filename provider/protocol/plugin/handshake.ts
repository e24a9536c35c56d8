/** Keeps a person who starts the file by hand from waiting for ever; no secret. */
const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';
const PROTOCOL = 6;

type Environment = { readonly [name: string]: string | undefined };

/** Why the process cannot serve, in a sentence for the person who started it; null when it can. */
export function refusal(environment: Environment): string | null {
  if (environment.TF_PLUGIN_MAGIC_COOKIE !== COOKIE) {
    return 'This is a Terraform provider, run by terraform itself: use terraform plan or terraform apply.';
  }
  const spoken = environment.PLUGIN_PROTOCOL_VERSIONS?.split(',').map(Number) ?? [PROTOCOL];
  if (spoken.includes(PROTOCOL)) return null;
  return (
    `This Terraform provider speaks plugin protocol ${PROTOCOL}, this terraform only ` +
    `${spoken.join(', ')}: use Terraform 1.0 or newer.`
  );
}

/** go-plugin's line: core protocol, plugin protocol, network, address, wire protocol, certificate. */
export const handshakeLine = (socket: string, certificate: Buffer | null): string =>
  `1|${PROTOCOL}|unix|${socket}|grpc|${certificate?.toString('base64').replace(/=+$/, '') ?? ''}\n`;
