/**
 * `npm test`: sets up the checkout, runs every part, and ends with a line for each failure and `N passed, N failed, N skipped`.
 *
 * Lint, types and layout count as one test each; parts run by jest count as in jest. A suite whose real counterpart is missing (no Java 21 for
 * Zeebe, no browser for the editor) skips its tests and gives the reason in their titles. With CI=true such a skip is a failure.
 */
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { printFailure } from './lib/explain.mjs';
import { failedTests, limitLines } from './lib/failed-tests.mjs';
import { startService } from './lib/processes.mjs';
import { readSpentSeconds } from './lib/processor-time.mjs';
import { elapsed } from './lib/progress.mjs';
import { SetupError } from './lib/setup-error.mjs';
import { checkout, environment, setUp } from './lib/setup.mjs';
import { startWithin } from './lib/start-within.mjs';

const results = join(checkout, 'build/test-results');
/** Waits for pages, an engine's timers, killed processes or databases most of the time. */
const waits = { needsRealPart: true, cores: 0.4 };
/** Computes without a pause: takes what those that wait leave of the processors. */
const fills = { inBackground: true, minutes: 40 };
/** Each of the two parts has its own n8n. */
const endToEnd = { jest: 'test:e2e', ...waits, minutes: 60 };
const zeebe = (version) => ({
	name: `Engine contract on Zeebe ${version}`,
	...{ jest: 'test:zeebe', jestArgs: ['--selectProjects', `Zeebe ${version}`], ...waits, minutes: 60 },
});
/**
 * The parts start in this order, as many at the same time as have room (docs/decisions/foundation/0075). `cores`: how many a part keeps busy on
 * average. The unit tests and the longest parts start first; parts in the background follow each other, beside the rest. A part that exceeds its
 * minutes hangs: they are at least three times what it takes on two busy cores.
 */
const parts = [
	{ name: 'Unit tests', jest: 'test:coverage', minutes: 25, cores: 1.2 },
	{ name: 'End to end in a real n8n', ...endToEnd, jestArgs: ['--testPathIgnorePatterns=first-steps'] },
	{ name: 'First steps, clicked in a real n8n', ...endToEnd, jestArgs: ['first-steps'] },
	{ name: 'Lint', args: ['run', 'lint:code'], ...fills },
	{ name: 'Types', args: ['run', 'types'], ...fills },
	{ name: 'Layout of the files', args: ['run', 'lint:layout'], ...fills },
	zeebe('8.8'),
	zeebe('8.6'),
	{ name: 'The published package', jest: 'test:package', minutes: 40, cores: 0.4 },
	{ name: 'State on SQLite and PostgreSQL, shared by several machines', jest: 'test:state', minutes: 40, ...waits },
	{ name: 'The registry on SQLite and PostgreSQL, killed and starved', jest: 'test:registry', minutes: 25, ...waits },
	{ name: 'Knowledge on its database servers', jest: 'test:knowledge', minutes: 30, ...waits },
	{ name: 'Nodes of the real n8n as tasks', jest: 'test:nodes', minutes: 20, ...waits, cores: 0.8 },
	{ name: 'The embedded engine, killed a hundred times', jest: 'test:kill', minutes: 15, cores: 0.4 },
	{ name: 'Engine contract on the embedded engine', jest: 'test:contract', minutes: 20, cores: 0.8 },
];

/** Fetch or build the programs that parts need, in the user's cache folder. A part that needs one waits for it, and reports why there is none. */
const programs = [['scripts/n8n-host.mjs'], ['scripts/zeebe-engine.mjs', '--prepare'], ['scripts/zeebe-broker.mjs', '--prepare']];

/** Failures are repeated at the end; further ones are counted. */
const maxFailureLines = 25;
/** The time between jest's result and its exit. */
const graceMs = 15_000;

/** Buffers the output of a part until its turn to print. */
class PartOutput {
	#buffer = [];
	#last = '';

	flush() {
		for (const text of this.#buffer ?? []) process.stdout.write(text);
		this.#buffer = undefined;
	}

	/** Jest prints its JSON on standard output too; one line of it is the whole result. */
	print(text) {
		if (text.startsWith('Test results written to')) return;
		this.#last = (this.#last + text).slice(-2_000);
		if (this.#buffer) this.#buffer.push(text);
		else process.stdout.write(text);
	}

	say(line) {
		this.print(`${line}\n`);
	}

	/** Returns the last line of the output. */
	readLastLine() {
		return stripVTControlCharacters(this.#last).trim().split('\n').at(-1)?.trim() || 'nothing';
	}
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'])
	process.once(signal, () => interrupted.abort(new SetupError(`Stopped by ${signal}.`, 'Run the command again.')));

try {
	fetchPrograms();
	await setUp({ progress: say, signal: interrupted.signal });
	rmSync(results, { recursive: true, force: true });
	mkdirSync(results, { recursive: true });
	conclude(await runAll());
} catch (error) {
	printFailure(error);
	conclude([{ passed: 0, failed: 1, skipped: 0, failures: [] }]);
}

/** Prints the output of the first part as it comes, and that of each other part when the parts before it have ended. */
async function runAll() {
	const outputs = new Map(parts.map((part) => [part, new PartOutput()]));
	const start = (part) => runPart(part, outputs.get(part));
	const others = parts.filter(({ inBackground }) => !inBackground);
	const ended = new Map(startWithin(availableParallelism(), others, start).map((result, index) => [others[index], result]));
	// After the unit tests: these and the linter need the most memory.
	let previous = ended.get(parts[0]);
	for (const part of parts.filter(({ inBackground }) => inBackground)) {
		previous = previous.then(() => start(part));
		ended.set(part, previous);
	}
	// An interruption is reported by the part that is awaited.
	for (const each of ended.values()) each.catch(() => undefined);
	const counts = [];
	for (const part of parts) {
		outputs.get(part).flush();
		counts.push(await ended.get(part));
	}
	return counts;
}

/** Beside the set-up. What fails is reported by the part that needs it. */
function fetchPrograms() {
	for (const args of programs) {
		const { stop } = startService(process.execPath, args, { cwd: checkout });
		interrupted.signal.addEventListener('abort', () => void stop(0), { once: true });
	}
}

async function runPart({ name, args, jest, jestArgs = [], needsRealPart, minutes }, output) {
	interrupted.signal.throwIfAborted();
	output.say(`\n== ${name}`);
	const startedAt = Date.now();
	const resultFile = join(results, `${[jest, ...jestArgs].join(' ').replace(/[^\w.]+/g, '-')}.json`);
	const wholeArgs = jest ? ['run', jest, '--', '--ci', '--json', `--outputFile=${resultFile}`, ...jestArgs] : args;
	const { code, hung, spent } = await stream({ args: wholeArgs, resultFile: jest && resultFile, minutes }, output);
	interrupted.signal.throwIfAborted();
	const counts = jest ? readJest(resultFile, code, needsRealPart, output) : count(code === 0, `exited with code ${code}`);
	if (hung)
		Object.assign(counts, {
			failed: Math.max(counts.failed, 1),
			failures: [hung, ...counts.failures.filter((line) => !/^exited with code/.test(line))],
		});
	counts.failures = counts.failures.map((line) => `${name}: ${line}`);
	const worked = spent === undefined ? '' : `, ${elapsed(spent * 1000)} of a processor`;
	output.say(`== ${name}: ${summary(counts)}, ${elapsed(Date.now() - startedAt)}${worked}`);
	return counts;
}

/** @returns its exit code, the seconds of a processor that it spent, and a message when it hung */
async function stream({ args, resultFile, minutes }, output) {
	const env = environment({ npm_config_loglevel: 'silent', ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) });
	const service = startService('npm', args, { cwd: checkout, env, onOutput: (text) => output.print(text) });
	const stop = () => void service.stop();
	interrupted.signal.addEventListener('abort', stop, { once: true });
	const watch = setInterval(() => endLingering(service, resultFile, output), 1_000);
	let hung;
	const giveUp = () => {
		hung = `stopped after ${minutes} minutes; its last output: ${output.readLastLine()}`;
		output.say(hung);
		stop();
	};
	const limit = setTimeout(giveUp, minutes * 60_000);
	const { code } = await service.ended;
	const spent = readSpentSeconds();
	clearInterval(watch);
	clearTimeout(limit);
	interrupted.signal.removeEventListener('abort', stop);
	return { code, hung, spent };
}

/** Jest writes its result last. Handles that a test left open can keep it running; the result counts. */
function endLingering(service, resultFile, output) {
	const written = resultFile && statSync(resultFile, { throwIfNoEntry: false });
	if (!written || Date.now() - written.mtimeMs < graceMs) return;
	output.say(`Jest has its result but does not exit, because a test left something open. Stopped after ${elapsed(graceMs)}.`);
	void service.stop(0);
}

function readJest(file, code, needsRealPart, output) {
	let result;
	try {
		result = JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		const why = `exited with code ${code} before it wrote ${relative(checkout, file)}`;
		output.say(`${why}.`);
		return count(false, why);
	}
	const skipped = result.testResults.flatMap((suite) =>
		suite.assertionResults.filter(({ status }) => status === 'pending' || status === 'todo'),
	);
	for (const { fullName } of skipped) output.say(`   skipped: ${fullName}`);
	const missing = needsRealPart && process.env.CI === 'true' ? skipped.length : 0;
	const cannotRun = 'with CI=true, a skipped part is a failure';
	if (missing > 0) output.say(`   ${cannotRun}`);
	const failures = failedTests(result, checkout);
	for (const { fullName } of missing > 0 ? skipped : []) failures.push(`${fullName}: skipped; ${cannotRun}`);
	const broken = result.numFailedTests + result.numRuntimeErrorTestSuites;
	// No test failed but jest exits with an error: the coverage is below its threshold.
	const failed = broken === 0 && code ? 1 : broken;
	if (failed > 0 && broken === 0) failures.push(`no test failed, but jest exited with code ${code}; check the coverage threshold`);
	return { passed: result.numPassedTests, failed: failed + missing, skipped: skipped.length - missing, failures };
}

function count(passed, why) {
	return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0, failures: passed ? [] : [why] };
}

function conclude(counts) {
	const total = (key) => counts.reduce((sum, part) => sum + part[key], 0);
	const sum = { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
	process.exitCode = sum.failed > 0 ? 1 : 0;
	const failures = limitLines(
		counts.flatMap((part) => part.failures),
		maxFailureLines,
	);
	if (failures.length > 0) say(`\n== Failures\n${failures.join('\n')}`);
	say(`\n${summary(sum)}`);
}

function summary({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function say(line) {
	console.log(line);
}
