import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { TransportError } from '../errors';
import { Exec, type ExecOptions, type ExecResult } from './exec';
import { connectTimeout, subject } from './failure';
import { MISSED_KEEPALIVES, watchSilence } from './keepalive';
import { notStarted } from './reply-failure';
import type { ResolvedTarget } from './resolve';
import { stats } from './stats';

/** A host that was reached, verified and logged in to. */
export interface Connection {
  /** The host as the target names it. */
  readonly host: string;
  /** Our end of the TCP connection; undefined behind a jump host. */
  readonly localAddress?: string;
  readonly localPort?: number;
  /** The host's end of it; undefined behind a jump host. */
  readonly remoteAddress?: string;
  readonly remotePort?: number;
  /**
   * Runs a POSIX sh program, as root where `sudo` says so, under `LC_ALL=C`, a plain PATH, in `/`, with
   * TRUNKLINE_SSH_CONNECTION set to sshd's SSH_CONNECTION. A program that was cut off on its way does not run.
   * Several may run at once (sshd's MaxSessions, 10 by default).
   * @throws TransportError `not-started` when it surely did not run, `outcome-unknown` when nobody knows
   * @throws RemoteCommandError when the host answered but not properly: cut off, too long, no sudo
   */
  exec(program: string, options?: ExecOptions): Promise<ExecResult>;
  /** Ends the connection, its jump hosts' too. What is still running is given up. */
  close(): void;
  /** Resolves when the connection is gone: undefined after {@link close}, else why. Never rejects. */
  readonly closed: Promise<TransportError | undefined>;
}

const CLOSE_GRACE_MS = 1000;

export class SshConnection implements Connection {
  readonly host: string;
  readonly localAddress?: string;
  readonly localPort?: number;
  readonly remoteAddress?: string;
  readonly remotePort?: number;
  readonly closed: Promise<TransportError | undefined>;
  // Private fields are in no JSON and no console.log: ssh2's client holds keys.
  readonly #client: Client;
  readonly #stream: Duplex;
  readonly #target: ResolvedTarget;
  readonly #via: SshConnection | undefined;
  readonly #running = new Set<Exec>();
  readonly #stopWatch: () => void;
  #resolveClosed: (error: TransportError | undefined) => void = () => {};
  #gone = false;
  #closing = false;
  #lastError: unknown;

  constructor(client: Client, stream: Duplex, target: ResolvedTarget, via: SshConnection | undefined) {
    this.host = target.name;
    this.#client = client;
    this.#stream = stream;
    this.#target = target;
    this.#via = via;
    if (stream instanceof Socket) {
      this.localAddress = stream.localAddress;
      this.localPort = stream.localPort;
      this.remoteAddress = stream.remoteAddress;
      this.remotePort = stream.remotePort;
    }
    this.closed = new Promise(resolve => {
      this.#resolveClosed = resolve;
    });
    this.#stopWatch = watchSilence(stream, target.keepaliveSec, () => this.#silent());
    client.on('error', error => {
      this.#lastError = error;
    });
    client.on('close', () => this.#lost());
    stats.connections += 1;
  }

  async exec(program: string, options: ExecOptions = {}): Promise<ExecResult> {
    if (this.#gone || this.#closing) throw notStarted(this.host, 'the connection is closed', this.#lastError);
    const exec = new Exec(this.#client, this.#target, program, options);
    stats.execs += 1;
    this.#running.add(exec);
    try {
      return await exec.result;
    } finally {
      this.#running.delete(exec);
    }
  }

  close(): void {
    if (this.#closing || this.#gone) return;
    this.#closing = true;
    this.#abandon('the connection was closed here');
    this.#client.end();
    // A host that is gone does not say goodbye, and its socket would keep the process alive.
    const timer = setTimeout(() => this.#lost(), CLOSE_GRACE_MS);
    void this.closed.then(() => clearTimeout(timer));
  }

  /** A TCP stream from this host to another. */
  forward(target: ResolvedTarget): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      const late = connectTimeout(target, target.hostName, `through jump host '${this.host}'`);
      const timer = setTimeout(() => reject(late), target.connectTimeoutSec * 1000);
      this.#client.forwardOut('127.0.0.1', 0, target.hostName, target.port, (error, channel) => {
        clearTimeout(timer);
        if (!error) return resolve(channel);
        reject(
          new TransportError({
            ...subject(target),
            code: 'jump',
            found: `jump host '${this.host}' cannot reach ${target.hostName} port ${target.port}: ${error.message}`,
            remedy: 'see whether that host is up and whether sshd on the jump host allows TCP forwarding',
            cause: error,
          }),
        );
      });
    });
  }

  #silent(): void {
    const seconds = MISSED_KEEPALIVES * this.#target.keepaliveSec;
    this.#lastError = new Error(`nothing came from the host for ${seconds} s`);
    this.#lost();
  }

  #lost(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#stopWatch();
    const reason = this.#lastError instanceof Error ? `: ${this.#lastError.message}` : '';
    this.#abandon(`the connection was lost${reason}`, this.#lastError);
    this.#stream.destroy();
    this.#via?.close();
    this.#resolveClosed(this.#closing ? undefined : this.#lossOf(reason));
  }

  #lossOf(reason: string): TransportError {
    return new TransportError({
      doing: 'keep the connection to',
      host: this.host,
      code: 'dropped',
      found: `the connection was lost${reason}`,
      remedy: 'connect again and observe',
      cause: this.#lastError,
    });
  }

  #abandon(reason: string, cause?: unknown): void {
    for (const exec of this.#running) exec.abandon(reason, cause);
  }
}
