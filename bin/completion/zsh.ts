import { type CommandWord, type FlagWord, HOSTS_COMMAND, type Words } from './words';

/** Within single quotes, in a specification of _arguments. */
const text = (words: string): string => words.replaceAll("'", "'\\''").replace(/[[\]:]/g, '\\$&');

function flagSpec({ long, summary, value }: FlagWord): string {
  const shape = `${long}[${text(summary)}]`;
  if (value === undefined) return `'${shape}'`;
  if (value === 'file') return `'${shape}:file:_files'`;
  return value === 'text' ? `'${shape}:value: '` : `'${shape}:value:(${value.join(' ')})'`;
}

function argumentSpec({ args }: CommandWord): string[] {
  if (args === 'nothing') return [];
  return args === 'hosts' ? ["'*:host:_trunkline_hosts'"] : [`'1:value:(${args.join(' ')})'`];
}

const commandCase = (command: CommandWord): string =>
  `    ${command.name}) _arguments ${[...command.flags.map(flagSpec), ...argumentSpec(command)].join(' \\\n      ')} ;;`;

export const zshCompletion = ({ commands }: Words): string => `#compdef trunkline
# zsh completion of trunkline
_trunkline_hosts() {
  local -a hosts
  hosts=(\${(f)"$(trunkline ${HOSTS_COMMAND} 2>/dev/null)"})
  compadd -a hosts
}
_trunkline() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    '${name}:${text(summary)}'`).join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
compdef _trunkline trunkline
`;
