/**
 * `npm test`: sets up the checkout, runs the parts of the gate that the changes since `main` can break, and ends with a line for each failure and
 * `N passed, N failed, N skipped`. Without changes, and with CI=true, it runs the whole gate. `npm run test:full -- [PART …] [--again] [--changed [BASE]]` runs everything, or some parts.
 *
 * A test file that failed is played once more, alone: if it passes then, it is listed as unsteady. Lint, types and layout count as one test each.
 * A suite whose real counterpart is missing (no Java 21 for Zeebe, no browser for the editor) skips its tests and gives the reason in their
 * titles. With CI=true such a skip is a failure.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printFailure } from './lib/explain-failure.mjs';
import { run as runProgram } from './lib/processes.mjs';
import { step } from './lib/progress.mjs';
import { SetupError } from './lib/setup-error.mjs';
import { checkout, environment, setUp } from './lib/setup.mjs';
import { limitLines } from './lib/suites/failed-tests.mjs';
import { PartOutput } from './lib/suites/part-output.mjs';
import { findParts, full, namesOf, narrowGate, partNames, wholeGate } from './lib/suites/parts.mjs';
import { readSpentSeconds } from './lib/suites/processor-time.mjs';
import { replayFailed, runPart, showTimes, summary } from './lib/suites/run-part.mjs';
import { listRemaining } from './lib/suites/remaining.mjs';

/** More share the processors, and then the same work takes up to twice their time. */
const atOnce = 2;
/** Failures are repeated at the end; further ones are counted. */
const maxFailureLines = 25;
const maxDearFiles = 10;
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'])
	process.once(signal, () => interrupted.abort(new SetupError(`Stopped by ${signal}.`, 'Run the command again.')));

try {
	const { parts, leftOut, isAgain, isFull } = parse(process.argv.slice(2));
	const results = join(checkout, 'build/test-results', isFull ? 'full' : 'gate');
	await Promise.all([fetchPrograms(parts), setUp({ progress: say, signal: interrupted.signal })]);
	readSpentSeconds();
	if (!isAgain && parts.length >= full.length) rmSync(results, { recursive: true, force: true });
	mkdirSync(results, { recursive: true });
	const startedAt = Date.now();
	conclude(await runAll(parts, { results, isAgain }), { seconds: (Date.now() - startedAt) / 1_000, leftOut });
} catch (error) {
	printFailure(error);
	conclude([{ passed: 0, failed: 1, skipped: 0, failures: [], unsteady: [] }]);
}

/** @throws {SetupError} */
function parse(args) {
	const options = {
		full: { type: 'boolean', default: false },
		again: { type: 'boolean', default: false },
		changed: { type: 'boolean', default: false },
	};
	let parsed;
	try {
		parsed = parseArgs({ args, options, allowPositionals: true });
	} catch (error) {
		throw new SetupError(error.message, 'Run `npm test`, or `npm run test:full -- [PART …] [--again] [--changed [BASE]]`.');
	}
	const { values, positionals } = parsed;
	if (!values.full && (positionals.length > 0 || values.again || values.changed))
		throw new SetupError(`\`npm test\` takes no arguments, and got ${args.join(' ')}.`, 'Run parts with `npm run test:full -- PART …`.');
	if (!values.full) return { ...chooseGate(), isAgain: false, isFull: false };
	const names = values.changed ? findParts(listChanged(positionals)) : new Set(positionals.length > 0 ? positionals : partNames);
	const unknown = [...names].filter((name) => !partNames.includes(name));
	if (unknown.length > 0) throw new SetupError(`No part is called ${unknown.join(', ')}.`, `Choose among ${partNames.join(', ')}.`);
	return { leftOut: [], parts: full.filter((part) => namesOf(part).some((name) => names.has(name))), isAgain: values.again, isFull: true };
}

/** A fresh clone, and a machine that tests what others pushed, have no changes to go by. */
function chooseGate() {
	if (process.env.CI) return wholeGate;
	let changed;
	try {
		changed = listChanged(['main']);
	} catch {
		return wholeGate; // A clone of another branch, or a copy without git.
	}
	if (changed.length === 0) return wholeGate;
	const pages = readdirSync(join(checkout, 'docs'), { recursive: true }).filter((file) => file.endsWith('.test.ts'));
	const pageTests = pages.map((file) => join('docs', file));
	return narrowGate(changed, pageTests);
}

/** Returns the files that commits since the base, and the work tree, change. */
function listChanged([base = 'origin/main', ...others]) {
	if (others.length > 0) throw new SetupError(`--changed takes one base, and got ${[base, ...others].join(' ')}.`, 'Name one commit.');
	const git = (...args) => execFileSync('git', args, { cwd: checkout, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
	try {
		return [...git('diff', '--name-only', base).split('\n'), ...git('ls-files', '--others', '--exclude-standard').split('\n')].filter(
			Boolean,
		);
	} catch {
		throw new SetupError(`git does not know the commit "${base}".`, 'Name one: `npm run test:full -- --changed COMMIT`.');
	}
}

/** Runs parts two at a time. Prints the output of the first one as it comes, and that of each other part when the parts before it have ended. */
async function runAll(parts, { results, isAgain }) {
	const options = { results, signal: interrupted.signal };
	const outputs = parts.map(() => new PartOutput());
	const ended = startAtMost(atOnce, parts, async (part, index) => {
		const files = isAgain ? await listRemaining(part, results) : undefined;
		return runPart(part, { ...options, output: outputs[index], files });
	});
	// An interruption is reported by the part that is awaited.
	for (const each of ended) each.catch(() => undefined);
	const played = [];
	for (const index of parts.keys()) {
		outputs[index].flush();
		played.push(await ended[index]);
	}
	const final = [];
	for (const [index, result] of played.entries())
		final.push(await replayFailed(parts[index], result, { ...options, output: outputs[index] }));
	return final;
}

/** Starts items in their order, at most `max` at the same time. @returns a promise for each */
function startAtMost(max, items, start) {
	let free = max;
	const waiting = [];
	const begin = () => (free-- > 0 ? undefined : new Promise((resolve) => waiting.push(resolve)));
	const end = () => (free++, waiting.shift()?.());
	return items.map(async (item, index) => {
		await begin();
		try {
			return await start(item, index);
		} finally {
			end();
		}
	});
}

/** Fetches or builds the programs that parts need into the user's cache folder. What fails is reported by the part that needs it. */
async function fetchPrograms(parts) {
	const needs = (pattern) => parts.some(({ id }) => pattern.test(id));
	const programs = [
		needs(/n8n|clicked|nodes/) && ['n8n', 'scripts/n8n-host.mjs'],
		needs(/zeebe$|zeebe88|^n8n/) && ['Zeebe 8.8', 'scripts/zeebe-engine.mjs', '--prepare'],
		needs(/zeebe86/) && ['Zeebe 8.6', 'scripts/zeebe-broker.mjs', '--prepare'],
	].filter(Boolean);
	const options = { cwd: checkout, env: environment(), signal: interrupted.signal };
	for (const [name, ...args] of programs) await step(say, `Programs: ${name}`, () => runProgram(process.execPath, args, options));
}

/** @param {{ seconds?: number, leftOut?: import('./lib/suites/parts.mjs').Part[] }} [run] seconds: of all parts together */
function conclude(results, { seconds, leftOut = [] } = {}) {
	const total = (key) => results.reduce((sum, result) => sum + (result[key] ?? 0), 0);
	const sum = { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
	process.exitCode = sum.failed > 0 ? 1 : 0;
	const list = (title, lines) => lines.length > 0 && say(`\n== ${title}\n${limitLines(lines, maxFailureLines).join('\n')}`);
	list(
		'Unsteady: failed, and passed when played again',
		results.flatMap(({ unsteady }) => unsteady),
	);
	list(
		'Failures',
		results.flatMap(({ failures }) => failures),
	);
	const dear = results.flatMap(({ times = [] }) => times).sort((one, other) => other.seconds - one.seconds);
	list(
		'The dearest test files',
		dear.slice(0, maxDearFiles).map(({ file, seconds }) => `${seconds.toFixed(1)} s  ${file}`),
	);
	list(
		'Left out: nothing changed that they test, or they are slow. `npm run test:full` runs all',
		leftOut.map(({ name }) => name),
	);
	if (seconds !== undefined) say(`\nAll parts: ${showTimes({ seconds, spent: total('spent') })}`);
	say(`\n${summary(sum)}`);
}

function say(line) {
	console.log(line);
}
