import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import { TroupeError } from '../../core/base/errors';
import { caseLines, isPassed, summaryLines, type CaseResult } from './case-report';
import { admitCommand, openHost } from '../host';
import { readResources } from './process-files';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

const suffix = '.case.json';
const maxCases = 10_000;

export interface ProcessTestOptions {
	/** The Zeebe version of the engine in every case. Default: the case's `engine`, otherwise 8.6. */
	target?: ZeebeVersion;
}

/** Plays every case of the folders and files, compares each trace with its expectation, and reports. */
export async function runProcessTests(
	paths: string[],
	{ target }: ProcessTestOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	await admitCommand(await open(terminal), 'process test', terminal);
	const startedAt = performance.now();
	const files = (await Promise.all(paths.map(findCases))).flat();
	if (files.length === 0) throw casesMissing(paths);
	const results: CaseResult[] = [];
	for (const file of files) {
		const result = await runCaseFile(file, target);
		for (const line of caseLines(result, terminal)) terminal.print(line);
		results.push(result);
		if (terminal.stop.aborted) break;
	}
	for (const line of summaryLines(results, files.length, performance.now() - startedAt, terminal)) terminal.print(line);
	return results.every(isPassed) && results.length === files.length ? 0 : 1;
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

async function runCaseFile(file: string, target?: ZeebeVersion): Promise<CaseResult> {
	const result: CaseResult = { file, name: '', models: [], durationMs: 0, wrong: [] };
	const startedAt = performance.now();
	try {
		const [{ parseCaseFile }, { playCase }, { listDifferences: differencesOf }] = await Promise.all([
			import('../../engine-adapter/cases/parse-process-case'),
			import('../../engine-adapter/cases/play-case'),
			import('../../engine-adapter/cases/match-trace'),
		]);
		const { name = '', files, processCase, expect } = await parseCaseFile(await readTextFile(file), file);
		Object.assign(result, { name, models: files });
		const resources = await readResources(files.map((path) => resolve(dirname(file), path)));
		const trace: Record<string, unknown> = {
			...(await playCase(resources, { ...processCase, zeebeVersion: target ?? processCase.zeebeVersion })).trace,
		};
		const fields = new Set(differencesOf(expect, trace).map(({ path }) => path.split(/[.[]/)[0]!));
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
