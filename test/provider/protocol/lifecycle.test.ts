import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { until, Workspace } from './workspace';

jest.setTimeout(300_000);

let workspace: Workspace;

beforeAll(async () => {
  workspace = new Workspace();
  workspace.write(thing('text = "one"'));
  await workspace.init();
});
afterEach(() => until('the provider has left nothing', () => workspace.leftovers().length === 0));
afterAll(() => workspace.remove());

const thing = (body: string, name = 'a') => `
resource "toy_thing" "it" {
  name = "${name}"
  ${body}
  timeouts {
    apply = "5m"
  }
}`;

describe('one resource from its creation to its end', () => {
  test('validate knows the schema and never configures', async () => {
    const { code, output } = await workspace.terraform('validate', '-no-color');
    expect(output).toContain('The configuration is valid');
    expect(code).toBe(0);
    expect(workspace.calls()).toEqual([]);
  });

  test('a plan shows the computed changes and does nothing', async () => {
    const { code, output } = await workspace.plan();
    expect(output).toContain('+ "+ create a"');
    expect(output).toMatch(/\+ id += "thing\/a"/);
    expect(code).toBe(2);
    expect(workspace.calls()).toEqual(['configure null']);
  });

  test('create', async () => {
    const { code, output } = await workspace.apply();
    expect(output).toContain('1 added, 0 changed, 0 destroyed');
    expect(code).toBe(0);
    expect(workspace.thing('a')).toMatchObject({ name: 'a', text: 'one' });
    expect(await workspace.attributes('toy_thing.it')).toMatchObject({
      id: 'thing/a',
      changes: ['+ create a'],
      timeouts: { apply: '5m' },
      rule: [],
    });
  });

  test('the private data of the plan reached apply', () => {
    expect(workspace.calls()).toContain('apply a plannedBy');
  });

  test('nothing to do is exit code 0', async () => {
    const { code, output } = await workspace.plan();
    expect(output).toContain('No changes.');
    expect(code).toBe(0);
  });

  test('update in place', async () => {
    workspace.write(thing('text = "two"\n  tags = { k = "v" }'));
    const planned = await workspace.plan();
    expect(planned.output).toContain('will be updated in-place');
    expect(planned.output).toContain('+ "~ change text"');
    const applied = await workspace.apply();
    expect(applied.output).toContain('0 added, 1 changed, 0 destroyed');
    expect(workspace.thing('a')).toMatchObject({ text: 'two', tags: { k: 'v' } });
    expect((await workspace.plan()).code).toBe(0);
  });

  test('drift is seen by read and put right', async () => {
    workspace.putThing('a', { ...workspace.thing('a'), text: 'by hand' });
    const planned = await workspace.plan();
    expect(planned.output).toMatch(/~ text += "by hand" -> "two"/);
    await workspace.apply();
    expect(workspace.thing('a').text).toBe('two');
  });

  test('what is gone is created again', async () => {
    unlinkSync(join(workspace.world, 'things', 'a.json'));
    expect((await workspace.apply()).output).toContain('1 added, 0 changed, 0 destroyed');
  });

  test('an attribute that requires replacement', async () => {
    workspace.write(thing('text = "two"', 'b'));
    const planned = await workspace.plan();
    expect(planned.output).toContain('must be replaced');
    expect(planned.output).toContain('# forces replacement');
    expect((await workspace.apply()).output).toContain('1 added, 0 changed, 1 destroyed');
    expect(() => workspace.thing('a')).toThrow('ENOENT');
    expect(workspace.thing('b').name).toBe('b');
  });

  test('import', async () => {
    await workspace.terraform('state', 'rm', 'toy_thing.it');
    const missing = await workspace.terraform('import', '-no-color', 'toy_thing.it', 'nobody');
    expect(missing.output).toContain("there is no thing 'nobody'");
    const { output } = await workspace.terraform('import', '-no-color', 'toy_thing.it', 'b');
    expect(output).toContain('Import successful!');
    expect(await workspace.attributes('toy_thing.it')).toMatchObject({ name: 'b', text: 'two' });
  });

  test('a destroy plan says what will be removed', async () => {
    const { output } = await workspace.plan('-destroy');
    expect(output).toContain('Warning: will remove b');
    expect(output).toContain('- remove the file');
  });

  test('destroy', async () => {
    const { code, output } = await workspace.terraform('destroy', '-no-color', '-auto-approve');
    expect(output).toContain('1 destroyed');
    expect(code).toBe(0);
    expect(() => workspace.thing('b')).toThrow('ENOENT');
  });
});
