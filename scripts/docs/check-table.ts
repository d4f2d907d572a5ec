import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../core/base/text/languages';
import { kinds } from '../../core/guardrails/checks/check-kinds';
import type { CheckKind, Serving } from '../../core/guardrails/policy/check-kind';

const heads: Record<Language, string> = {
	en: '| check | what it does | violation | arguments | system messages |',
	pt: '| verificação | o que faz | violação | argumentos | mensagens de sistema |',
};
const servings: Record<Language, Record<Serving | 'never', string>> = {
	en: { follows: 'yes', named: 'if named', never: 'no' },
	pt: { follows: 'sim', named: 'se indicada', never: 'não' },
};
const table = /^\| (?:check|verificação) \|.*\n(?:\|.*\n)+/m;

/** Writes the table of all checks in docs/guardrails/index.md, or index.pt.md, from their kinds and the first sentences of their pages. */
export function writeCheckTable(index: string, folder: string, language: Language): string {
	const rows = kinds.map((kind) => writeRow(kind, folder, language));
	return index.replace(table, () => `${[heads[language], '|---|---|---|---|---|', ...rows].join('\n')}\n`);
}

function writeRow(kind: CheckKind, folder: string, language: Language): string {
	const file = language === 'pt' ? `${kind.id}.pt.md` : `${kind.id}.md`;
	const page = existsSync(join(folder, file)) ? file : `checks/${file}`;
	const byDefault = kind.stages.includes('tool-arguments') ? 'follows' : undefined;
	const [ofArguments, ofSystem] = [byDefault ?? kind.arguments, kind.system].map((serving) => servings[language][serving ?? 'never']);
	return `| [${kind.id}](${page}) | ${readSentence(join(folder, page))} | \`${kind.code}\` | ${ofArguments} | ${ofSystem} |`;
}

/** Returns the first sentence below the title, up to a colon, without its links. */
function readSentence(path: string): string {
	const paragraph = readFileSync(path, 'utf8')
		.split('\n')
		.find((line) => /^[A-Z]/.test(line))!;
	return /^[^.:]+/.exec(paragraph.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1'))![0];
}
