/**
 * Runs tests in groups of neighbouring files, each group in one context with one module registry: loading the same modules again for each of
 * hundreds of files took half of the time (docs/decisions/foundation/0075). `npx jest FILE` runs every file separately, as jest does. Results are
 * reported by file: its failures with their places, and its skipped tests.
 */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { formatExecError, formatResultsErrors } from 'jest-message-util';
import TestRunner from 'jest-runner';

/**
 * Each worker starts with a large group; all of these have this share of the tests. Small groups follow: large ones load modules less often, small
 * ones leave no worker running alone for long.
 */
const shareOfLarge = 0.7;
/** The size of the test files in a small group. */
const bytesOfSmall = 130_000;

/** A folder in memory on Linux, so that tests do not wait for a disk. */
const memory = '/dev/shm';
/** Many times what the tests use at the same time. */
const bytesOfTests = 1_000_000_000;
const place = isRoomy(memory) ? memory : tmpdir();
/** What belongs to the whole group is reported once, with its first file. Printed output contains its place. */
const ofGroup = { console: undefined, coverage: undefined, v8Coverage: undefined };
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Silences the other tests of its context, or changes their timeout. */
const changesOthers = /\b(?:it|test|describe)\.(?:concurrent\.)?only\b|\b(?:fit|fdescribe)\(|\bjest\.setTimeout\(/;

export default class GroupedRunner extends TestRunner {
	/** The tests of each group, by the file of the group. */
	#groups = new Map();
	/** A file that cannot be loaded fails its group. The files of such a group run separately. */
	#separate = [];

	async runTests(tests, watcher, options) {
		const folder = mkdtempSync(join(place, 'troupe-unit-tests-'));
		// A PostgreSQL of a test can run as another user, and has its files in there.
		chmodSync(folder, 0o711);
		const remove = () => rmSync(folder, { recursive: true, force: true });
		const interrupted = (signal) => {
			console.error(`Stopped by ${signal}, while these tests ran: ${readRunning(folder).join('; ')}`);
			process.exit(128 + constants.signals[signal]);
		};
		for (const signal of signals) process.once(signal, interrupted);
		// Also when jest ends the process, as with `--bail`.
		process.once('exit', remove);
		// The tests in workers create their files there too.
		process.env.TMPDIR = folder;
		try {
			const groups = this.#group(tests).map((group, index) => this.#write(group, join(folder, `group-${index}.test.js`)));
			await super.runTests(groups, watcher, options);
			if (this.#separate.length > 0) await super.runTests(this.#separate, watcher, options);
		} finally {
			for (const signal of signals) process.removeListener(signal, interrupted);
			process.removeListener('exit', remove);
			remove();
		}
	}

	on(event, listener) {
		return super.on(event, async (data) => {
			const [test, outcome] = data;
			const group = this.#groups.get(typeof test === 'string' ? test : test.path);
			if (!group) return listener(data);
			if (event === 'test-file-start') for (const each of group) await listener([each]);
			else if (event === 'test-case-result')
				await listener([group.find((each) => this.#toName(each) === outcome.ancestorTitles[0]).path, outcome]);
			else if (event === 'test-file-failure') this.#separate.push(...group);
			else if (event === 'test-file-success') for (const each of group) await listener([each, this.#toResult(each, group, outcome)]);
		});
	}

	/** Neighbours share most modules, so groups are ranges of the sorted paths. Groups that took long last time start first. */
	#group(tests) {
		// A name pattern (`-t`) matches the whole name of a test, which starts with its file in a group.
		if (this._globalConfig.testNamePattern) return tests.map((test) => [test]);
		const groups = [];
		const sized = [];
		for (const test of tests) {
			const text = readFileSync(test.path, 'utf8');
			if (changesOthers.test(text)) groups.push([test]);
			else sized.push({ test, bytes: text.length });
		}
		const total = sized.reduce((sum, { bytes }) => sum + bytes, 0);
		const { maxWorkers } = this._globalConfig;
		const large = (total * shareOfLarge) / maxWorkers;
		let room = 0;
		for (const { test, bytes } of sized.sort((a, b) => (a.test.path < b.test.path ? -1 : 1))) {
			if (room <= 0) {
				room = groups.length < maxWorkers ? large : Math.min(bytesOfSmall, large);
				groups.push([]);
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
			(test) => `describe(${JSON.stringify(this.#toName(test))}, () => void require(${JSON.stringify(test.path)}));\n`,
		);
		writeFileSync(path, lines.join(''));
		this.#groups.set(path, group);
		return { path, context: group[0].context };
	}

	#toName = (test) => relative(test.context.config.rootDir, test.path);

	#toResult(test, group, whole) {
		const { config } = test.context;
		const name = this.#toName(test);
		const results = whole.testResults
			.filter(({ ancestorTitles }) => ancestorTitles[0] === name)
			.map((result) => ({ ...result, ancestorTitles: result.ancestorTitles.slice(1), fullName: result.fullName.slice(name.length + 1) }));
		const count = (...states) => results.filter(({ status }) => states.includes(status)).length;
		const runtime = results.reduce((sum, { duration }) => sum + (duration ?? 0), 0);
		const outside = this.#findFile(group, whole.testExecError) === test ? whole.testExecError : undefined;
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
			...(test !== group[0] && ofGroup),
		};
	}

	/** Finds the file of an error outside of any test: the first one in its stack. */
	#findFile = (group, error) => error && (group.find(({ path }) => String(error.stack).includes(`${path}:`)) ?? group[0]);
}

/** Returns the last test that each worker began (silent-circus.cjs). */
function readRunning(folder) {
	const files = readdirSync(folder).filter((name) => /^running-\d+$/.test(name));
	return files.map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** A container can have less memory for it, or none. */
function isRoomy(folder) {
	try {
		const { bavail, bsize } = statfsSync(folder);
		return bavail * bsize > bytesOfTests;
	} catch (error) {
		if (error.code === 'ENOENT') return false;
		throw error;
	}
}
