import { existsSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import { getErrorMessage, isTroupeError, TroupeError } from '../../core/base/errors';
import { diffLines, selectExpected } from '../../core/base/text/diff-lines';
import type { DiffLine } from '../../core/base/text/diff-lines';
import type { CaseFile } from '../../engine-adapter/cases/parse-process-case';
import type { CaseTrace } from '../../engine-adapter/cases/process-case';
import { admitCommand, openHost } from '../host';
import { printable } from '../terminal/terminal';
import { formatDuration } from '../terminal/format-text';
import { Coverage, formatPercent } from './cases/coverage';
import { readModels } from '../../engine-adapter/instance/read-models';
import { readResources } from './process-files';
import { replaceFile } from '../terminal/replace-file';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { stringifyJson } from '../../core/base/text/json/lossless-json';
import { type JunitCase, writeJunitXml } from '../terminal/junit';

interface CaseResult {
	file: string;
	name: string;
	/** The paths of its models, as in the case. */
	models: string[];
	durationMs: number;
	/** Refusals in the script, if the case does not expect them. */
	refused?: CaseTrace['rejections'];
	/** The fields of the trace that differ from the expectation. */
	wrong: Array<{ field: string; expected: unknown; received: unknown }>;
	/** True if the file has several cases. */
	isOneOfSeveral?: boolean;
	error?: unknown;
}

const isPassed = ({ wrong, error }: CaseResult): boolean => wrong.length === 0 && error === undefined;

/** Describes the results of the cases of a file: the file, the name of each and, for a failure, the expected and received values. */
function fileLines(file: string, results: CaseResult[], terminal: Terminal): string[] {
	const { style } = terminal;
	const label = results.every(isPassed) ? style(['inverse', 'bold', 'green'], ' PASS ') : style(['inverse', 'bold', 'red'], ' FAIL ');
	const path = shownPath(file);
	const name = path.split(/[\\/]/).at(-1)!;
	const place = style('dim', printable(path.slice(0, path.length - name.length))) + style('bold', printable(name));
	return [`${label} ${place}`, ...results.flatMap((result) => caseLines(result, terminal))];
}

function caseLines(result: CaseResult, terminal: Terminal): string[] {
	const { style } = terminal;
	const name = printable(result.name || shownPath(result.file));
	const mark = isPassed(result) ? style('green', '✓') : style('red', '✕');
	const line = `  ${mark} ${style('dim', name)} ${style('dim', `(${formatDuration(result.durationMs)})`)}`;
	return isPassed(result) ? [line] : [line, '', ...failureLines(result, name, terminal), ''];
}

function summaryLines(results: CaseResult[], planned: number, durationMs: number, { style }: Terminal): string[] {
	const failed = results.filter((result) => !isPassed(result));
	const passed = results.length - failed.length;
	const counts = [
		...(failed.length > 0 ? [style(['bold', 'red'], `${failed.length} failed`)] : []),
		...(planned > results.length ? [style('yellow', `${planned - results.length} not run`)] : []),
		...(passed > 0 ? [style(['bold', 'green'], `${passed} passed`)] : []),
		`${planned} total`,
	];
	const again =
		failed.length > 0 && results.length > 10
			? ['', ...failed.map(({ file, name }) => style('red', `● ${printable(shownPath(file))} › ${printable(name)}`))]
			: [];
	return [...again, '', `${style('bold', 'Cases:')} ${counts.join(', ')}`, `${style('bold', 'Time: ')} ${formatDuration(durationMs)}`];
}

function failureLines(
	{ file, models, wrong, refused = [], error, isOneOfSeveral }: CaseResult,
	name: string,
	{ style }: Terminal,
): string[] {
	const lines = [style(['bold', 'red'], `  ● ${name}`)];
	if (error !== undefined) {
		lines.push(
			'',
			...getErrorMessage(error)
				.split('\n')
				.map((line) => `    ${printable(line)}`),
		);
		if (isTroupeError(error) && error.fix) lines.push(style('dim', `    fix: ${printable(error.fix)}`));
		return lines;
	}
	for (const { action, code, reason } of refused) {
		const step = typeof action === 'number' ? `script[${action}]` : action;
		lines.push('', `    ${step} was refused: ${printable([code, reason].filter(Boolean).join(', '))}`);
	}
	lines.push('', `    ${style('green', '- expected')}  ${style('red', '+ received')}`);
	for (const { field, expected, received } of wrong) {
		lines.push('', `    ${style('bold', printable(field))}`);
		const painted = ([sign, text]: DiffLine) => {
			const line = `    ${sign} ${printable(text)}`;
			return sign === ' ' ? style('dim', line) : style(sign === '-' ? 'green' : 'red', line);
		};
		lines.push(...diffLines(expected, selectExpected(expected, received)).map(painted));
	}
	const caseOption = isOneOfSeveral ? ` --case ${JSON.stringify(name)}` : '';
	const paths = models.map((model) => shownPath(resolve(dirname(file), model)));
	return [
		...lines,
		'',
		style('dim', `    to see what happened: troupe process run ${paths.join(' ')} --script ${shownPath(file)}${caseOption}`),
	];
}

function shownPath(path: string): string {
	const short = relative('', path);
	return short === '' || short.startsWith('..') ? path : short;
}

/** An editor writes a file in several steps. */
const quietMs = 100;
/** The times of files are those of the kernel's clock, which ticks. */
const tickMs = 10;
const isWatched = (name: string): boolean => /\.(bpmn|dmn|form|json)$/.test(name) && !/(^|[\\/])node_modules[\\/]/.test(name);

/** Runs `work`, which names the folders that it read, and again after each change of a model or case in them, until the signal. */
async function runOnChange(work: () => Promise<string[]>, signal: AbortSignal): Promise<void> {
	const watchers = new Map<string, FSWatcher>();
	let change = Promise.withResolvers<void>();
	const open = (folder: string): FSWatcher =>
		watch(folder, { recursive: true }, (_event, name) => {
			if (name === null || isWatched(name)) change.resolve();
		}).on('error', (error) => change.reject(error));
	signal.addEventListener('abort', () => change.resolve(), { once: true });
	try {
		while (!signal.aborted) {
			change = Promise.withResolvers<void>();
			const startedAt = Date.now();
			const fresh = (await work()).filter((folder, place, all) => !watchers.has(folder) && all.indexOf(folder) === place);
			for (const folder of fresh) watchers.set(folder, open(folder));
			// Nobody watched them yet while the work read them.
			const isChanged = await hasChanged(fresh, startedAt - tickMs);
			if (!signal.aborted && !isChanged) await change.promise;
			await delay(quietMs);
		}
	} finally {
		for (const watcher of watchers.values()) watcher.close();
	}
}

async function hasChanged(folders: string[], since: number): Promise<boolean> {
	for (const folder of folders) {
		const names = (await readdir(folder, { recursive: true })).filter(isWatched);
		const times = await Promise.all(names.map(async (name) => (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0));
		if (times.some((time) => time >= since)) return true;
	}
	return false;
}

/** The results as JUnit XML: a suite for each file, a test case for each case. */
const writeJunit = (results: CaseResult[]): string => writeJunitXml('troupe process test', results.map(toJunitCase));

const suffix = '.case.json';
const maxCases = 10_000;

export interface ProcessTestOptions {
	/** The Zeebe version of the engine in every case. Default: the case's `engine`, otherwise 8.6. */
	target?: ZeebeVersion;
	coverage?: boolean;
	/** Fails below this percentage of elements and flows. */
	minCoverage?: number;
	junit?: string;
	/** True runs again after each change, until the command is stopped. */
	watch?: boolean;
}

export async function runProcessTests(
	paths: string[],
	options: ProcessTestOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	await admitCommand(await open(terminal), 'process test', terminal);
	let code: ExitCode = 0;
	const runOnce = async (): Promise<string[]> => {
		const results = await runAll(paths, options, terminal);
		code = results.code;
		return results.folders;
	};
	if (!options.watch) await runOnce();
	else
		await runOnChange(async () => {
			const folders = await runOnce();
			terminal.note('Waiting for changes. Press Ctrl+C to stop.');
			return folders;
		}, terminal.stop);
	return code;
}

async function runAll(paths: string[], options: ProcessTestOptions, terminal: Terminal): Promise<{ code: ExitCode; folders: string[] }> {
	const startedAt = performance.now();
	const files = (await Promise.all(paths.map(findCases))).flat();
	if (files.length === 0) throw casesMissing(paths);
	const coverage = new Coverage();
	const results: CaseResult[] = [];
	let skipped = 0;
	for (const file of files) {
		if (terminal.stop.aborted) skipped++;
		else results.push(...(await runCaseFile(file, options.target, coverage, terminal)));
	}
	for (const line of summaryLines(results, results.length + skipped, performance.now() - startedAt, terminal)) terminal.print(line);
	if (options.coverage || options.minCoverage !== undefined) for (const line of coverage.lines(terminal)) terminal.print(line);
	if (options.junit !== undefined) replaceFile(options.junit, writeJunit(results));
	const isCovered = coverage.percent >= (options.minCoverage ?? 0);
	if (!isCovered)
		terminal.note(`The coverage of ${formatPercent(coverage.percent)} is below ${options.minCoverage} %. Add cases that reach the rest.`);
	const models = results.flatMap((result) => result.models.map((path) => dirname(resolve(dirname(result.file), path))));
	return {
		code: results.every(isPassed) && skipped === 0 && isCovered ? 0 : 1,
		folders: [...files.map((file) => dirname(file)), ...models.filter((folder) => existsSync(folder))],
	};
}

async function findCases(path: string): Promise<string[]> {
	const entry = await stat(path).catch(() => undefined);
	if (entry === undefined) throw casesMissing([path]);
	if (entry.isFile()) return [path];
	const names = await readdir(path, { recursive: true });
	const cases = names.filter((name) => name.endsWith(suffix) && !name.split(/[\\/]/).includes('node_modules'));
	return cases
		.sort()
		.slice(0, maxCases)
		.map((name) => join(path, name));
}

/** Plays the cases of a file, and prints how they went. One that cannot be read is one result. */
async function runCaseFile(file: string, target: ZeebeVersion | undefined, coverage: Coverage, terminal: Terminal): Promise<CaseResult[]> {
	const results: CaseResult[] = [];
	try {
		const { parseCaseFile } = await import('../../engine-adapter/cases/parse-process-case');
		const cases = await parseCaseFile(await readTextFile(file), file);
		for (const one of cases) results.push(await runCase({ file, isOneOfSeveral: cases.length > 1 }, one, target, coverage));
	} catch (error) {
		results.push({ file, name: '', models: [], durationMs: 0, wrong: [], error });
	}
	for (const line of fileLines(file, results, terminal)) terminal.print(line);
	return results;
}

async function runCase(
	place: Pick<CaseResult, 'file' | 'isOneOfSeveral'>,
	{ name = '', files, processCase, expect }: CaseFile,
	target: ZeebeVersion | undefined,
	coverage: Coverage,
): Promise<CaseResult> {
	const result: CaseResult = { ...place, name, models: files, durationMs: 0, wrong: [] };
	const startedAt = performance.now();
	try {
		const [{ playCase }, { listDifferences }] = await Promise.all([
			import('../../engine-adapter/cases/play-case'),
			import('../../engine-adapter/cases/match-trace'),
		]);
		const paths = files.map((path) => resolve(dirname(place.file), path));
		const resources = await readResources(paths);
		const played = await playCase(resources, { ...processCase, zeebeVersion: target ?? processCase.zeebeVersion });
		const trace: Record<string, unknown> = { ...played.trace };
		if ('outcome' in played.trace) coverage.add(paths.map(shownPath), await readModels(resources), played.events);
		if ('rejections' in played.trace && !('rejections' in expect)) result.refused = played.trace.rejections;
		const fields = new Set(listDifferences(expect, trace).map(({ path }) => path.split(/[.[]/)[0]!));
		result.wrong = [...fields].map((field) => ({ field, expected: (expect as Record<string, unknown>)[field], received: trace[field] }));
	} catch (error) {
		result.error = error;
	}
	result.durationMs = performance.now() - startedAt;
	return result;
}

function casesMissing(paths: string[]): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `No case found in ${paths.join(', ')}.`,
		fix: `Pass a folder with files that end in ${suffix}, or such a file.`,
	});
}

function toJunitCase(result: CaseResult): JunitCase {
	const { name, file, durationMs } = result;
	return { name: name || file, classname: file, durationMs, ...(!isPassed(result) && { problem: describeProblem(result) }) };
}

function describeProblem({ wrong, error }: CaseResult): JunitCase['problem'] {
	if (error !== undefined) return { kind: 'error', message: getErrorMessage(error), text: getErrorMessage(error) };
	const texts = wrong.map(
		({ field, expected, received }) => `${field}\nexpected: ${stringifyJson(expected)}\nreceived: ${stringifyJson(received ?? null)}`,
	);
	return { kind: 'failure', message: `not as expected: ${wrong.map(({ field }) => field).join(', ')}`, text: texts.join('\n\n') };
}
