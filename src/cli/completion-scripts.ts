import { type CompletionNode, formatWords } from './completion-words.ts';

/** A script that completes commands and options in one shell. */
export type ScriptMaker = (nodes: readonly CompletionNode[]) => string;

/** The shells that are known, by name. */
export const completionScripts: Readonly<Record<string, ScriptMaker>> = {
  bash: (nodes) => `_scandeck() {
  local word at='' current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${walk(nodes)}
  done
  local candidates=''
  case "$at" in
${nodes.map((node) => `    ${quote(node.path)}) candidates=${quote(words(node))} ;;`).join('\n')}
  esac
  case "$before" in
    -o|--output) candidates=${quote(formatWords)} ;;
  esac
  COMPREPLY=($(compgen -W "$candidates" -- "$current"))
}
complete -o default -F _scandeck scandeck
`,
  zsh: (nodes) => `#compdef scandeck
_scandeck() {
  local word at=''
  for word in \${words[2,CURRENT-1]}; do
${walk(nodes)}
  done
  case "\${words[CURRENT-1]}" in
    -o|--output) compadd -- ${formatWords}; return ;;
  esac
  case "$at" in
${nodes.map((node) => `    ${quote(node.path)}) compadd -- ${words(node)} && return ;;`).join('\n')}
  esac
  _files
}
compdef _scandeck scandeck
`,
  fish: (nodes) => `function __scandeck_at
  set -l at ''
  for word in (commandline -opc)[2..-1]
    switch "$at $word"
      case ${nodes.slice(1).map(step).join(' ')}
        set at (string trim -- "$at $word")
    end
  end
  test "$at" = "$argv[1]"
end
${nodes.flatMap(fishLines).join('\n')}
complete -c scandeck -s o -x -a ${quote(formatWords)}
`,
};

/** The part of a script that finds out which command the words so far name. */
function walk(nodes: readonly CompletionNode[]): string {
  const steps = nodes.slice(1).map(step).join('|');
  return `    case "$at $word" in
      ${steps}) at="\${at:+$at }$word" ;;
    esac`;
}

/** Path so far and next word, as the scripts compare them. */
function step({ path }: CompletionNode): string {
  const cut = path.lastIndexOf(' ');
  return quote(cut < 0 ? ` ${path}` : path);
}

function words({ commands, flags }: CompletionNode): string {
  return [...commands.map(({ word }) => word), ...flags.map(({ name }) => `--${name}`)].join(' ');
}

function fishLines({ path, commands, flags }: CompletionNode): string[] {
  const start = `complete -c scandeck -n ${quote(`__scandeck_at ${JSON.stringify(path)}`)}`;
  return [
    ...commands.map(({ word, summary }) => `${start} -f -a ${word} -d ${quote(summary)}`),
    ...flags.map(({ name, description }) => `${start} -l ${name} -d ${quote(description)}`),
  ];
}

/** In single quotes; an apostrophe, which the shells escape differently, is left out. */
function quote(text: string): string {
  return `'${text.replaceAll("'", '').replaceAll('\\', '')}'`;
}
