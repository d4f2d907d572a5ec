import { TroupeError } from '../base/errors';

/** The file of a prompt: its head names it, its body is the text. */
export interface PromptFile {
	name: string;
	version: string;
	purpose: string;
	content: string;
	/** The characters and lines before the text. */
	before: { characters: number; lines: number };
}

/**
 * Parses the file of a prompt.
 * @param path for errors
 * @throws TroupeError INPUT_INVALID
 */
export function parsePromptFile(text: string, path: string): PromptFile {
	const [, head, body] = /^---\r?\n(.*?)\r?\n---\r?\n(.*)$/s.exec(text) ?? [];
	if (head === undefined || body === undefined) throw noPrompt(path, 'it has no head between two lines of ---');
	const fields = Object.fromEntries(head.split(/\r?\n/).map((line) => nameField(line, path)));
	const { name, version, purpose, ...others } = fields;
	const [unknown] = Object.keys(others);
	if (unknown !== undefined) throw noPrompt(path, `its head has the field ${unknown}`);
	if (!name || !version || !purpose) throw noPrompt(path, 'its head lacks name, version or purpose');
	const before = text.slice(0, text.length - body.trimStart().length);
	return {
		...{ name, version, purpose, content: body.trim() },
		before: { characters: before.length, lines: before.split('\n').length - 1 },
	};
}

function nameField(line: string, path: string): [string, string] {
	const [, name, value] = /^([a-z]+):\s*(.*?)\s*$/.exec(line) ?? [];
	if (name !== undefined && value !== undefined) return [name, value];
	throw noPrompt(path, `a line of its head is not NAME: VALUE: ${JSON.stringify(line.slice(0, 60))}`);
}

const noPrompt = (path: string, problem: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${path} is not a prompt: ${problem}`,
		fix: 'Begin it with ---, name: support-tone, version: 1.0.0, purpose: …, ---, each on a line; then the text. An agent is a .json file.',
	});
