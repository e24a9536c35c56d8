import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { kinds } from '../../constructs/kinds';
import { describeAll } from '../../lib/plan/describe';
import { plan } from '../../lib/plan/plan';
import { deployScript, revertScript } from '../../lib/script/scripts';
import { stateFrom } from '../laws/encode';
import { intentOf, recordOf } from '../laws/scenes';

const update = process.env.UPDATE_CASES === '1';
const folders = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? [entry.name] : []));
const text = (path: string): string => readFileSync(path, 'utf8');

/** What a script does, without what every script begins with. */
const body = (script: string): string => script.slice(script.indexOf('\nat 0\n') + 1);

test('every kind has cases', () => {
  expect(folders(__dirname).sort()).toEqual(kinds.all.map(kind => kind.name).sort());
});

/**
 * A case is a folder: what is desired (with what settings), what was confirmed, what each probe's tool printed, and the plan and the
 * scripts that come of it. UPDATE_CASES=1 writes those anew; a revert is compared where its file is there.
 */
describe.each(folders(__dirname))('%s', kind => {
  test.each(folders(join(__dirname, kind)))('%s', name => {
    const at = (file: string) => join(__dirname, kind, name, file);
    const confirmed = existsSync(at('confirmed.json')) && JSON.parse(text(at('confirmed.json')));
    const record = confirmed && {
      ...recordOf(intentOf(confirmed.resources), confirmed.originals),
      derived: confirmed.derived,
    };
    const answers = readdirSync(at('observed')).map(file => [
      // `blue+links.txt` is what a network namespace answered.
      basename(file, '.txt').replace('+', '/'),
      text(at(`observed/${file}`)),
    ]);
    const state = stateFrom(Object.fromEntries(answers), record && { record });
    const settings = existsSync(at('settings.json')) ? JSON.parse(text(at('settings.json'))) : {};
    const intent = { ...intentOf(JSON.parse(text(at('desired.json')))), settings };
    const made = plan(kinds, intent, state);
    const results = {
      'plan.txt': `${describeAll(kinds, made).join('\n')}\n`,
      'deploy.sh': body(deployScript(kinds, made).text),
      'revert.sh': body(revertScript(kinds, made).text),
    };
    for (const [file, result] of Object.entries(results)) {
      if (file === 'revert.sh' && !existsSync(at(file))) continue;
      if (update) writeFileSync(at(file), result);
      expect(result).toBe(text(at(file)));
    }
  });
});
