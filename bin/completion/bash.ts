import { type CommandWord, HOSTS_COMMAND, type Words } from './words';

function valueCases({ flags }: CommandWord): string {
  return flags
    .filter(({ value }) => value !== undefined)
    .map(({ long, value }) => {
      if (value === 'file') return `        ${long}) COMPREPLY=($(compgen -f -- "$word")); return ;;`;
      const words = value === 'text' ? '' : (value as readonly string[]).join(' ');
      return `        ${long}) COMPREPLY=($(compgen -W '${words}' -- "$word")); return ;;`;
    })
    .join('\n');
}

function argumentLine({ args }: CommandWord): string {
  if (args === 'nothing') return ':';
  const words = args === 'hosts' ? `$(trunkline ${HOSTS_COMMAND} 2>/dev/null)` : args.join(' ');
  return `COMPREPLY=($(compgen -W "${words}" -- "$word"))`;
}

const commandCase = (command: CommandWord): string => `    ${command.name})
      case $before in
${valueCases(command)}
      esac
      case $word in
        -*) COMPREPLY=($(compgen -W '${command.flags.map(({ long }) => long).join(' ')}' -- "$word")) ;;
        *) ${argumentLine(command)} ;;
      esac ;;`;

export const bashCompletion = ({ commands }: Words): string => `# bash completion of trunkline
_trunkline() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command= at
  COMPREPLY=()
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at]} in
      ${commands.map(({ name }) => name).join(' | ')}) command=\${COMP_WORDS[at]}; break ;;
    esac
  done
  case $command in
${commands.map(commandCase).join('\n')}
    *) COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')} --help --version' -- "$word")) ;;
  esac
}
complete -F _trunkline trunkline
`;
