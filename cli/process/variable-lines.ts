import type { Variables } from '../../engine-adapter/engine/variables';
import { shortenLine } from '../terminal/format-text';
import { printable, type Terminal } from '../terminal/terminal';
import { stringifyJson } from '../../core/base/text/json/lossless-json';

const maxValue = 160;

export function variableLines(variables: Variables, terminal: Pick<Terminal, 'style'>): string[] {
	const { reply, citations, ...others } = variables;
	const lines = [
		...replyLines(reply, citations, terminal),
		...Object.entries(others).map(([name, value]) =>
			terminal.style('dim', `${printable(name)} = ${shortenLine(stringifyJson(value), maxValue)}`),
		),
	];
	return lines.length === 0 ? [] : ['', ...lines];
}

function replyLines(reply: unknown, citations: unknown, terminal: Pick<Terminal, 'style'>): string[] {
	if (typeof reply !== 'string') return [];
	const cited = Array.isArray(citations) ? (citations as { number?: number; title?: string; documentId?: string; page?: number }[]) : [];
	return [
		printable(reply),
		...cited.map(({ number, title, documentId, page }) =>
			terminal.style('dim', `  [${number}] ${printable(`${title}${page === undefined ? '' : `, page ${page}`} (${documentId})`)}`),
		),
		'',
	];
}
