import type { PlanCheck } from './check';

const isRhelLike = (os: string): boolean => /\b(rhel|fedora|centos|ol)\b/.test(os);

/** TL113: told at plan time, with the package that brings it. */
export const missingTool: PlanCheck = {
  code: 'TL113',
  title: 'A tool or kernel module that the host lacks',
  severity: 'error',
  run: ({ registry, intent, state }) => {
    const rhel = isRhelLike(state.identity.os);
    const said = new Set<string>();
    const base = ['ip', 'flock', 'setsid']
      .filter(tool => !state.tools.includes(tool))
      .map(tool => ({
        message: `the host has no '${tool}'`,
        remedy: `install ${tool === 'ip' ? (rhel ? 'iproute' : 'iproute2') : rhel ? 'util-linux-core' : 'util-linux'}`,
      }));
    const needed = intent.resources.flatMap(resource =>
      (registry.of(resource).needs?.(resource.props) ?? []).flatMap(({ tool, module, packages }) => {
        const programs = tool === undefined ? [] : [tool].flat();
        const missing =
          (programs.length > 0 &&
            !programs.some(name => state.tools.includes(name)) &&
            programs.map(name => `'${name}'`).join(' nor ')) ||
          (module !== undefined && !state.modules.includes(module) && `kernel module '${module}'`);
        if (!missing || said.has(missing)) return [];
        said.add(missing);
        const remedy = `install ${rhel ? packages.rhel : packages.debian}`;
        return [
          {
            path: resource.path,
            message: `the host has no ${missing}, which ${resource.kind} needs`,
            remedy,
          },
        ];
      }),
    );
    return [...base, ...needed];
  },
};
