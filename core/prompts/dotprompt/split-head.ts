export const ownFields = ['name', 'version', 'purpose', '$schema'] as const;
export type OwnField = (typeof ownFields)[number];

/** Fields of the specification that our plain format does not have. */
export const headFields = ['variant', 'description', 'model', 'config', 'input', 'output', 'tools', 'toolDefs', 'metadata'] as const;
/** Renderers accept other fields, too; in a file, an unread field is a slip. */
export const partFields = { input: ['schema', 'default'], output: ['schema', 'format'] } as const;
const anyField = new RegExp(String.raw`^["']?(?:${headFields.join('|')}|[A-Za-z][\w-]*(?:\.[\w-]+)+)["']?[ \t]*:`, 'm');

/** A Dotprompt's head has a field of the specification that our plain format does not have. */
export const isDotprompt = (text: string): boolean => anyField.test(splitHead(text).head ?? '');

/** The template keeps its line ends. Comments and blank lines can come before the head. */
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
