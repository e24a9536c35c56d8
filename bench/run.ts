import { Lab } from '../lab';
import { pairsAgainstBatch, vlansOnOneBridge, withoutUdev } from './host';
import { type Row, render } from './measure';
import { planner, synth } from './pure';

/** `npm run bench [-- --json] [-- --sizes 100,300]`: ratios within this run. Where we lose is printed as well. */
async function main(): Promise<void> {
  const json = process.argv.includes('--json');
  const given = process.argv[process.argv.indexOf('--sizes') + 1];
  const sizes = process.argv.includes('--sizes') ? given!.split(',').map(Number) : [100, 300, 1000];
  const tell = (text: string) => process.stderr.write(`${text}\n`);
  const rows: Row[] = [];
  tell('planner and synth');
  rows.push(...(await planner()), ...(await synth()));
  const lab = await Lab.up({ hosts: 2, quiet: true });
  const host = lab.host('kvm01');
  for (const count of sizes) {
    tell(`${count} VLAN+bridge pairs on a host`);
    await lab.reset();
    await withoutUdev(host);
    rows.push(...(await pairsAgainstBatch(host, count)));
  }
  tell('VLANs on one bridge');
  await lab.reset();
  await withoutUdev(host);
  rows.push(...(await vlansOnOneBridge(host)));
  await lab.reset();
  if (json) console.log(JSON.stringify({ format_version: '1.0', rows }, null, 2));
  else console.log(render(rows));
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
