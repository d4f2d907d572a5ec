import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { messageOf, TroupeError } from '../core/errors';
import type { Difference } from '../engine-adapter/cases/match-trace';
import { admitCommand, openHost } from './host';
import { readResources, readTextFile } from './process-files';
import type { ExitCode } from './report-error';
import { plain, type Terminal } from './terminal';

const suffix = '.case.json';
const mostCases = 10_000;
const longestValue = 300;

/** How one case went; `error` when it could not be played at all. */
interface Result {
	file: string;
	name: string;
	durationMs: number;
	differences: Difference[];
	error?: unknown;
}

/** Plays every case of the folders and files, compares what happened with what each expects, and reports. */
export async function runProcessTests(paths: string[], terminal: Terminal, open = openHost): Promise<ExitCode> {
	await admitCommand(await open(terminal), 'process test', terminal);
	const startedAt = performance.now();
	const files = (await Promise.all(paths.map(findCases))).flat();
	if (files.length === 0) throw noCases(paths);
	const results: Result[] = [];
	for (const file of files) {
		const result = await runCaseFile(file);
		for (const line of resultLines(result, terminal)) terminal.print(line);
		results.push(result);
		if (terminal.stop.aborted) break;
	}
	for (const line of summaryLines(results, performance.now() - startedAt, terminal)) terminal.print(line);
	return results.every(isPassed) && results.length === files.length ? 0 : 1;
}

async function findCases(path: string): Promise<string[]> {
	const found = await stat(path).catch(() => undefined);
	if (found === undefined) throw noCases([path]);
	if (found.isFile()) return [path];
	const names = await readdir(path, { recursive: true });
	const cases = names.filter((name) => name.endsWith(suffix) && !name.split(/[\\/]/).includes('node_modules'));
	return cases
		.sort()
		.slice(0, mostCases)
		.map((name) => join(path, name));
}

async function runCaseFile(file: string): Promise<Result> {
	const result: Result = { file, name: '', durationMs: 0, differences: [] };
	const startedAt = performance.now();
	try {
		const [{ parseCaseFile }, { playCase }, { differencesOf }] = await Promise.all([
			import('../engine-adapter/cases/parse-process-case'),
			import('../engine-adapter/cases/play-case'),
			import('../engine-adapter/cases/match-trace'),
		]);
		const { name = '', files, processCase, expect } = await parseCaseFile(await readTextFile(file), file);
		result.name = name;
		const resources = await readResources(files.map((path) => resolve(dirname(file), path)));
		result.differences = differencesOf(expect, (await playCase(resources, processCase)).trace);
	} catch (error) {
		result.error = error;
	}
	result.durationMs = performance.now() - startedAt;
	return result;
}

const isPassed = ({ differences, error }: Result): boolean => differences.length === 0 && error === undefined;

function resultLines(result: Result, terminal: Terminal): string[] {
	const passed = isPassed(result);
	const label = passed ? terminal.style(['inverse', 'green'], ' PASS ') : terminal.style(['inverse', 'red'], ' FAIL ');
	const title = [relative('', result.file) || result.file, result.name].filter((text) => text !== '').join('  ');
	const lines = [`${label} ${plain(title)} ${terminal.style('dim', `(${Math.round(result.durationMs)} ms)`)}`];
	if (result.error !== undefined) lines.push(terminal.style('red', `  ● ${plain(messageOf(result.error))}`));
	for (const { path, expected, actual } of result.differences) {
		lines.push(`  ● ${plain(path)}`);
		lines.push(terminal.style('green', `      expected  ${shown(expected)}`), terminal.style('red', `      received  ${shown(actual)}`));
	}
	return lines;
}

function summaryLines(results: Result[], durationMs: number, terminal: Terminal): string[] {
	const passed = results.filter(isPassed).length;
	const failed = results.length - passed;
	const counts = [
		...(failed > 0 ? [terminal.style('red', `${failed} failed`)] : []),
		...(passed > 0 ? [terminal.style('green', `${passed} passed`)] : []),
		`${results.length} total`,
	];
	return ['', `Cases: ${counts.join(', ')}`, `Time:  ${(durationMs / 1000).toFixed(2)} s`];
}

function shown(value: unknown): string {
	const text = plain(JSON.stringify(value) ?? 'nothing');
	return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}

function noCases(paths: string[]): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `There is no case in ${paths.join(', ')}.`,
		fix: `Name a folder with files that end in ${suffix}, or one such file.`,
	});
}
