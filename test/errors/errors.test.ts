import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kinds } from '../../constructs/kinds';
import { TrunklineError } from '../../lib/errors';
import { parseIntent } from '../../lib/intent/intent';
import { judgeIntent } from '../../lib/plan/checks';
import { renderFinding } from '../../lib/plan/checks/check';

/** What a person reads who asks for this. */
function said(resources: unknown): string {
  try {
    const intent = parseIntent(kinds, { formatVersion: 1, host: 'kvm01', resources });
    return judgeIntent(kinds, intent).map(renderFinding).join('\n');
  } catch (error) {
    if (error instanceof TrunklineError) return error.message;
    throw error;
  }
}

const folders = readdirSync(__dirname, { withFileTypes: true }).filter(entry => entry.isDirectory());

// Each folder is what somebody asked for, and the exact text that they get. UPDATE_CASES=1 writes the texts anew.
test.each(folders.map(entry => entry.name))('%s', name => {
  const text = said(JSON.parse(readFileSync(join(__dirname, name, 'input.json'), 'utf8')));
  const file = join(__dirname, name, 'error.txt');
  if (process.env.UPDATE_CASES === '1') writeFileSync(file, `${text}\n`);
  expect(text).not.toBe('');
  expect(`${text}\n`).toBe(existsSync(file) ? readFileSync(file, 'utf8') : 'no error.txt');
});
