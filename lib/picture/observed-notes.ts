import type { Registry, Resource } from '../kind';
import type { Facts } from '../state/facts';
import { isNote, noteText } from './notes';
import type { PictureNote } from './picture';

/** Everything that the host has of kinds that can list it, owned or not: addresses, routes. */
export const listed = (registry: Registry, facts: Facts): Resource[] =>
  registry.all.flatMap(kind => (kind.list?.(facts) ?? []).map(props => ({ kind: kind.name, props })));

/**
 * What is no link: routes that are there, and what else `owned` and `asked` name, as it is on the host.
 */
export function observedNotes(
  registry: Registry,
  facts: Facts,
  owned: readonly Resource[],
  asked: readonly Resource[],
): PictureNote[] {
  const notes = new Map<string, PictureNote>();
  const note = (resource: Resource, isOwned: boolean, remark = '') => {
    const id = registry.id(resource);
    const text = `${noteText(registry, resource)}${remark}`;
    if (!notes.has(id)) notes.set(id, { kind: resource.kind, text, owned: isOwned });
  };
  const look = (resource: Resource, isOwned: boolean) => {
    const kind = registry.of(resource);
    const found = kind.observe(resource.props, facts);
    if (found) note({ ...resource, props: { ...resource.props, ...found } }, isOwned);
    // Only a kind that lists all that there is can say what is not; others answer no more than they were asked.
    else if (isOwned) note(resource, isOwned, kind.list ? ' (missing)' : ' (not seen)');
  };
  for (const resource of owned) if (isNote(registry, resource)) look(resource, true);
  for (const resource of asked) if (isNote(registry, resource)) look(resource, false);
  for (const resource of listed(registry, facts)) if (isNote(registry, resource)) note(resource, false);
  return [...notes.values()];
}
