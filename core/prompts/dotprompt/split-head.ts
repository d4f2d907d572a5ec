/** Tells a Dotprompt from other texts. Needs no library, so that whoever has no Dotprompt loads none. */

/** Fields that a published version has beside its text, or that are the editor's. */
export const ownFields = ['name', 'version', 'purpose', '$schema'] as const;
export type OwnField = (typeof ownFields)[number];

/** Fields of the specification that our plain format does not have. */
export const headFields = ['variant', 'description', 'model', 'config', 'input', 'output', 'tools', 'toolDefs', 'metadata'] as const;
/** Fields within these of the head. A renderer takes others, too; a file in which nobody reads them has a slip. */
export const partFields = { input: ['schema', 'default'], output: ['schema', 'format'] } as const;
const anyField = new RegExp(String.raw`^["']?(?:${headFields.join('|')}|[A-Za-z][\w-]*(?:\.[\w-]+)+)["']?[ \t]*:`, 'm');

/** Returns whether a text is a Dotprompt: its head has a field of the specification that our plain format does not have. */
export const isDotprompt = (text: string): boolean => anyField.test(splitHead(text).head ?? '');

/** Separates the head from the template, which keeps its line ends. It may follow comments and blank lines. */
export function splitHead(text: string): { head?: string; body: string; firstLine: number; headStart: number } {
	const lines = text.split(/(?<=\r\n|\r(?!\n)|\n)/);
	const open = lines.findIndex((line) => !/^(?:#.*|[ \t]*)\r?\n?$/.test(line));
	const close = open === -1 || !isFence(lines[open]!) ? -1 : lines.findIndex((line, index) => index > open && isFence(line));
	if (close === -1) return { body: text, firstLine: 1, headStart: 0 };
	return {
		head: lines.slice(open + 1, close).join(''),
		body: lines
			.slice(close + 1)
			.join('')
			.trim(),
		firstLine: open + 2,
		headStart: lines.slice(0, open + 1).join('').length,
	};
}

const isFence = (line: string): boolean => /^---[ \t]*(?:\r\n|\r|\n)?$/.test(line);
