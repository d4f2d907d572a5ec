/** Red means wrong: a test file that fails is played once more, alone, and what a part leaves running is a failure (docs/decisions/foundation/0075). */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PartOutput } from '../../scripts/lib/suites/part-output.mjs';
import { findParts, full, namesOf, partNames, wholeGate } from '../../scripts/lib/suites/parts.mjs';
import { listRemaining } from '../../scripts/lib/suites/remaining.mjs';
import { replayFailed, runPart } from '../../scripts/lib/suites/run-part.mjs';
import { runWatched } from '../../scripts/lib/suites/run-watched.mjs';
import { waitUntil } from '../support/wait-until';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-part-runs-'));
	writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { test: 'jest --config jest.config.json', fails: 'exit 3' } }));
	writeFileSync(join(folder, 'jest.config.json'), JSON.stringify({ transform: {}, maxWorkers: 1 }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const part = { id: 'a', name: 'A part', script: 'test' };
const options = () => ({ results: folder, root: folder, output: new PartOutput(), signal: new AbortController().signal });

async function play(files: Record<string, string>) {
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.test.js`), text);
	const first = await runPart(part, options());
	return { first, final: await replayFailed(part, first, options()) };
}

/** A test that fails when it is played for the first time. */
const unsteady = `const { existsSync, writeFileSync } = require('node:fs');
	it('is unsteady', () => { const played = existsSync('played'); writeFileSync('played', ''); expect(played).toBe(true); });`;

it('lists a test as unsteady that passes when it is played again, and is green', async () => {
	const { first, final } = await play({ steady: `it('holds', () => {});`, unsteady });
	expect(first).toMatchObject({ passed: 1, failed: 1, replayable: ['unsteady.test.js'] });
	expect(final).toMatchObject({ passed: 2, failed: 0, failures: [] });
	expect(final.unsteady).toEqual([expect.stringMatching(/^A part: unsteady\.test\.js › is unsteady: /)]);
});

it('is red with both reasons when a test fails again', async () => {
	const { final } = await play({
		unsteady,
		wrong: `it('is wrong', () => { require('node:fs').appendFileSync('plays', '.'); throw new Error(require('node:fs').readFileSync('plays', 'utf8')); });`,
	});
	expect(final).toMatchObject({ passed: 1, failed: 1 });
	expect(final.failures).toEqual(['A part: wrong.test.js › is wrong: .', 'A part, again: wrong.test.js › is wrong: ..']);
});

it('is red when no test ran, or a file cannot run', async () => {
	expect((await play({ skipped: `it.skip('never', () => {});` })).final).toMatchObject({ failed: 1, failures: ['A part: ran no test'] });
	expect((await play({ broken: `require('./gone');`, steady: `it('holds', () => {});` })).final).toMatchObject({ passed: 1, failed: 1 });
	const command = { id: 'b', name: 'B', command: ['fails'] };
	expect(await runPart(command, options())).toMatchObject({ failed: 1, failures: ['B: exited with code 3'] });
});

it.each([
	['with its environment', 'process.env'],
	['with another environment, in the session of the part', '{}'],
])('ends a process that was left running %s, and fails with its command line', async (_case, environment) => {
	const child = `require('node:child_process').spawn('sleep', ['7654'], { env: ${environment}, stdio: 'ignore', detached: ${environment !== '{}'} }).unref();`;
	const ended = await runWatched(['-e', `${child} setTimeout(() => undefined, 300);`], {
		...{ command: process.execPath, output: new PartOutput(), signal: new AbortController().signal, graceMs: 200 },
		everySecond: (look) => {
			const timer = setInterval(look, 20);
			return () => clearInterval(timer);
		},
	});
	expect(ended.left).toEqual(['sleep 7654']);
	await waitUntil('the end of the process', () => !listCommandLines().includes('sleep\x007654\0'));
});

it('does not report a process that ends by itself a moment later', async () => {
	const child = `require('node:child_process').spawn('sleep', ['0.3'], { stdio: 'ignore', detached: true }).unref();`;
	const ended = await runWatched(['-e', child], {
		...{ command: process.execPath, output: new PartOutput(), signal: new AbortController().signal, graceMs: 30_000 },
	});
	expect(ended.left).toEqual([]);
});

it('runs again what failed or did not run', async () => {
	const covered = { collectCoverage: true, coverageThreshold: { global: { lines: 100 } }, collectCoverageFrom: ['*.js'] };
	writeFileSync(join(folder, 'jest.config.json'), JSON.stringify({ transform: {}, maxWorkers: 1, ...covered }));
	writeFileSync(join(folder, 'unused.js'), 'module.exports = () => 1;');
	await play({ steady: `it('holds', () => {});`, wrong: `it('is wrong', () => { throw new Error('wrong'); });` });
	expect(listRemaining(part, folder, folder)).toEqual(['wrong.test.js']);
	writeFileSync(join(folder, 'wrong.test.js'), `it('is right', () => {});`);
	expect(await runPart(part, { ...options(), files: ['wrong.test.js'] })).toMatchObject({ passed: 1, failed: 0 });
	expect(listRemaining(part, folder, folder)).toEqual([]);
	expect(await runPart(part, { ...options(), files: [] })).toMatchObject({ passed: 2, failed: 0 });
	expect(listRemaining({ ...part, id: 'never' }, folder, folder)).toBeUndefined();
});

describe('the parts', () => {
	const ids = full.map(({ id }) => id);

	it('have an id of their own, and scripts and files that exist', () => {
		expect(new Set(ids).size).toBe(ids.length);
		const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
		for (const { script, command, files = [] } of [...wholeGate.parts, ...full]) {
			expect(scripts).toHaveProperty([script ?? command![0]!]);
			for (const file of files) expect(existsSync(resolve(file))).toBe(true);
		}
	});

	it('of a change are those that it can break', () => {
		expect([...findParts(['manifests/trust/trust-store.ts'])]).toEqual(expect.arrayContaining(['unit', 'lint', 'registry', 'package']));
		expect(findParts(['docs/index.md']).has('zeebe')).toBe(false);
		const all = findParts(['package-lock.json']);
		expect(full.filter((part) => !namesOf(part).some((name) => all.has(name)))).toEqual([]);
		expect(findParts([]).size).toBe(0);
		for (const folder of readdirSync('.', { withFileTypes: true }).filter((each) => each.isDirectory() && !each.name.startsWith('.')))
			for (const name of findParts([`${folder.name}/x.ts`])) expect(partNames).toContain(name);
	});
});

function listCommandLines(): string[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map((name) => {
			try {
				return readFileSync(`/proc/${name}/cmdline`, 'utf8');
			} catch {
				return ''; // it has ended
			}
		});
}
