import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { countNouns } from '../terminal/format-text';
import type { Language } from '../../core/base/text/language';
import { listVariables } from '../../core/prompts/prompt-template';
import { patternNames, type PatternName, patterns } from '../../providers/compose/prompts/pattern-names';
import { type Pattern, readPattern } from '../../providers/compose/prompts/patterns';
import { createFile, makeFolder } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';

export interface PromptNewOptions {
	pattern: PatternName;
	language?: Language;
	into: string;
	list?: boolean;
	json?: boolean;
}

/** Writes a prompt of a pattern, with its cases and their recordings, or lists the patterns. */
export async function runPromptNew(name: string | undefined, options: PromptNewOptions, terminal: Terminal): Promise<ExitCode> {
	if (options.list) return listPatterns(options, terminal);
	requireName(name);
	const pattern = await readPattern(options.pattern, options.language ?? patterns[options.pattern][0]);
	const folder = resolve(options.into);
	const files = Object.entries(fillPattern(pattern, name)).map(([file, content]) => ({ path: join(folder, file), content }));
	const existing = files.find(({ path }) => existsSync(path));
	if (existing) throw exists(existing.path);
	makeFolder(folder);
	for (const { path, content } of files) if (!createFile(path, content, 0o644)) throw exists(path);
	if (options.json) terminal.print(JSON.stringify({ pattern: options.pattern, files: files.map(({ path }) => path) }));
	else for (const { path } of files) terminal.print(printable(path));
	const inputs = listVariables(pattern.prompt.content).join(', ');
	terminal.note(`Its inputs are ${inputs}. Run its cases with \`troupe prompt test ${name}.md\`; your changes are recorded with --record.`);
	return 0;
}

function fillPattern({ texts }: Pattern, name: string): Record<string, string> {
	return {
		[`${name}.md`]: texts.prompt.replace(/^name: .*$/m, `name: ${name}`),
		[`${name}.eval.yaml`]: texts.cases
			.replace(/^name: .*$/m, `name: ${name}`)
			.replace(/^(agent:\n +id: ).*$/m, (_, before: string) => `${before}${toAgentId(name)}`)
			.replace(/^( +promptReference:\n +name: ).*$/m, (_, before: string) => `${before}${name}`),
		[`${name}.recordings.json`]: texts.recordings,
	};
}

/** An agent's id has no dots and no underscores. */
const toAgentId = (name: string): string =>
	name
		.replaceAll(/[^a-z0-9]+/g, '-')
		.slice(0, 60)
		.replace(/-$/, '');

async function listPatterns({ json }: PromptNewOptions, terminal: Terminal): Promise<ExitCode> {
	const rows = await Promise.all(
		patternNames.map(async (pattern) => {
			const languages = [...patterns[pattern]];
			const { prompt } = await readPattern(pattern, languages[0]!);
			return { pattern, languages, purpose: prompt.purpose, inputs: listVariables(prompt.content) };
		}),
	);
	if (json) terminal.print(JSON.stringify(rows));
	else
		tableLines<(typeof rows)[number]>(
			[
				{ name: 'pattern', title: 'pattern', value: ({ pattern }) => pattern },
				{ name: 'languages', title: 'languages', value: ({ languages }) => languages.join(', ') },
				{ name: 'purpose', title: 'purpose', value: ({ purpose }) => purpose },
				{ name: 'inputs', title: 'inputs', value: ({ inputs }) => inputs.join(', ') },
			],
			rows,
			terminal,
		).forEach(terminal.print);
	terminal.note(countNouns(rows.length, 'pattern'));
	return 0;
}

function requireName(name: string | undefined): asserts name is string {
	if (name !== undefined && /^[a-z0-9][a-z0-9._-]{0,199}$/.test(name)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: name === undefined ? 'No name of a prompt was given.' : `${JSON.stringify(name.slice(0, 60))} is not a name of a prompt.`,
		fix: 'Write lower-case letters, digits, hyphens, dots and underscores, such as support-tone.',
	});
}

const exists = (path: string): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${path} already exists.`,
		fix: 'Choose another name, or another folder with --into.',
	});
