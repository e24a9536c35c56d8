import { kinds } from '../../constructs/kinds';
import {
  type HostPicture,
  pictureOfState,
  renderDot,
  renderMermaid,
  renderSvg,
  renderTable,
  renderTree,
} from '../../lib/picture';
import { hostLink, observedHost } from './samples';
import { elementsOf, parseXml } from './xml';

/** Names that no kernel would give a link, and a host that lies would. */
const texts = [
  ']]><script>alert(1)</script>',
  '</title></svg><script>alert(1)</script>',
  `"><img src=x onerror='alert(1)'>`,
  '&lt;b&gt; &amp; &#x3c;script&#x3e; &bogus;',
  '"]; %%{init: {"securityLevel": "loose"}}%% click h0n0 call x()',
  '`markdown` **bold** [link](javascript:alert(1)) | cell | ![x](y)',
  'a"; b [label="c\\',
  'trailing\\',
  '\u001b[2J\u001b]0;title\u0007\r\n\tnext',
  '\u202egnp.exe\u2066 \u05d0\u05d1\u05d2',
  '\ud800 \ufffe \uffff \u0000 \u2028',
  '中文網路橋接埠 🔥🔥🔥',
  '__proto__',
  'x'.repeat(5000),
];

const picture = (text: string): HostPicture =>
  pictureOfState(
    kinds,
    observedHost(
      [
        hostLink(text, { master: 'bond0', address: text, operstate: text, link_type: text }),
        hostLink('bond0', {
          linkinfo: {
            info_kind: 'bond',
            info_data: { mode: '802.3ad', ad_info: { partner_mac: text } },
          },
          addr_info: [{ family: 'inet', local: text, prefixlen: 24, scope: 'global' }],
        }),
        hostLink('tap0', { linkinfo: { info_kind: 'tun', info_data: { type: text, mode: text } } }),
      ],
      { identity: { hostname: text, kernel: text, os: text, bootId: text, localAddress: text } },
    ),
  );

/** What moves a cursor or turns text round, but the end of a line. */
const unsafe = /(?!\n)\p{Control}|\p{Bidi_Control}|[\u2028\u2029\ufffe\uffff]|\p{Surrogate}/u;

describe.each(texts.map(text => [JSON.stringify(text).slice(0, 60), text]))(
  'a host that says %s',
  (_, text) => {
    const shown = picture(text);
    const outputs = {
      svg: renderSvg([shown], { title: text }),
      tree: renderTree(shown),
      markdown: renderTable(shown),
      html: renderTable(shown, { format: 'html' }),
      mermaid: renderMermaid([shown]),
      dot: renderDot([shown]),
    };

    it('moves no cursor and turns no text round', () => {
      for (const output of Object.values(outputs)) expect(output).not.toMatch(unsafe);
    });

    it('does not push the tree out of the terminal', () => {
      const rows = outputs.tree.split('\n').filter(line => /^[ ▸]○ /.test(line));
      expect(rows.length).toBeGreaterThanOrEqual(shown.links.length);
      expect(Math.max(...rows.map(line => line.length))).toBeLessThanOrEqual(180);
    });

    it('is text and nothing else in SVG and HTML', () => {
      const svg = elementsOf(parseXml(outputs.svg)).map(element => element.name);
      const allowed = ['svg', 'title', 'desc', 'style', 'g', 'rect', 'text', 'circle', 'path'];
      expect([...new Set(svg)].filter(name => !allowed.includes(name))).toEqual([]);
      const html = elementsOf(parseXml(`<div>${outputs.html}</div>`)).map(element => element.name);
      const table = ['div', 'table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td'];
      expect([...new Set(html)].filter(name => !table.includes(name))).toEqual([]);
    });

    it('stays in its cell in markdown', () => {
      const rows = outputs.markdown.split('\n').filter(line => line.startsWith('|'));
      const columns = new Set(rows.map(row => row.match(/(?<!\\)(?:\\\\)*\|/g)!.length));
      expect(columns.size).toBe(1);
      expect(outputs.markdown).not.toMatch(/<|(?<!\\)(?:\\\\)*[`[\]]/);
    });

    it('stays in its label in mermaid and dot', () => {
      const shapes =
        /^(flowchart LR| {2}subgraph h0\["[^"`%]*"\]| {4}direction LR| {4}h0n\d\["[^"`%]*"\]| {4}h0n\d [=-]{3} h0n\d| {2}end| {2}classDef .*| {2}class [hn\d,]* \w+)$/;
      expect(
        outputs.mermaid
          .trimEnd()
          .split('\n')
          .filter(line => !shapes.test(line)),
      ).toEqual([]);
      const unquoted = outputs.dot.replace(/"(?:[^"\\]|\\.)*"/g, 'STRING');
      expect(unquoted).not.toMatch(/["\\]/);
      expect(unquoted.match(/label=STRING/g)).toHaveLength(shown.links.length + 1);
    });
  },
);

describe('a host whose links stand on each other in a ring', () => {
  const ring = Array.from({ length: 40 }, (_, index) =>
    hostLink(`v${index}`, {
      link: `v${(index + 1) % 40}`,
      linkinfo: { info_kind: 'vlan', info_data: { id: index + 1 } },
    }),
  );
  const shown = pictureOfState(
    kinds,
    observedHost([...ring, hostLink('self', { link: 'self', master: 'self' })]),
  );

  it('is drawn all the same, each link once', () => {
    const names = renderTree(shown).match(/\bv\d+(?= +VLAN)/g)!;
    expect(new Set(names).size).toBe(40);
    expect(names).toHaveLength(40);
    expect(parseXml(renderSvg([shown])).name).toBe('svg');
  });
});

it('takes a link that is told twice as it was told first', () => {
  const shown = pictureOfState(kinds, observedHost([hostLink('eth0', { mtu: 9000 }), hostLink('eth0')]));
  expect(shown.links.map(({ name, mtu }) => [name, mtu])).toEqual([['eth0', 9000]]);
});

it('reads answers of Open vSwitch that make no sense as no answer', () => {
  for (const ovs of [null, 7, 'x', [], { bridges: 3, ports: [null], interfaces: {} }])
    expect(pictureOfState(kinds, observedHost([], { answers: { links: [], ovs } })).links).toEqual([]);
});
