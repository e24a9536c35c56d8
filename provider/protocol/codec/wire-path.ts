import type { Path } from '../diagnostic';

/** For messages of ours: `ports[0].labels["a"]`. */
export function formatPath(path: Path): string {
  const text = path
    .map(step => {
      if (typeof step === 'string') return `.${step}`;
      return typeof step === 'number' ? `[${step}]` : `[${JSON.stringify(step.key)}]`;
    })
    .join('');
  return text.replace(/^\./, '');
}

export function encodePath(path: Path): object {
  const steps = path.map(step => {
    if (typeof step === 'string') return { attribute_name: step };
    return typeof step === 'number' ? { element_key_int: step } : { element_key_string: step.key };
  });
  return { steps };
}
