import { rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { elapsed } from '../progress.mjs';
import { checkout } from '../setup.mjs';
import { failedTests } from './failed-tests.mjs';
import { runWatched } from './run-watched.mjs';
import { countTests, readSuiteResults } from './suite-results.mjs';

const reporter = join(checkout, 'scripts/lib/suites/suite-reporter.mjs');
/** The options of jest that choose among the files of a configuration. */
const selectsFiles = /^--(?:shard|testPath\w+)=/;
/** A part in which more files fail is wrong as a whole. */
const maxReplayed = 10;
/** A group of quick tests that does not end names the test that runs itself (test/unit/grouped-runner.mjs). */
const maxNamed = 10;

/**
 * @typedef {object} PartResult
 * @property {number} passed @property {number} failed @property {number} skipped
 * @property {string[]} failures a line each
 * @property {string[]} replayable the test files that failed, relative to the checkout
 * @property {number} seconds @property {number} [spent] seconds of a processor
 * @property {{ file: string, seconds: number }[]} [times] of its test files
 */

/**
 * Runs a part and prints its result.
 * @param {import('./parts.mjs').Part} part
 * @param {{ results: string, output: import('./part-output.mjs').PartOutput, signal: AbortSignal, files?: string[], root?: string }} options `results` is a
 * folder; `files`: the test files to run, default all of the part; `root`: default the checkout
 * @returns {Promise<PartResult>}
 */
export async function runPart(part, { output, signal, ...options }) {
	signal.throwIfAborted();
	output.say(`\n== ${part.name}`);
	const startedAt = Date.now();
	const run = options.files?.length === 0 ? passedBefore : part.script ? runJest : runCommand;
	const result = await run(part, { output, signal, ...options });
	signal.throwIfAborted();
	const seconds = (Date.now() - startedAt) / 1_000;
	output.say(`== ${part.name}: ${summary(result)}, ${showTimes({ ...result, seconds })}`);
	return { ...result, seconds, failures: result.failures.map((line) => `${part.name}: ${line}`) };
}

/**
 * Plays the failed test files of a part once more, alone.
 * @param {PartResult} result @returns {Promise<PartResult & { unsteady: string[] }>} the files that passed now are unsteady, and their failures are gone
 */
export async function replayFailed(part, result, { output, ...options }) {
	const files = result.replayable;
	if (files.length === 0 || files.length > maxReplayed) return { ...result, unsteady: [] };
	output.say(`\n== ${part.name}: ${files.length === 1 ? files[0] : `${files.length} files`} once more`);
	const replayed = await runJest({ ...part, args: [...(part.args ?? []), '--runInBand'], suffix: '.again' }, { ...options, files, output });
	const unsteady = files.filter((file) => !replayed.replayable.includes(file));
	const isUnsteady = (line) => unsteady.some((file) => line.startsWith(`${part.name}: ${file}`));
	const failures = result.failures.filter((line) => !isUnsteady(line));
	const recovered = result.failures.length - failures.length;
	return {
		...result,
		unsteady: result.failures.filter(isUnsteady),
		failures: [
			...failures,
			...replayed.failures.filter((line) => !failures.includes(`${part.name}: ${line}`)).map((line) => `${part.name}, again: ${line}`),
		],
		failed: Math.max(result.failed - recovered, replayed.failed),
		passed: result.passed + recovered,
		spent: (result.spent ?? 0) + (replayed.spent ?? 0),
	};
}

/** @param {{ passed: number, failed: number, skipped: number }} counts */
export function summary({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** @param {{ seconds: number, spent?: number }} times */
export function showTimes({ seconds, spent }) {
	return `${elapsed(seconds * 1_000)}${spent === undefined ? '' : `, ${elapsed(spent * 1_000)} of a processor`}`;
}

/** Returns the last result of a part that has nothing left to run. */
async function passedBefore({ id, script }, { results }) {
	const { passed, skipped } = script ? countTests(readSuiteResults(join(results, `${id}.jsonl`))) : { passed: 1, skipped: 0 };
	return { passed, failed: 0, skipped, failures: [], replayable: [] };
}

async function runCommand({ id, command, env }, { output, signal, results, root }) {
	const { code, hung, left, spent } = await runWatched(['run', ...command], { output, signal, env, root });
	const failures = [...describeLeft(left)];
	if (code !== 0 || hung) failures.push(hung ? `${hung}; its last output: ${output.readLastLine()}` : `exited with code ${code}`);
	const failed = failures.length;
	if (failed === 0) writeFileSync(join(results, `${id}.jsonl`), `${JSON.stringify({ complete: true })}\n`);
	return { passed: failed === 0 ? 1 : 0, failed, skipped: 0, failures, replayable: [], spent };
}

async function runJest(
	{ id, script, args = [], related, env, needsRealPart, isQuick, suffix = '', ...part },
	{ results, output, signal, root = checkout, ...options },
) {
	const files = options.files ?? part.files ?? [];
	const resultFile = join(results, `${id}${suffix}.jsonl`);
	if (options.files === undefined || suffix) rmSync(resultFile, { force: true });
	const before = readSuiteResults(resultFile).suites.length;
	// Named files are not to be selected again. They come first: options with several values take what follows.
	const named = files.length > 0 && [...files, '--runTestsByPath', ...args.filter((arg) => !selectsFiles.test(arg))];
	const selection = named || (related ? [...related, '--findRelatedTests', ...args] : args);
	// Some of the files do not cover the whole.
	const coverage = options.files === undefined ? [] : ['--coverage=false'];
	const npmArgs = ['run', script, '--', ...selection, ...coverage, '--ci', '--reporters=default', `--reporters=${reporter}`];
	const ended = await runWatched(npmArgs, { output, signal, resultFile, env, root });
	const { suites, ...others } = readSuiteResults(resultFile);
	const result = { suites: suites.slice(before), ...others };
	const { passed, failed, skipped } = countTests(result);
	const why = explainEnd(ended, result, { passed, failed }, output);
	if (why) output.say(`   ${why}`);
	const cannotRun = failSkipped(result.suites, { needsRealPart, isQuick }, output);
	const left = describeLeft(ended.left);
	for (const line of left) output.say(`   ${line}`);
	const failedSuites = result.suites.filter(({ status }) => status === 'failed').map(({ name }) => relative(root, name));
	const failures = [...(why ? [why] : []), ...left, ...failedTests(result.suites, root), ...cannotRun];
	return {
		passed,
		failed: failed + (why ? 1 : 0) + left.length + cannotRun.length,
		skipped: skipped - cannotRun.length,
		failures,
		replayable: ended.hung ? [] : failedSuites,
		spent: ended.spent,
		times: result.suites.map(({ name, seconds }) => ({ file: relative(root, name), seconds })),
	};
}

const describeLeft = (left) => left.map((line) => `a process was left running, and was ended: ${line}`);

/** Returns what went wrong beside the tests that failed. */
function explainEnd({ code, hung, lingered }, { unfinished, complete }, { passed, failed }, output) {
	const names = [...unfinished.keys()].map((suite) => relative(checkout, suite));
	const running = names.length > maxNamed ? `some of ${names.length} files` : names.join(', ');
	const soFar = `${passed} tests had passed${running && `; running: ${running}`}`;
	if (hung) return `${hung}; ${soFar}; its last output: ${output.readLastLine()}`;
	if (!complete) return `exited with code ${code} before all its suites had ended; ${soFar}`;
	if (passed + failed === 0) return 'ran no test';
	// The coverage is below its threshold.
	return code && !lingered && failed === 0 ? `no test failed, but jest exited with code ${code}; check the coverage threshold` : undefined;
}

/** Prints the tests that were skipped. @returns {string[]} a failure for each that must not be */
function failSkipped(suites, { needsRealPart, isQuick }, output) {
	const tests = suites.flatMap(({ assertionResults }) => assertionResults);
	const skipped = tests.filter(({ status }) => status === 'pending' || status === 'todo').map(({ fullName }) => fullName);
	if (isQuick) output.say(`   skipped: ${skipped.length} slow tests, which \`npm run test:full\` runs`);
	else for (const name of skipped) output.say(`   skipped: ${name}`);
	if (!needsRealPart || process.env.CI !== 'true' || skipped.length === 0) return [];
	const cannotRun = 'with CI=true, a skipped part is a failure';
	output.say(`   ${cannotRun}`);
	return skipped.map((name) => `${name}: skipped; ${cannotRun}`);
}
