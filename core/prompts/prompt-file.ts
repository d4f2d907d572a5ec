import { TroupeError } from '../base/errors';
import type { PromptFormat } from './describe-prompt';
import { readPromptHead, takeOwnFields } from './dotprompt/prompt-head';
import { isDotprompt } from './dotprompt/split-head';

/** Its head names the prompt, its body is the text. Fields of the specification in the head make it a Dotprompt. */
export interface PromptFile {
	name: string;
	version: string;
	purpose: string;
	/** Published text. Of a Dotprompt: the whole file, without name, version and purpose. */
	content: string;
	format?: PromptFormat;
	shown: string;
	before: { characters: number; lines: number };
}

/** @param path for errors @throws TroupeError INPUT_INVALID */
export function parsePromptFile(text: string, path: string): PromptFile {
	return isDotprompt(text) ? parseDotpromptFile(text, path) : parsePlainFile(text, path);
}

function parseDotpromptFile(text: string, path: string): PromptFile {
	readPromptHead(text, path);
	const { own, content } = takeOwnFields(text);
	const { name, version, purpose } = own;
	if (!name || !version || !purpose) throw noPrompt(path, 'its head lacks name, version or purpose');
	return { name, version, purpose, content, shown: text, format: 'dotprompt', before: { characters: 0, lines: 0 } };
}

function parsePlainFile(text: string, path: string): PromptFile {
	const [, head, body] = /^---\r?\n(.*?)\r?\n---\r?\n(.*)$/s.exec(text) ?? [];
	if (head === undefined || body === undefined) throw noPrompt(path, 'it has no head between two lines of ---');
	const fields = Object.fromEntries(head.split(/\r?\n/).map((line) => nameField(line, path)));
	const { name, version, purpose, $schema: _, ...others } = fields;
	const [unknown] = Object.keys(others);
	if (unknown !== undefined) throw noPrompt(path, `its head has the field ${unknown}, which prompts do not have`);
	if (!name || !version || !purpose) throw noPrompt(path, 'its head lacks name, version or purpose');
	const before = text.slice(0, text.length - body.trimStart().length);
	const content = body.trim();
	return {
		name,
		version,
		purpose,
		content,
		shown: content,
		...(isDotprompt(content) && { format: 'dotprompt' }),
		before: { characters: before.length, lines: before.split('\n').length - 1 },
	};
}

function nameField(line: string, path: string): [string, string] {
	const [, name, value] = /^(\$?[a-z]+):\s*(.*?)\s*$/.exec(line) ?? [];
	if (name !== undefined && value !== undefined) return [name, value];
	throw noPrompt(path, `a line of its head is not NAME: VALUE: ${JSON.stringify(line.slice(0, 60))}`);
}

const noPrompt = (path: string, problem: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${path} is not a prompt: ${problem}`,
		fix: 'Begin it with ---, name: support-tone, version: 1.0.0, purpose: …, ---, each on a line; then the text. An agent is a .json file.',
	});
