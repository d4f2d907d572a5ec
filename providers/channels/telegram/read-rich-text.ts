import { fields, isFields } from '../shared/payload';

/** Deeper than Telegram allows. */
const maxDepth = 40;
const maxLength = 40_000;
/** Where blocks and formatted texts have their own texts, in the order in which a person reads them. */
const inner = ['label', 'summary', 'text', 'alternative_text', 'expression', 'blocks', 'items', 'cells', 'caption', 'credit'];

/** Returns the text of a rich message, a line for each block: https://core.telegram.org/bots/api#richmessage. */
export function readRichText(message: unknown): string | undefined {
	const { blocks } = fields(message);
	return Array.isArray(blocks) ? joinLines(blocks, 0).slice(0, maxLength) : undefined;
}

const joinLines = (parts: unknown[], depth: number): string =>
	parts
		.map((part) => (Array.isArray(part) ? part.map((cell) => read(cell, depth)).join(' | ') : read(part, depth)))
		.filter(Boolean)
		.join('\n');

function read(value: unknown, depth: number): string {
	if (typeof value === 'string') return value;
	if (depth > maxDepth) return '';
	if (Array.isArray(value)) return value.map((part) => read(part, depth + 1)).join('');
	if (!isFields(value)) return '';
	return inner
		.map((name) => {
			const part = value[name];
			const areBlocks = Array.isArray(part) && (name === 'blocks' || name === 'items' || name === 'cells');
			return areBlocks ? joinLines(part, depth + 1) : read(part, depth + 1);
		})
		.filter(Boolean)
		.join(' ');
}
