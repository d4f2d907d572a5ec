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
/**
 * What stands in one round runs at once (docs/decisions/0075): lint and types compute on one core each, and of the others each waits for
 * something that is no core: an engine's timers, killed processes, databases.
 */
const rounds = [
	[
		{ name: 'Lint', args: ['run', 'lint'] },
		{ name: 'Types', args: ['run', 'types'] },
	],
	[{ name: 'Unit tests', jest: 'test:coverage' }],
	[
		{ name: 'Knowledge on the servers that keep it', jest: 'test:knowledge', needsRealPart: true },
		{ name: 'Engine contract on the embedded engine', jest: 'test:contract' },
		{ name: 'The embedded engine killed a hundred times', jest: 'test:kill' },
	],
	[
		{ name: 'The package as it is published', jest: 'test:package' },
		{ name: 'The registry on SQLite and PostgreSQL, killed and starved', jest: 'test:registry', needsRealPart: true },
	],
	['8.6', '8.8'].map((version) => ({
		name: `Engine contract on Zeebe ${version}`,
		...{ jest: 'test:zeebe', jestArgs: ['--selectProjects', `Zeebe ${version}`], needsRealPart: true },
	})),
	[{ name: 'End to end in the real n8n', jest: 'test:e2e', needsRealPart: true }],
];

/** A part that takes longer hangs. */
const longestMs = 20 * 60_000;
/** Between jest's result and its end. */
const graceMs = 15_000;

/** What a part says, kept until it may be told. */
class Voice {
	#kept = [];

	speakUp() {
		for (const text of this.#kept ?? []) process.stdout.write(text);
		this.#kept = undefined;
	}

	/** Jest prints its JSON on standard output too; one line of it is the whole result. */
	print(text) {
		if (text.startsWith('Test results written to')) return;
		if (this.#kept) this.#kept.push(text);
		else process.stdout.write(text);
	}

	say(line) {
		this.print(`${line}\n`);
	}
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'])
	process.once(signal, () => interrupted.abort(new SetupError(`Stopped by ${signal}.`, 'Start again.')));

try {
	await setUp({ progress: say, signal: interrupted.signal });
	rmSync(results, { recursive: true, force: true });
	mkdirSync(results, { recursive: true });
	const counts = [];
	for (const round of rounds) counts.push(...(await runRound(round)));
	conclude(counts);
} catch (error) {
	printFailure(error);
	conclude([{ passed: 0, failed: 1, skipped: 0 }]);
}

/** What the first part says is told as it comes, that of each other as soon as those before it have ended. */
async function runRound(parts) {
	const running = parts.map((part) => {
		const voice = new Voice();
		const ended = runPart(part, voice);
		// Of an interruption the one that is awaited tells.
		ended.catch(() => undefined);
		return { voice, ended };
	});
	const counts = [];
	for (const { voice, ended } of running) {
		voice.speakUp();
		counts.push(await ended);
	}
	return counts;
}

async function runPart({ name, args, jest, jestArgs = [], needsRealPart }, voice) {
	voice.say(`\n== ${name}`);
	const startedAt = Date.now();
	const output = join(results, `${[jest, ...jestArgs].join(' ').replace(/[^\w.]+/g, '-')}.json`);
	const wholeArgs = jest ? ['run', jest, '--', '--ci', '--json', `--outputFile=${output}`, ...jestArgs] : args;
	const code = await stream(wholeArgs, jest && output, voice);
	interrupted.signal.throwIfAborted();
	const counts = jest ? readJest(output, code, needsRealPart, voice) : count(code === 0);
	voice.say(`== ${name}: ${summary(counts)}, ${elapsed(Date.now() - startedAt)}`);
	return counts;
}

async function stream(args, output, voice) {
	const env = environment({ npm_config_loglevel: 'silent', ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) });
	const service = startService('npm', args, { cwd: checkout, env, onOutput: (text) => voice.print(text) });
	const stop = () => void service.stop();
	interrupted.signal.addEventListener('abort', stop, { once: true });
	const watch = setInterval(() => endLingering(service, output, voice), 1_000);
	const limit = setTimeout(() => (voice.say(`It takes more than ${elapsed(longestMs)}: stopped.`), stop()), longestMs);
	const { code } = await service.ended;
	clearInterval(watch);
	clearTimeout(limit);
	interrupted.signal.removeEventListener('abort', stop);
	return code;
}

/** Jest writes its result last. What a test left open may keep it for ever; the result counts all the same. */
function endLingering(service, output, voice) {
	const written = output && statSync(output, { throwIfNoEntry: false });
	if (!written || Date.now() - written.mtimeMs < graceMs) return;
	voice.say(`It has its result and does not end: something a test opened is still open. Stopped after ${elapsed(graceMs)}.`);
	void service.stop(0);
}

function readJest(file, code, needsRealPart, voice) {
	let result;
	try {
		result = JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		voice.say(`It ended with code ${code} before it wrote ${relative(checkout, file)}.`);
		return count(false);
	}
	const skipped = result.testResults.flatMap((suite) =>
		suite.assertionResults.filter(({ status }) => status === 'pending' || status === 'todo'),
	);
	for (const { fullName } of skipped) voice.say(`   skipped: ${fullName}`);
	const missing = needsRealPart && process.env.CI === 'true' ? skipped.length : 0;
	if (missing > 0) voice.say('   With CI=true a part that cannot run is a failure.');
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
