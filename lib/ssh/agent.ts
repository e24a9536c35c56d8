import { BaseAgent, type IdentityCallback, OpenSSHAgent, type ParsedKey, type SignCallback } from 'ssh2';

/**
 * The user's agent with the keys that the config names first, as OpenSSH orders them: sshd gives up
 * after MaxAuthTries keys, 6 by default.
 */
export class OrderedAgent extends BaseAgent<ParsedKey> {
  readonly #agent: OpenSSHAgent;
  readonly #preferred: readonly Buffer[];
  readonly #onlyPreferred: boolean;
  /** The public keys that were offered, in wire format. */
  readonly offered: Buffer[] = [];

  constructor(socket: string, preferred: readonly Buffer[], onlyPreferred: boolean) {
    super();
    this.#agent = new OpenSSHAgent(socket);
    this.#preferred = preferred;
    this.#onlyPreferred = onlyPreferred;
  }

  override getIdentities(done: IdentityCallback<ParsedKey>): void {
    this.#agent.getIdentities((error, found = []) => {
      const keys = found as ParsedKey[];
      const first = keys.filter(key => this.#isPreferred(key));
      const rest = this.#onlyPreferred ? [] : keys.filter(key => !this.#isPreferred(key));
      this.offered.push(...[...first, ...rest].map(key => key.getPublicSSH()));
      if (error) done(error);
      else done(undefined, [...first, ...rest]);
    });
  }

  override sign(key: ParsedKey, data: Buffer, options: object, done?: SignCallback): void {
    this.#agent.sign(key, data, options, done);
  }

  #isPreferred(key: ParsedKey): boolean {
    const blob = key.getPublicSSH();
    return this.#preferred.some(preferred => preferred.equals(blob));
  }
}
