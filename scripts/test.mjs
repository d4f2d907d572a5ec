/**
 * `npm test`: sets the checkout up, runs every part, and ends with `N passed, N failed, N skipped`.
 *
 * Lint and types count as one test each; the parts run by jest count as jest does. A suite whose real counterpart is missing here
 * (no Java 21 for Zeebe, no browser for the editor) skips its tests and says why in their titles; with CI=true such a skip is a failure.
 */
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { printFailure } from './lib/explain.mjs';
import { startService } from './lib/processes.mjs';
import { elapsed } from './lib/progress.mjs';
import { SetupError } from './lib/setup-error.mjs';
import { checkout, environment, setUp } from './lib/setup.mjs';

const results = join(checkout, 'build/test-results');
const parts = [
	{ name: 'Lint', command: 'npm', args: ['run', 'lint'] },
	{ name: 'Types', command: 'npm', args: ['run', 'types'] },
	{ name: 'Unit tests', jest: 'test:coverage' },
	{ name: 'Engine contract on the embedded engine', jest: 'test:contract' },
	{ name: 'The embedded engine killed a hundred times', jest: 'test:kill' },
	{ name: 'The registry on SQLite and PostgreSQL, killed and starved', jest: 'test:registry', needsRealPart: true },
	{ name: 'The package as it is published', jest: 'test:package' },
	{ name: 'Engine contract on Zeebe 8.6 and 8.8', jest: 'test:zeebe', needsRealPart: true },
	{ name: 'End to end in the real n8n', jest: 'test:e2e', needsRealPart: true },
];

/** A part that takes longer hangs. */
const longestMs = 20 * 60_000;
/** Between jest's result and its end. */
const graceMs = 15_000;

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'])
	process.once(signal, () => interrupted.abort(new SetupError(`Stopped by ${signal}.`, 'Start again.')));

try {
	await setUp({ progress: say, signal: interrupted.signal });
	rmSync(results, { recursive: true, force: true });
	mkdirSync(results, { recursive: true });
	const counts = [];
	for (const part of parts) counts.push(await runPart(part));
	conclude(counts);
} catch (error) {
	printFailure(error);
	conclude([{ passed: 0, failed: 1, skipped: 0 }]);
}

async function runPart({ name, command = 'npm', args, jest, needsRealPart }) {
	say(`\n== ${name}`);
	const startedAt = Date.now();
	const output = join(results, `${jest}.json`.replace(':', '-'));
	const jestArgs = jest && ['run', jest, '--', '--ci', '--json', `--outputFile=${output}`];
	const code = await stream(command, jestArgs ?? args, jest && output);
	interrupted.signal.throwIfAborted();
	const counts = jest ? readJest(output, code, needsRealPart) : count(code === 0);
	say(`== ${name}: ${summary(counts)}, ${elapsed(Date.now() - startedAt)}`);
	return counts;
}

async function stream(command, args, output) {
	const env = environment({ npm_config_loglevel: 'silent', ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) });
	const service = startService(command, args, { cwd: checkout, env, onOutput: print });
	const stop = () => void service.stop();
	interrupted.signal.addEventListener('abort', stop, { once: true });
	const watch = setInterval(() => endLingering(service, output), 1_000);
	const limit = setTimeout(() => (say(`It takes more than ${elapsed(longestMs)}: stopped.`), stop()), longestMs);
	const { code } = await service.ended;
	clearInterval(watch);
	clearTimeout(limit);
	interrupted.signal.removeEventListener('abort', stop);
	return code;
}

/** Jest writes its result last. What a test left open may keep it for ever; the result counts all the same. */
function endLingering(service, output) {
	const written = output && statSync(output, { throwIfNoEntry: false });
	if (!written || Date.now() - written.mtimeMs < graceMs) return;
	say(`It has its result and does not end: something a test opened is still open. Stopped after ${elapsed(graceMs)}.`);
	void service.stop(0);
}

/** Jest prints its JSON on standard output too; one line of it is the whole result. */
function print(text) {
	if (!text.startsWith('Test results written to')) process.stdout.write(text);
}

function readJest(file, code, needsRealPart) {
	let result;
	try {
		result = JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		say(`It ended with code ${code} before it wrote ${relative(checkout, file)}.`);
		return count(false);
	}
	const skipped = result.testResults.flatMap((suite) =>
		suite.assertionResults.filter(({ status }) => status === 'pending' || status === 'todo'),
	);
	for (const { fullName } of skipped) say(`   skipped: ${fullName}`);
	const missing = needsRealPart && process.env.CI === 'true' ? skipped.length : 0;
	if (missing > 0) say('   With CI=true a part that cannot run is a failure.');
	const broken = result.numFailedTests + result.numRuntimeErrorTestSuites;
	// Nothing failed and jest is not content: the coverage is below its threshold.
	const failed = broken === 0 && code ? 1 : broken;
	return { passed: result.numPassedTests, failed: failed + missing, skipped: skipped.length - missing };
}

function count(passed) {
	return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

function conclude(counts) {
	const total = (key) => counts.reduce((sum, part) => sum + part[key], 0);
	const sum = { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
	process.exitCode = sum.failed > 0 ? 1 : 0;
	say(`\n${summary(sum)}`);
}

function summary({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function say(line) {
	console.log(line);
}
