import type { Intent } from '../intent/intent';
import type { Registry, Resource } from '../kind';
import type { Change } from './change';
import type { Plan } from './plan';

/**
 * The intent as the host shows it: what drifted stands with its observed values, what is gone is left out. It is the
 * intent itself, unchanged, when nothing drifted.
 */
export function intentAsSeen(registry: Registry, intent: Intent, plan: Plan): Intent {
  const changes = new Map(plan.changes.map(change => [change.id, change]));
  const resources = intent.resources.flatMap((resource): Resource[] => {
    const change = changes.get(registry.id(resource));
    return change ? seen(resource, change) : [resource];
  });
  return plan.changes.length === 0 ? intent : { ...intent, resources };
}

function seen(resource: Resource, change: Change): Resource[] {
  if (change.action === 'create') return [];
  if (change.action === 'restore' || !change.before) return [resource];
  const props: Record<string, unknown> = { ...resource.props };
  for (const { name } of change.properties) props[name] = change.before[name];
  return [{ ...resource, props }];
}
