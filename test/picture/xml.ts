/** A strict reader of XML without DTD: throws where a browser would show an error instead of the picture. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function decode(text: string): string {
  return text.replace(/&[^;]*;?/g, entity => {
    const sign = ENTITIES[entity];
    if (sign === undefined) throw new Error(`no entity of XML: ${entity}`);
    return sign;
  });
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const rest = text.replace(/\s+([\w:-]+)="([^"<]*)"/g, (_, name: string, value: string) => {
    if (name in found) throw new Error(`attribute ${name} twice`);
    found[name] = decode(value);
    return '';
  });
  if (rest.trim() !== '') throw new Error(`not attributes: ${rest}`);
  return found;
}

export function parseXml(text: string): XmlElement {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML 1.0 forbids
  const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.exec(text);
  if (forbidden) throw new Error(`no character of XML at ${forbidden.index}`);
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  for (const [part] of text.matchAll(/<[^>]*>|[^<]+/g)) {
    const here = open.at(-1)!;
    const tag = /^<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>$/.exec(part);
    if (!part.startsWith('<')) {
      if (part.includes(']]>')) throw new Error('a CDATA section ends that did not begin');
      here.text += decode(part);
    } else if (!tag) throw new Error(`not a tag: ${part}`);
    else if (tag[1]) {
      if (here.name !== tag[2]) throw new Error(`</${tag[2]}> closes <${here.name}>`);
      open.pop();
    } else {
      const element = { name: tag[2]!, attributes: attributesOf(tag[3]!), children: [], text: '' };
      here.children.push(element);
      if (!tag[4]) open.push(element);
    }
  }
  if (open.length > 1 || top.children.length !== 1) throw new Error('not one whole element');
  return top.children[0]!;
}

/** An element and all in it. */
export const elementsOf = (element: XmlElement): XmlElement[] => [
  element,
  ...element.children.flatMap(elementsOf),
];
