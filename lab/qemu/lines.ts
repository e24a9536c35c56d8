import type { Socket } from 'node:net';

/** Calls back for each whole line. (readline throws the socket's errors a second time.) */
export function onLine(socket: Socket, callback: (line: string) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) callback(line);
  });
}
