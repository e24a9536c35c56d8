import { readFileSync } from 'node:fs';
import { Client } from 'ssh2';
import type { SshAddress } from '../lab';

/** The least that a check can cost: ssh2 as it comes, one connection, one exec of a command. Returns its stdout. */
export function bare({ host, port, user, identityFile }: SshAddress, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    client
      .on('error', reject)
      .on('ready', () => {
        client.exec(command, (error, channel) => {
          if (error) return reject(error);
          let stdout = '';
          channel.on('data', (chunk: Buffer) => {
            stdout += chunk.toString();
          });
          channel.stderr.resume();
          channel.on('close', () => {
            client.end();
            resolve(stdout);
          });
        });
      })
      .connect({
        host,
        port,
        username: user,
        privateKey: readFileSync(identityFile),
        // The lab's own guest, on loopback; the product never does this.
        hostVerifier: () => true,
      });
    client.setNoDelay(true);
  });
}
