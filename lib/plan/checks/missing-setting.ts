import { named, type PlanCheck } from './check';

/** TL117: a setting that this kernel does not have, most often since its module is not loaded. */
export const missingSetting: PlanCheck = {
  code: 'TL117',
  title: 'A kernel setting that the host does not have',
  severity: 'error',
  run: ({ registry, plan }) =>
    plan.candidates.flatMap(({ resource, wanted, seen }) => {
      const kind = registry.of(resource);
      const link = kind.link?.(resource.props);
      const on = kind.on?.(resource.props);
      // A link's own settings appear with the link.
      const comes =
        on !== undefined &&
        plan.changes.some(
          change =>
            change.action === 'create' &&
            registry.provides({ kind: change.kind, props: change.after! }).includes(`link:${on}`),
        );
      if (!kind.adopted || link || !wanted || seen || comes) return [];
      const message = `the host has no ${named(registry, resource)}`;
      return [
        { path: resource.path, message, remedy: 'correct the name, or load the module that brings it' },
      ];
    }),
};
