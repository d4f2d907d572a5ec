/**
 * `npm test`: sets the checkout up, runs every part, and ends with what failed, in a line each, and `N passed, N failed, N skipped`.
 *
 * Lint and types count as one test each; the parts run by jest count as jest does. A suite whose real counterpart is missing here
 * (no Java 21 for Zeebe, no browser for the editor) skips its tests and says why in their titles; with CI=true such a skip is a failure.
 */
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { printFailure } from './lib/explain.mjs';
import { failedTests, shortList } from './lib/failed-tests.mjs';
import { startService } from './lib/processes.mjs';
import { elapsed } from './lib/progress.mjs';
import { SetupError } from './lib/setup-error.mjs';
import { checkout, environment, setUp } from './lib/setup.mjs';

const results = join(checkout, 'build/test-results');
/** Each of the two has an n8n of its own. */
const endToEnd = { jest: 'test:e2e', needsRealPart: true, minutes: 45 };
/**
 * What stands in one round runs at once (docs/decisions/foundation/0075): lint and types compute on one core each, and of the others each waits for
 * something that is no core: an engine's timers, killed processes, databases. A part that takes more than its minutes hangs: they are four
 * times what it takes on two busy cores, and more.
 */
const rounds = [
	[
		{ name: 'Lint', args: ['run', 'lint'], minutes: 15 },
		{ name: 'Types', args: ['run', 'types'], minutes: 15 },
	],
	[{ name: 'Unit tests', jest: 'test:coverage', minutes: 25 }],
	[
		{ name: 'Knowledge on the servers that keep it', jest: 'test:knowledge', needsRealPart: true, minutes: 30 },
		{ name: 'Engine contract on the embedded engine', jest: 'test:contract', minutes: 20 },
		{ name: 'The embedded engine killed a hundred times', jest: 'test:kill', minutes: 15 },
	],
	[
		{ name: 'The package as it is published', jest: 'test:package', minutes: 15 },
		{ name: 'The registry on SQLite and PostgreSQL, killed and starved', jest: 'test:registry', needsRealPart: true, minutes: 25 },
	],
	['8.6', '8.8'].map((version) => ({
		name: `Engine contract on Zeebe ${version}`,
		...{ jest: 'test:zeebe', jestArgs: ['--selectProjects', `Zeebe ${version}`], needsRealPart: true, minutes: 45 },
	})),
	[
		{ name: 'First steps, clicked in the real n8n', ...endToEnd, jestArgs: ['first-steps'] },
		{ name: 'End to end in the real n8n', ...endToEnd, jestArgs: ['--testPathIgnorePatterns=first-steps'] },
	],
];

/** What failed is told again at the end, where somebody reads: so many lines of it. */
const mostTold = 25;
/** Between jest's result and its end. */
const graceMs = 15_000;

/** What a part says, kept until it may be told. */
class Voice {
	#kept = [];
	#last = '';

	speakUp() {
		for (const text of this.#kept ?? []) process.stdout.write(text);
		this.#kept = undefined;
	}

	/** Jest prints its JSON on standard output too; one line of it is the whole result. */
	print(text) {
		if (text.startsWith('Test results written to')) return;
		this.#last = (this.#last + text).slice(-2_000);
		if (this.#kept) this.#kept.push(text);
		else process.stdout.write(text);
	}

	say(line) {
		this.print(`${line}\n`);
	}

	/** The last line that it said. */
	lastWord() {
		return stripVTControlCharacters(this.#last).trim().split('\n').at(-1)?.trim() || 'nothing';
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
	conclude([{ passed: 0, failed: 1, skipped: 0, told: [] }]);
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

async function runPart({ name, args, jest, jestArgs = [], needsRealPart, minutes }, voice) {
	voice.say(`\n== ${name}`);
	const startedAt = Date.now();
	const output = join(results, `${[jest, ...jestArgs].join(' ').replace(/[^\w.]+/g, '-')}.json`);
	const wholeArgs = jest ? ['run', jest, '--', '--ci', '--json', `--outputFile=${output}`, ...jestArgs] : args;
	const { code, hung } = await stream(wholeArgs, jest && output, minutes, voice);
	interrupted.signal.throwIfAborted();
	const counts = jest ? readJest(output, code, needsRealPart, voice) : count(code === 0, `it ended with code ${code}`);
	if (hung)
		Object.assign(counts, {
			failed: Math.max(counts.failed, 1),
			told: [hung, ...counts.told.filter((line) => !/^it ended with code/.test(line))],
		});
	counts.told = counts.told.map((line) => `${name}: ${line}`);
	voice.say(`== ${name}: ${summary(counts)}, ${elapsed(Date.now() - startedAt)}`);
	return counts;
}

/** @returns its code, and what is to be said where it hung */
async function stream(args, output, minutes, voice) {
	const env = environment({ npm_config_loglevel: 'silent', ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) });
	const service = startService('npm', args, { cwd: checkout, env, onOutput: (text) => voice.print(text) });
	const stop = () => void service.stop();
	interrupted.signal.addEventListener('abort', stop, { once: true });
	const watch = setInterval(() => endLingering(service, output, voice), 1_000);
	let hung;
	const giveUp = () => {
		hung = `it took more than ${minutes} minutes and was stopped; the last it said was: ${voice.lastWord()}`;
		voice.say(hung);
		stop();
	};
	const limit = setTimeout(giveUp, minutes * 60_000);
	const { code } = await service.ended;
	clearInterval(watch);
	clearTimeout(limit);
	interrupted.signal.removeEventListener('abort', stop);
	return { code, hung };
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
		const why = `it ended with code ${code} before it wrote ${relative(checkout, file)}`;
		voice.say(`${why}.`);
		return count(false, why);
	}
	const skipped = result.testResults.flatMap((suite) =>
		suite.assertionResults.filter(({ status }) => status === 'pending' || status === 'todo'),
	);
	for (const { fullName } of skipped) voice.say(`   skipped: ${fullName}`);
	const missing = needsRealPart && process.env.CI === 'true' ? skipped.length : 0;
	const cannotRun = 'with CI=true a part that cannot run is a failure';
	if (missing > 0) voice.say(`   ${cannotRun}`);
	const told = failedTests(result, checkout);
	for (const { fullName } of missing > 0 ? skipped : []) told.push(`${fullName}: it was skipped, and ${cannotRun}`);
	const broken = result.numFailedTests + result.numRuntimeErrorTestSuites;
	// Nothing failed and jest is not content: the coverage is below its threshold.
	const failed = broken === 0 && code ? 1 : broken;
	if (failed > 0 && broken === 0) told.push(`no test failed, and it ended with code ${code}: is the coverage below its threshold?`);
	return { passed: result.numPassedTests, failed: failed + missing, skipped: skipped.length - missing, told };
}

function count(passed, why) {
	return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0, told: passed ? [] : [why] };
}

function conclude(counts) {
	const total = (key) => counts.reduce((sum, part) => sum + part[key], 0);
	const sum = { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
	process.exitCode = sum.failed > 0 ? 1 : 0;
	const told = shortList(
		counts.flatMap((part) => part.told),
		mostTold,
	);
	if (told.length > 0) say(`\n== What failed\n${told.join('\n')}`);
	say(`\n${summary(sum)}`);
}

function summary({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function say(line) {
	console.log(line);
}
