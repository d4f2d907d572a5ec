import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import { TroupeError, getErrorMessage } from '../../core/base/errors';
import type { CaseFile } from '../../engine-adapter/cases/parse-process-case';
import { fileLines, isPassed, shownPath, summaryLines, type CaseResult } from './case-report';
import { admitCommand, openHost } from '../host';
import { Coverage, formatPercent } from './cases/coverage';
import { runOnChange } from './cases/watch-files';
import { readModels } from '../../engine-adapter/instance/read-models';
import { readResources } from './process-files';
import { replaceFile } from '../terminal/replace-file';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { stringifyJson } from '../../core/base/text/json/lossless-json';
import { type JunitCase, writeJunitXml } from '../terminal/junit';

/** The results as JUnit XML: a suite for each file, a test case for each case. */
const writeJunit = (results: CaseResult[]): string => writeJunitXml('troupe process test', results.map(toJunitCase));

const suffix = '.case.json';
const maxCases = 10_000;

export interface ProcessTestOptions {
	/** The Zeebe version of the engine in every case. Default: the case's `engine`, otherwise 8.6. */
	target?: ZeebeVersion;
	/** True reports what the cases reached of their models. */
	coverage?: boolean;
	/** Fails below this percentage of elements and flows. */
	minCoverage?: number;
	/** Path of a JUnit report. */
	junit?: string;
	/** True runs again after each change, until the command is stopped. */
	watch?: boolean;
}

/** Plays every case of the folders and files, compares each trace with its expectation, and reports. */
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
