import { existsSync } from 'node:fs';
import { TroupeError } from '../../core/base/errors';
import { isDotprompt, splitHead } from '../../core/prompts/dotprompt/split-head';
import { proposeVersion } from '../../manifests/registry/rules/propose-version';
import type { FoundSet } from '../../providers/compose/evaluation/find-set';
import type { Host } from '../../providers/compose/hosts/host';
import type { ImprovedPrompt, TriedVariant } from '../../providers/compose/prompts/improve-prompt';
import type { Score } from '../../providers/compose/prompts/played-cases';
import { comparisonLines } from '../eval/compare-run';
import { writeRecordings } from '../eval/recordings-file';
import { openHost, whileAllowed } from '../host';
import { countNouns } from '../terminal/format-text';
import { readTextFile } from '../terminal/read-text-file';
import { createFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { type CaseOptions, findCases, recordingsBeside } from './prompt-cases';
import { type NamedPrompt, readPromptFile } from './read-prompt';
import { requireErrorFree } from './test-run';

export interface PromptImproveOptions extends CaseOptions {
	budget: number;
	variants: number;
	/** Writes the variants, `provider:model`. Default: that of --model, else the one that guardrails ask. */
	writer?: string;
	json?: boolean;
}

interface SourcePrompt extends NamedPrompt {
	file: string;
	/** The whole file. */
	source: string;
	output: string;
}

/** Improves a prompt within a budget. Writes a version that is better on held-back cases beside it, unpublished. */
export async function runPromptImprove(
	file: string,
	options: PromptImproveOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const prompt = await readPromptFile(file);
	const source = await readTextFile(file, 1);
	await requireErrorFree(prompt);
	const output = file.replace(/(\.[^./\\]+)?$/, '.improved$1');
	for (const path of [output, recordingsBeside(output)]) if (existsSync(path)) throw exists(path);
	return whileAllowed(await open(terminal), 'prompt improve', terminal, (host, admitted) =>
		improve({ ...prompt, source, output }, options, host, admitted),
	);
}

async function improve(prompt: SourcePrompt, options: PromptImproveOptions, host: Host, terminal: Terminal): Promise<ExitCode> {
	const found = await findCases(prompt, options, host, terminal);
	const { improvePrompt } = await import('../../providers/compose/prompts/improve-prompt');
	const { model, value = {}, concurrency, budget: budgetUsd, variants } = options;
	const run = { ...(model !== undefined && { model }), values: value, concurrency };
	const report = (line: string) => terminal.note(printable(line));
	const openWriter = (limited: Host) => composeWriter(options, limited);
	const improved = await improvePrompt({ prompt, found, run, budgetUsd, variants, openWriter, report }, host, terminal.stop);
	const written = improved.best && (await writeBest(prompt, improved.best));
	if (written !== undefined) keepRecorded(prompt.file, found, improved.recorded);
	if (options.json) terminal.print(JSON.stringify(describe(improved, written), null, '\t'));
	else improvedLines(improved, written, options.budget, terminal).forEach((line) => terminal.print(line));
	return improved.best ? 0 : 1;
}

async function composeWriter({ writer, model }: PromptImproveOptions, host: Host) {
	const named = writer ?? model;
	const { composeRoute } = await import('../../providers/compose/models/named-models');
	if (named !== undefined) return composeRoute([named], host);
	const { composeJudge } = await import('../../providers/compose/models/models');
	const judge = await composeJudge(host);
	if (judge) return judge;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'No model can write variants: no provider is configured.',
		fix: 'Set a key such as OPENAI_API_KEY, and name the model with --writer.',
	});
}

/** Writes the variant with the version that its change asks for, and the recordings of its cases. */
async function writeBest(prompt: SourcePrompt, { content, recordings }: NonNullable<ImprovedPrompt['best']>): Promise<string> {
	const { version, purpose, source, output } = prompt;
	const { version: next } = await proposeVersion({ ...prompt, versions: [version] }, { content, purpose });
	const readBody = (text: string) => (isDotprompt(text) ? splitHead(text).body : text.trim());
	// The head stays as it is written, with values of several lines.
	const head = source.slice(0, source.trimEnd().length - readBody(prompt.content).length);
	const text = `${head.replace(/^(["']?)version\1[ \t]*:[^\r\n]*/m, `version: ${next}`)}${readBody(content)}\n`;
	if (!createFile(output, text, 0o644)) throw exists(output);
	writeRecordings(recordingsBeside(output), recordings);
	return output;
}

/** Keeps the original prompt too, unless recordings exist: the comparison needs both. */
function keepRecorded(file: string, { recordings }: FoundSet, recorded: ImprovedPrompt['recorded']): void {
	const path = recordingsBeside(file);
	if (!existsSync(path) && Object.keys(recordings.cases).length === 0) writeRecordings(path, recorded);
}

function describe({ best, recorded: _, ...improved }: ImprovedPrompt, written: string | undefined) {
	return { ...improved, best: best ? { content: best.content, why: best.why, file: written } : null };
}

const exists = (path: string): TroupeError =>
	new TroupeError({ code: 'INPUT_INVALID', message: `${path} already exists.`, fix: 'Publish it, move it away or remove it first.' });

function improvedLines(improved: ImprovedPrompt, written: string | undefined, budget: number, terminal: Terminal): string[] {
	const { spentUsd, isBudgetUsedUp, isStopped } = improved;
	const end = isStopped ? ' Somebody stopped it.' : isBudgetUsedUp ? ' The budget did not allow to go on.' : '';
	return [
		...shownLines(improved),
		'',
		...heldBackLines(improved, terminal),
		'',
		`Spent $${spentUsd.toFixed(4)} of $${budget}.${end}`,
		written === undefined
			? 'Nothing was written: no variant is known to be better on held-back cases, by an interval without 0.'
			: printable(`Wrote ${written}. Read it before you publish it: troupe prompt diff FILE ${written}`),
	];
}

function shownLines({ parts, before, variants, unusable, fault }: ImprovedPrompt): string[] {
	const show = ({ passed, cases, score }: Score) => `${passed} of ${cases} pass, score ${Number(score.toFixed(3))}`;
	const variantLine = ({ why, shown }: TriedVariant, index: number) => printable(`  variant ${index + 1}: ${show(shown)}. ${why}`);
	const left = Object.entries(unusable);
	const count = left.reduce((sum, [, times]) => sum + times, 0);
	return [
		`On the ${countNouns(parts.shown, 'case')} that the model saw:`,
		`  as it is: ${show(before)}`,
		...variants.map(variantLine),
		...(count > 0
			? [`${countNouns(count, 'answer')} could not be used: ${left.map(([why, times]) => `${why} (${times})`).join('; ')}.`]
			: []),
		...(fault === undefined ? [] : [printable(`No further variant was tried: ${fault}`)]),
	];
}

function heldBackLines({ parts, before, variants, heldBack, unjudged }: ImprovedPrompt, terminal: Terminal): string[] {
	if (heldBack)
		return [
			`On the ${countNouns(parts.heldBack, 'case')} that were held back, the prompt and its best variant:`,
			...comparisonLines(heldBack, terminal),
		];
	// It is paid for, and nothing else has it.
	if (unjudged)
		return ['The best variant did not run on all cases that were held back, so nobody knows if it is better:', unjudged.content];
	return [
		before.score >= 1
			? 'The prompt passes all of these cases, so no variant can be better on them. Add cases that it fails.'
			: `${variants.length === 0 ? 'No variant was tried' : 'No variant was better on these cases'}, so none ran on those that were held back.`,
	];
}
