export { renderDot } from './dot';
export { type IntentPictureOptions, pictureOfIntent } from './from-intent';
export { pictureOfState, type StatePictureOptions } from './from-state';
export { MERMAID_MAX_EDGES, renderMermaid } from './mermaid';
export * from './picture';
export { renderSvg, type SvgOptions } from './svg/svg';
export { linkTable, noteTable, renderTable, type Table, type TableOptions } from './table';
export { renderTree, type TreeOptions } from './tree';
