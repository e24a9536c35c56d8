import type { Column } from '../picture';
import { LINE_SIZE, NAME_SIZE } from './box';

interface Palette {
  readonly page: string;
  readonly lane: string;
  readonly box: string;
  readonly border: string;
  readonly ink: string;
  readonly muted: string;
  readonly edge: string;
  readonly path: string;
  readonly pathBox: string;
  readonly ok: string;
  readonly warn: string;
  readonly bad: string;
  readonly columns: Readonly<Record<Column, string>>;
}

const light: Palette = {
  page: '#ffffff',
  lane: '#f5f7f9',
  box: '#ffffff',
  border: '#c4ccd5',
  ink: '#1f2328',
  muted: '#59636e',
  edge: '#a5afba',
  path: '#0969da',
  pathBox: '#eef6ff',
  ok: '#1a7f37',
  warn: '#8a5a00',
  bad: '#c9202b',
  columns: { nic: '#6e7781', bond: '#8250df', vlan: '#0e8a8a', bridge: '#bf5a0b', guest: '#3f7f2f' },
};

const dark: Palette = {
  page: '#0d1117',
  lane: '#151b23',
  box: '#1c232d',
  border: '#3d4652',
  ink: '#eef2f6',
  muted: '#9aa4af',
  edge: '#5b6672',
  path: '#58a6ff',
  pathBox: '#14253d',
  ok: '#3fb950',
  warn: '#e0a82e',
  bad: '#ff6a61',
  columns: { nic: '#8b949e', bond: '#a98af5', vlan: '#3cb8b8', bridge: '#ec8b3c', guest: '#71b45c' },
};

const SANS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif';
const MONO = 'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace';

/** What does not depend on the theme. */
const shapes: readonly (readonly [string, string])[] = [
  ['text', `font-family:${SANS};unicode-bidi:isolate`],
  ['.tl-name,.tl-badge,.tl-line', `font-family:${MONO}`],
  ['.tl-name', `font-size:${NAME_SIZE}px;font-weight:600`],
  ['.tl-badge,.tl-line', `font-size:${LINE_SIZE}px`],
  ['.tl-badge', 'text-anchor:end'],
  ['.tl-host', 'font-size:17px;font-weight:600'],
  ['.tl-about,.tl-key', 'font-size:12px'],
  ['.tl-heading', 'font-size:11px;font-weight:600;letter-spacing:.06em;text-transform:uppercase'],
  ['.tl-edge', 'fill:none;stroke-width:1.5'],
  ['.tl-edge.tl-path', 'stroke-width:3'],
  ['.tl-box', 'stroke-width:1'],
  ['.tl-box.tl-path', 'stroke-width:1.75'],
  ['.tl-foreign', 'stroke-dasharray:4 3'],
  ['.tl-off', 'fill:none;stroke-width:1.5'],
];

const colours = (palette: Palette): readonly (readonly [string, string])[] => [
  ['.tl-page', `fill:${palette.page}`],
  ['.tl-lane', `fill:${palette.lane}`],
  ['.tl-box', `fill:${palette.box};stroke:${palette.border}`],
  ['.tl-box.tl-path', `fill:${palette.pathBox};stroke:${palette.path}`],
  ['.tl-edge', `stroke:${palette.edge}`],
  ['.tl-edge.tl-path', `stroke:${palette.path}`],
  ['.tl-host,.tl-name,.tl-ink', `fill:${palette.ink}`],
  ['.tl-about,.tl-key,.tl-badge,.tl-muted', `fill:${palette.muted}`],
  ['.tl-route', `fill:${palette.path}`],
  ['.tl-warn', `fill:${palette.warn}`],
  ['.tl-bad', `fill:${palette.bad}`],
  ['.tl-on', `fill:${palette.ok}`],
  ['.tl-off.tl-warn', `fill:none;stroke:${palette.warn}`],
  ['.tl-off.tl-bad', `fill:none;stroke:${palette.bad}`],
  ...Object.entries(palette.columns).map(([column, colour]) => [`.tl-${column}`, `fill:${colour}`] as const),
];

export type Theme = 'auto' | 'light' | 'dark';

/** Rules for one picture alone, told by its id: a page may hold several, and have rules of its own. */
export function styleSheet(id: string, theme: Theme): string {
  const rules = (list: readonly (readonly [string, string])[]): string =>
    list
      .map(([names, rule]) => {
        const scoped = names.split(',').map(name => `#${id} ${name}`);
        return `${scoped.join(',')}{${rule}}`;
      })
      .join('\n');
  // Colours are written out: viewers other than browsers know no custom properties.
  const fit = `#${id}{max-width:100%;height:auto}`;
  const first = rules([...shapes, ...colours(theme === 'dark' ? dark : light)]);
  const night = theme === 'auto' ? `\n@media (prefers-color-scheme:dark){\n${rules(colours(dark))}\n}` : '';
  return `${fit}\n${first}${night}`;
}
