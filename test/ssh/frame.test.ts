import { FrameReader } from '../../lib/ssh/frame';
import { frameProgram } from '../../lib/ssh/program';

describe('the frame of a reply', () => {
  const framed = frameProgram('true');
  const whole = Buffer.from(
    `noise${framed.begin}\n\xe9 trunkline- body\n${framed.end}17\ntrailing`,
    'latin1',
  );

  test('however the network tears it', () => {
    for (let size = 1; size <= whole.length; size++) {
      const reader = new FrameReader(framed, 1000);
      for (let at = 0; at < whole.length; at += size) reader.push(whole.subarray(at, at + size));
      expect([reader.code, reader.text, reader.problem]).toEqual([
        17,
        '\n\ufffd trunkline- body\n',
        undefined,
      ]);
    }
  });

  test('cut anywhere, it has no exit code', () => {
    const complete = whole.length - 'trailing'.length;
    for (let length = 0; length < complete; length++) {
      const reader = new FrameReader(framed, 1000);
      reader.push(whole.subarray(0, length));
      expect(reader.code).toBeUndefined();
    }
  });

  test.each(['', 'x', '-1', '1234', '0 0'])('an end marker with the code %j is garbled', code => {
    const reader = new FrameReader(framed, 1000);
    reader.push(Buffer.from(`${framed.begin}${framed.end}${code}\n`));
    expect(reader.problem).toBe('garbled-end');
  });

  test('no two programs share a nonce', () => {
    expect(new Set(Array.from({ length: 100 }, () => frameProgram('').end)).size).toBe(100);
  });
});
