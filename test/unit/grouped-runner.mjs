/**
 * Runs the quick tests in groups of neighbouring files, each group in one context with one registry of modules: loading the same modules
 * anew for each of hundreds of files took a quarter of the whole time (docs/decisions/foundation/0075). `npm test` runs every file by itself, as jest
 * does. What is told stays by file: its result, its failures with their places, its skipped tests.
 */
import { mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { formatExecError, formatResultsErrors } from 'jest-message-util';
import TestRunner from 'jest-runner';

/** Of test files in a group: more load their modules less often, and leave the last worker to run alone for longer. */
const bytesOfGroup = 80_000;

/** Where Linux keeps files in memory: there no test waits for a disk to have what a database writes. */
const memory = '/dev/shm';
/** Many times what the tests hold at once. */
const bytesOfTests = 250_000_000;
const place = isRoomy(memory) ? memory : tmpdir();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** It silences all that is loaded with it. */
const focused = /\b(?:it|test|describe)\.(?:concurrent\.)?only\b|\b(?:fit|fdescribe)\(/;

export default class GroupedRunner extends TestRunner {
	/** The tests of each group, by its file. */
	#groups = new Map();
	/** A file that cannot be loaded takes its group along: these run by themselves, which names it. */
	#alone = [];

	async runTests(tests, watcher, options) {
		const folder = mkdtempSync(join(place, 'troupe-unit-tests-'));
		const remove = () => rmSync(folder, { recursive: true, force: true });
		const interrupted = (signal) => process.exit(128 + constants.signals[signal]);
		for (const signal of signals) process.once(signal, interrupted);
		// Also where jest itself ends the process, as with `--bail`.
		process.once('exit', remove);
		// The workers' tests make their files in it, too.
		process.env.TMPDIR = folder;
		try {
			const groups = this.#group(tests).map((group, index) => this.#write(group, join(folder, `group-${index}.test.js`)));
			await super.runTests(groups, watcher, options);
			if (this.#alone.length > 0) await super.runTests(this.#alone, watcher, options);
		} finally {
			for (const signal of signals) process.removeListener(signal, interrupted);
			process.removeListener('exit', remove);
			remove();
		}
	}

	on(event, listener) {
		return super.on(event, async (told) => {
			const [test, outcome] = told;
			const group = this.#groups.get(typeof test === 'string' ? test : test.path);
			if (!group) return listener(told);
			if (event === 'test-file-start') for (const each of group) await listener([each]);
			else if (event === 'test-file-failure') this.#alone.push(...group);
			else if (event === 'test-file-success') for (const each of group) await listener([each, this.#resultOf(each, group, outcome)]);
		});
	}

	/** Neighbours share most modules, so groups are stretches of the tests by their paths; those that took long last time begin first. */
	#group(tests) {
		// A pattern of names (`-t`) is held against the whole name of a test, which in a group begins with its file.
		if (this._globalConfig.testNamePattern) return tests.map((test) => [test]);
		const groups = [];
		const sized = [];
		for (const test of tests) {
			const text = readFileSync(test.path, 'utf8');
			if (focused.test(text)) groups.push([test]);
			else sized.push({ test, bytes: text.length });
		}
		const total = sized.reduce((sum, { bytes }) => sum + bytes, 0);
		const limit = Math.min(bytesOfGroup, total / this._globalConfig.maxWorkers);
		let room = 0;
		for (const { test, bytes } of sized.sort((a, b) => (a.test.path < b.test.path ? -1 : 1))) {
			if (room <= 0) {
				groups.push([]);
				room = limit;
			}
			groups.at(-1).push(test);
			room -= bytes;
		}
		const durationOf = (group) => group.reduce((sum, { duration = 0 }) => sum + duration, 0);
		return groups.sort((a, b) => durationOf(b) - durationOf(a));
	}

	#write(group, path) {
		if (group.length === 1) return group[0];
		const lines = group.map(
			(test) => `describe(${JSON.stringify(this.#nameOf(test))}, () => void require(${JSON.stringify(test.path)}));\n`,
		);
		writeFileSync(path, lines.join(''));
		this.#groups.set(path, group);
		return { path, context: group[0].context };
	}

	#nameOf = (test) => relative(test.context.config.rootDir, test.path);

	#resultOf(test, group, whole) {
		const { config } = test.context;
		const name = this.#nameOf(test);
		const results = whole.testResults
			.filter(({ ancestorTitles }) => ancestorTitles[0] === name)
			.map((result) => ({ ...result, ancestorTitles: result.ancestorTitles.slice(1), fullName: result.fullName.slice(name.length + 1) }));
		const count = (...states) => results.filter(({ status }) => states.includes(status)).length;
		const runtime = results.reduce((sum, { duration }) => sum + (duration ?? 0), 0);
		const outside = this.#blamed(group, whole.testExecError) === test ? whole.testExecError : undefined;
		const failures = [
			formatResultsErrors(results, config, this._globalConfig, test.path),
			outside && formatExecError(outside, config, this._globalConfig, test.path),
		].filter(Boolean);
		return {
			...whole,
			testFilePath: test.path,
			testResults: results,
			numFailingTests: count('failed'),
			numPassingTests: count('passed'),
			numPendingTests: count('pending', 'skipped', 'disabled'),
			numTodoTests: count('todo'),
			skipped: count('passed', 'failed', 'todo') === 0,
			perfStats: { ...whole.perfStats, runtime, slow: runtime > config.slowTestThreshold * 1_000 },
			testExecError: outside,
			failureMessage: failures.join('\n') || null,
			// What was printed says where, and is told once.
			console: test === group[0] ? whole.console : undefined,
		};
	}

	/** Whose is an error outside of any test: the first file that its stack names. */
	#blamed = (group, error) => error && (group.find(({ path }) => String(error.stack).includes(`${path}:`)) ?? group[0]);
}

/** A container may have less of it, or none. */
function isRoomy(folder) {
	try {
		const { bavail, bsize } = statfsSync(folder);
		return bavail * bsize > bytesOfTests;
	} catch (error) {
		if (error.code === 'ENOENT') return false;
		throw error;
	}
}
