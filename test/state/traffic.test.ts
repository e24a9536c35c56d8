import { trafficProbe } from '../../constructs/traffic/traffic.probe';

const lo = '{"kind":"noqueue","handle":"0:","dev":"lo","root":true,"refcnt":2,"options":{}}';
const pfifo = '{"kind":"pfifo","handle":"5:","dev":"lo","parent":"1:1","options":{"limit":1000}}';
const mark = 'qdisc noqueue 0: root refcnt 2 ';
const question = (text: string) => `${text}\nqdisc show dev lo`;
const asked = `${question('class show dev eno1')}\n${question('filter show dev eno1')}`;
const one =
  'class htb 746c:2 parent 746c:1 leaf 8002: prio 3 rate 1500Kbit ceil 2Gbit burst 1599b/1 cburst 2Mb ';

const answer = (qdiscs: string, told: string, questions = asked): string =>
  `[${qdiscs}]\n\n----\n${questions}\n----\n${told}\n`;

test('a class is told in rounded units', () => {
  expect(trafficProbe.parse(answer(lo, `${one}\n${mark}\n${mark}`)).classes).toEqual([
    { dev: 'eno1', id: 2, priority: 3, rate: 1_500_000, ceil: 2_000_000_000, burst: 1599 },
  ]);
});

test('a mark is as many lines as lo has qdiscs', () => {
  const marks = `${mark}\nqdisc pfifo 5: parent 1:1 limit 1000p`;
  expect(trafficProbe.parse(answer(`${lo},${pfifo}`, `${one}\n${marks}\n${marks}`)).classes).toHaveLength(1);
});

test('classes of others are none of ours', () => {
  const other = one.replaceAll('746c:', '1:');
  expect(trafficProbe.parse(answer(lo, `${other}\n${mark}\n${mark}`)).classes).toEqual([]);
});

test('a link that went in the meantime answers nothing, and the others do', () => {
  const questions = `${question('filter show dev gone')}\n${question('class show dev eno1')}`;
  const { classes, filters } = trafficProbe.parse(answer(lo, `${mark}\n${one}\n${mark}`, questions));
  expect([classes.length, filters.length]).toEqual([1, 0]);
});

test('half an answer is none', () => {
  expect(() => trafficProbe.parse(answer(lo, `${one}\n${mark}`))).toThrow('some questions only');
  expect(() => trafficProbe.parse(answer(lo, `${one.slice(0, 50)}\n${mark}\n${mark}`))).toThrow(
    'not a class',
  );
});

test('nothing is asked where nobody wants any', () => {
  expect(trafficProbe.program([])).toBe(':');
  expect(trafficProbe.parse('\n')).toEqual(trafficProbe.empty);
});
