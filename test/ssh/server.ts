import { spawn } from 'node:child_process';
import { type AddressInfo, connect as connectTcp, createServer, type Socket } from 'node:net';
import { type Connection, Server, type ServerChannel, type ServerConfig } from 'ssh2';
import type { KeyPair } from './keys';

/** What the server does wrong, or differently. */
export interface Behaviour {
  readonly hostKeys: readonly KeyPair[];
  /** Keys that may log in. */
  readonly authorized?: readonly KeyPair[];
  readonly user?: string;
  readonly ident?: string;
  /** Sent before login. */
  readonly banner?: string;
  /** Printed before the command runs, as a .bashrc does. */
  readonly noise?: string;
  /** Printed after the command has ended. */
  readonly trailing?: string;
  /** Changes the command line before the local shell runs it. */
  readonly rewrite?: (command: string) => string;
  /** Answers in the place of the local shell. */
  readonly answer?: (channel: ServerChannel, command: string, connection: Connection) => void;
  readonly env?: Record<string, string>;
  readonly forwarding?: boolean;
}

export interface TestServer {
  readonly port: number;
  readonly commands: string[];
  /** Users that tried to log in. */
  readonly logins: string[];
  readonly connections: Set<Connection>;
  /** Ends all connections without a goodbye. */
  drop(): void;
  close(): Promise<void>;
}

/** An SSH server on 127.0.0.1 that runs what it is told with a real local shell. */
export async function startServer(behaviour: Behaviour): Promise<TestServer> {
  const sockets = new Set<Socket>();
  const connections = new Set<Connection>();
  const commands: string[] = [];
  const logins: string[] = [];
  const config: ServerConfig = {
    hostKeys: behaviour.hostKeys.map(key => key.private),
    ident: behaviour.ident,
    banner: behaviour.banner,
  };
  const ssh = new Server(config, connection => {
    connections.add(connection);
    connection.on('error', () => {});
    connection.on('close', () => connections.delete(connection));
    connection.on('authentication', context => logins.push(context.username));
    authenticate(connection, behaviour);
    connection.on('session', accept => {
      accept().on('exec', (acceptExec, _reject, info) => {
        commands.push(info.command);
        run(acceptExec(), info.command, behaviour, connection);
      });
    });
    if (behaviour.forwarding) forward(connection);
  });
  const tcp = createServer(socket => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    ssh.injectSocket(socket);
  });
  await new Promise<void>(resolve => tcp.listen(0, '127.0.0.1', resolve));
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (tcp.address() as AddressInfo).port,
    commands,
    logins,
    connections,
    drop,
    close: () => {
      drop();
      return new Promise(resolve => tcp.close(() => resolve()));
    },
  };
}

function authenticate(connection: Connection, { authorized = [], user }: Behaviour): void {
  connection.on('authentication', context => {
    if (context.method !== 'publickey') return context.reject(['publickey']);
    const known = authorized.find(key => key.blob.equals(context.key.data));
    if (known === undefined || (user !== undefined && context.username !== user))
      return context.reject(['publickey']);
    if (context.signature === undefined || context.blob === undefined) return context.accept();
    const valid = known.parsed.verify(context.blob, context.signature, context.hashAlgo) === true;
    if (valid) context.accept();
    else context.reject(['publickey']);
  });
}

function run(channel: ServerChannel, command: string, behaviour: Behaviour, connection: Connection): void {
  channel.on('error', () => {});
  if (behaviour.noise !== undefined) {
    channel.write(behaviour.noise);
    channel.stderr.write(behaviour.noise);
  }
  if (behaviour.answer !== undefined) {
    behaviour.answer(channel, command, connection);
    return;
  }
  const child = spawn('/bin/sh', ['-c', behaviour.rewrite?.(command) ?? command], {
    detached: true,
    env: { PATH: '/usr/bin:/bin', SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22', ...behaviour.env },
  });
  child.stdin.on('error', () => {});
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  // As sshd does it: the pipes break, and here nobody is left behind.
  const hangUp = () => {
    child.stdout.destroy();
    child.stderr.destroy();
    if (child.pid !== undefined) killGroup(child.pid);
  };
  channel.on('close', hangUp);
  connection.on('close', hangUp);
  child.on('close', (code, signal) => {
    if (behaviour.trailing !== undefined) channel.write(behaviour.trailing);
    if (signal === null) channel.exit(code ?? 0);
    else channel.exit(signal.slice(3));
    channel.end();
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}

function forward(connection: Connection): void {
  connection.on('tcpip', (accept, reject, info) => {
    const socket = connectTcp(info.destPort, info.destIP);
    socket.on('error', () => reject?.());
    socket.on('connect', () => {
      const channel = accept();
      channel.on('error', () => socket.destroy());
      channel.on('close', () => socket.destroy());
      socket.on('close', () => channel.end());
      socket.pipe(channel).pipe(socket);
    });
  });
}

export interface Wire {
  readonly port: number;
  /** From now on packets are lost in both directions; no end of the connection learns of it. */
  freeze(): void;
  close(): Promise<void>;
}

/** A wire to a local port that can go dead without a word. */
export async function startWire(to: number): Promise<Wire> {
  const sockets: Socket[] = [];
  let frozen = false;
  const tcp = createServer(near => {
    const far = connectTcp(to, '127.0.0.1');
    sockets.push(near, far);
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => {});
      from.on('data', data => {
        if (!frozen) into.write(data);
      });
      from.on('close', () => {
        if (!frozen) into.destroy();
      });
    }
  });
  await new Promise<void>(resolve => tcp.listen(0, '127.0.0.1', resolve));
  return {
    port: (tcp.address() as AddressInfo).port,
    freeze: () => {
      frozen = true;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise(resolve => tcp.close(() => resolve()));
    },
  };
}
