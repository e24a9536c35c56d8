import { main } from './main';
import { realWorld } from './real-world';

/** Text that a pipe has not taken yet would be lost by an exit. */
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise(resolve => stream.write('', () => resolve()));

async function run(): Promise<void> {
  // A reader that has seen enough, such as `head`, is no fault.
  process.stdout.on('error', error => {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  });
  const code = await main(process.argv.slice(2), realWorld());
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(code);
}

void run();
