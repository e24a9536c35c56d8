import { type CommandWord, type FlagWord, HOSTS_COMMAND, type Words } from './words';

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

const flagValue = ({ value }: FlagWord): string => {
  if (value === undefined) return '';
  if (value === 'file') return ' -r -F';
  return value === 'text' ? ' -x' : ` -x -a ${quoted(value.join(' '))}`;
};

function commandLines(command: CommandWord): string[] {
  const when = `-n ${quoted(`__fish_seen_subcommand_from ${command.name}`)}`;
  const { args } = command;
  const words =
    args === 'hosts' ? `(trunkline ${HOSTS_COMMAND} 2>/dev/null)` : args === 'nothing' ? '' : args.join(' ');
  return [
    `complete -c trunkline -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`,
    ...command.flags.map(
      flag =>
        `complete -c trunkline ${when} -l ${flag.long.slice(2)} -d ${quoted(flag.summary)}${flagValue(flag)}`,
    ),
    ...(words ? [`complete -c trunkline ${when} -a ${quoted(words)}`] : []),
  ];
}

export const fishCompletion = ({ commands }: Words): string =>
  `# fish completion of trunkline\ncomplete -c trunkline -f\n${commands.flatMap(commandLines).join('\n')}\n`;
