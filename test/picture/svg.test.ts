import { type HostPicture, renderSvg } from '../../lib/picture';
import { bigHost, describedHost, pictureOf } from './samples';
import { elementsOf, parseXml, type XmlElement } from './xml';

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const has = (kind: string) => (element: XmlElement) =>
  (element.attributes.class ?? '').split(' ').includes(kind);
const rectOf = ({ attributes: { x, y, width, height } }: XmlElement): Rect => ({
  x: Number(x),
  y: Number(y),
  width: Number(width),
  height: Number(height),
});
const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Boxes of links, each with the texts in it; the key's signs have none. */
const boxesOf = (svg: string) =>
  elementsOf(parseXml(svg))
    .filter(element => element.name === 'g' && element.children.some(has('tl-name')))
    .map(element => ({
      rect: rectOf(element.children.find(has('tl-box'))!),
      texts: element.children.filter(child => child.name === 'text'),
      title: element.children.find(child => child.name === 'title')!.text,
    }));

const pictures: Readonly<Record<string, readonly HostPicture[]>> = {
  'trunk host': [pictureOf('trunk-observed')],
  'Open vSwitch': [pictureOf('ovs-observed')],
  'access ports': [pictureOf('access-ports')],
  '30 VLANs': [bigHost(30)],
  'VLANs on VLANs and bridges': [
    describedHost('kvm03', [
      { kind: 'vlan', props: { name: 'eth0.10', link: 'eth0', vlanId: 10, protocol: '802.1ad' } },
      { kind: 'vlan', props: { name: 'eth0.10.20', link: 'eth0.10', vlanId: 20 } },
      { kind: 'bridge', props: { name: 'br0', ports: ['eth0', 'eth1', 'eth0.10.20'] } },
      { kind: 'vlan', props: { name: 'br0.7', link: 'br0', vlanId: 7 } },
    ]),
  ],
  'several hosts': [pictureOf('trunk-observed'), bigHost(4), pictureOf('access-ports')],
};

describe.each(Object.entries(pictures))('the drawing of %s', (_, shown) => {
  const svg = renderSvg(shown);
  const boxes = boxesOf(svg);

  it('shows every link once, with all its facts for a pointer', () => {
    const names = shown.flatMap(picture => picture.links.map(link => link.name));
    expect(boxes.map(box => box.texts.find(has('tl-name'))!.text).sort()).toEqual([...names].sort());
    expect(boxes.every(box => box.title.startsWith(`${box.texts.find(has('tl-name'))!.text}: `))).toBe(true);
  });

  it('has no two boxes over each other', () => {
    const pairs = boxes.flatMap((a, index) => boxes.slice(index + 1).map(b => [a, b] as const));
    expect(pairs.filter(([a, b]) => overlap(a.rect, b.rect)).map(([a, b]) => [a.title, b.title])).toEqual([]);
  });

  it('leads no edge through a box', () => {
    const edges = elementsOf(parseXml(svg)).filter(
      element => element.name === 'path' && element.attributes.d,
    );
    // Edges pass a column straight: curves are in the gutters only.
    const straights = edges.flatMap(({ attributes: { d = '' } }) => {
      let x = 0;
      let y = 0;
      return [...d.matchAll(/([MCHh])([^A-Za-z]*)/g)].flatMap(([, verb, words]) => {
        const numbers = words!.trim().split(/[ ,]/).map(Number);
        const from = x;
        x = verb === 'H' ? numbers[0]! : numbers.at(-2)!;
        if (verb !== 'H') y = numbers.at(-1)!;
        return verb === 'H' ? [{ x: from + 0.5, y: y - 0.5, width: x - from - 1, height: 1 }] : [];
      });
    });
    expect(straights.filter(one => boxes.some(box => overlap(box.rect, one)))).toEqual([]);
    expect(edges.length).toBeGreaterThanOrEqual(shown.reduce((sum, { edges: own }) => sum + own.length, 0));
  });

  it('keeps texts within their boxes and boxes within the drawing', () => {
    const { width, height } = parseXml(svg).attributes;
    for (const { rect, texts } of boxes) {
      expect(rect.x + rect.width).toBeLessThan(Number(width));
      expect(rect.y + rect.height).toBeLessThan(Number(height));
      for (const { attributes, text } of texts) {
        const size = attributes.class === 'tl-name' ? 12.5 : 11;
        const extent = text.length * size * 0.61;
        const left = attributes.class === 'tl-badge' ? Number(attributes.x) - extent : Number(attributes.x);
        expect(left).toBeGreaterThanOrEqual(rect.x);
        expect(left + extent).toBeLessThanOrEqual(rect.x + rect.width);
        expect(Number(attributes.y)).toBeLessThan(rect.y + rect.height);
      }
    }
  });
});

describe('renderSvg', () => {
  const trunk = pictureOf('trunk-observed');

  it('says what it shows to those who cannot see it', () => {
    const { attributes, children } = parseXml(renderSvg([trunk]));
    const [title, description] = children;
    expect(attributes.role).toBe('img');
    expect([attributes['aria-labelledby'], attributes['aria-describedby']]).toEqual([
      title!.attributes.id,
      description!.attributes.id,
    ]);
    expect(title!.text).toBe('Network of kvm01');
    expect(description!.text).toBe(
      'kvm01, as observed, revision 3: 4 NICs, 1 bond, 4 VLANs, 4 bridges, 3 guest ports. ' +
        'The management path goes over enp2s0, enp3s0, bond0, bond0.100.',
    );
  });

  it('follows the reader from light to dark unless it is told', () => {
    expect(renderSvg([trunk])).toContain('@media (prefers-color-scheme:dark)');
    expect(renderSvg([trunk], { theme: 'dark' })).not.toContain('@media');
    expect(renderSvg([trunk], { theme: 'dark' })).not.toBe(renderSvg([trunk], { theme: 'light' }));
  });

  it('styles nothing but itself, so that a page can hold many', () => {
    const ids = [trunk, bigHost(2)].map(picture => parseXml(renderSvg([picture])).attributes.id);
    expect(new Set(ids).size).toBe(2);
    const style = /<style>(.*)<\/style>/s.exec(renderSvg([trunk]))![1]!;
    const selectors = [...style.matchAll(/^([^@{}\n]+)\{/gm)].flatMap(match => match[1]!.split(','));
    expect(selectors.filter(selector => !selector.startsWith(`#${ids[0]}`))).toEqual([]);
  });

  it('draws foreign links dashed and the management path strong', () => {
    const kinds = new Map(
      elementsOf(parseXml(renderSvg([trunk])))
        .filter(element => element.children.some(has('tl-name')))
        .map(({ children }) => [
          children.find(has('tl-name'))!.text,
          children.find(has('tl-box'))!.attributes.class,
        ]),
    );
    expect(kinds.get('br200')).toBe('tl-box');
    expect(kinds.get('vnet0')).toBe('tl-box tl-foreign');
    expect(kinds.get('bond0.100')).toBe('tl-box tl-path');
  });

  it('draws a host without links, and no host', () => {
    expect(parseXml(renderSvg([describedHost('kvm00', [])])).name).toBe('svg');
    expect(parseXml(renderSvg([])).name).toBe('svg');
  });
});
