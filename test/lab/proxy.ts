import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire between the controller and a host's sshd that can be cut, held up, or made deaf. */
export interface Wire {
  readonly port: number;
  /** Every connection is reset. New ones get through. */
  reset(): void;
  /** Nothing passes any more, and nobody is told; connections made from now on get through. */
  mute(): void;
  /** Nothing passes, nothing gets in; what was sent meanwhile arrives after `open`. */
  hold(): void;
  open(): void;
  close(): void;
}

export async function wireTo(host: string, port: number): Promise<Wire> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let held = false;
  const server = createServer(near => {
    const far = connect({ host, port, noDelay: true });
    const pair = [near, far] as const;
    pairs.add(pair);
    near.setNoDelay(true);
    near.pipe(far).pipe(near);
    if (held) for (const socket of pair) socket.pause();
    for (const socket of pair) {
      socket.on('error', () => {});
      socket.on('close', () => {
        pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const all = (work: (socket: Socket) => void) => {
    for (const pair of pairs) for (const socket of pair) work(socket);
  };
  return {
    port: (server.address() as AddressInfo).port,
    reset: () => all(socket => socket.resetAndDestroy()),
    mute: () =>
      all(socket => {
        socket.unpipe();
        socket.resume();
      }),
    hold: () => {
      held = true;
      all(socket => {
        socket.unpipe();
        socket.pause();
      });
    },
    open: () => {
      held = false;
      for (const [near, far] of pairs) near.pipe(far).pipe(near);
    },
    close: () => {
      all(socket => socket.destroy());
      server.close();
    },
  };
}
