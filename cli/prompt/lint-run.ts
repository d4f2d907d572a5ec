import { lintPrompt } from '../../core/agents/prompts/lint-prompt';
import type { PromptFinding } from '../../core/agents/prompts/prompt-finding';
import { parsePromptFile } from '../../core/prompts/prompt-file';
import { countNouns } from '../terminal/format-text';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

export interface LintOptions {
	inputs?: string[];
	untrusted?: string[];
	json?: boolean;
}

type FindingOfFile = PromptFinding & { file: string };

export async function runPromptLint(files: readonly string[], options: LintOptions, terminal: Terminal): Promise<ExitCode> {
	const findings: FindingOfFile[] = [];
	for (const file of files) findings.push(...(await lintFile(file, options)));
	if (options.json) terminal.print(JSON.stringify(findings));
	else for (const finding of findings) printFinding(finding, terminal);
	const errors = findings.filter(({ level }) => level === 'error').length;
	terminal.note(
		`${countNouns(files.length, 'prompt')}: ${countNouns(errors, 'error')}, ${countNouns(findings.length - errors, 'warning')}`,
	);
	return errors > 0 ? 1 : 0;
}

async function lintFile(file: string, { inputs, untrusted = [] }: LintOptions): Promise<FindingOfFile[]> {
	const { shown: content, before } = parsePromptFile(await readTextFile(file, 1), file);
	const named = [...new Set([...(inputs ?? []), ...untrusted])].map((name) => ({ name, isUntrusted: untrusted.includes(name) }));
	// Without a list of inputs, those of others are only marked.
	const found = await lintPrompt({ content, inputs: inputs ? named : undefined });
	const unmarked = inputs ? [] : (await lintPrompt({ content, inputs: named })).filter(({ rule }) => rule === 'untrusted-outside-marks');
	return [...found, ...unmarked]
		.toSorted((one, other) => one.start - other.start)
		.map((finding) => ({
			file,
			...finding,
			line: finding.line + before.lines,
			start: finding.start + before.characters,
			end: finding.end + before.characters,
		}));
}

function printFinding({ file, line, column, level, rule, message, fix }: FindingOfFile, terminal: Terminal): void {
	terminal.print(printable(`${file}:${line}:${column} ${level} ${message} (${rule})`));
	terminal.print(printable(`  ${fix}`));
}
