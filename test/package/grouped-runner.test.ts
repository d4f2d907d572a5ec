/** The quick tests run in groups (docs/decisions/foundation/0075): what is told of them has to be by file all the same, and complete. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { waitUntil } from '../support/wait-until';

interface JestResult {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	testResults: { name: string; status: string; message: string; assertionResults: { fullName: string; status: string }[] }[];
}

let folder: string;
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'troupe-grouped-runner-')))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What jest says of these files, which are one group, and the code that it ends with. */
async function run(files: Record<string, string>, ...more: string[]): Promise<JestResult & { code: number }> {
	const output = join(folder, 'result.json');
	const code = await runJest(files, '--json', '--outputFile', output, ...more);
	return { ...(JSON.parse(readFileSync(output, 'utf8')) as JestResult), code };
}

async function runJest(files: Record<string, string>, ...more: string[]): Promise<number> {
	return runConfigured(files, {}, more);
}

async function runConfigured(files: Record<string, string>, settings: object, more: string[]): Promise<number> {
	for (const [name, source] of Object.entries(files)) writeFileSync(join(folder, name), source);
	const config = join(folder, 'jest.config.json');
	writeFileSync(config, JSON.stringify({ runner: resolve('test/unit/grouped-runner.mjs'), transform: {}, maxWorkers: 1, ...settings }));
	const args = [resolve('node_modules/jest/bin/jest.js'), '--config', config, ...more];
	return new Promise((ended) =>
		execFile(process.execPath, args, { cwd: folder, timeout: 60_000 }, (error) => ended(error ? Number(error.code) : 0)),
	);
}

const byFile = ({ testResults }: JestResult) =>
	Object.fromEntries(testResults.map(({ name, status, message }) => [basename(name), { status, message }]));

test('a test belongs to its file, is named as it is there, and is counted once', async () => {
	const result = await run({
		'a.test.js': `describe('a part', () => { it('holds', () => {}); it.skip('is slow', () => {}); });`,
		'b.test.js': `it('holds', () => {});\nit('fails', () => expect(1).toBe(2));`,
		'c.test.js': `it.skip('is slow', () => {});`,
	});
	expect(result).toMatchObject({ numPassedTests: 2, numFailedTests: 1, numPendingTests: 2, code: 1 });
	const named = result.testResults.map(({ name, assertionResults }) => [
		basename(name),
		...assertionResults.map(({ fullName, status }) => `${fullName}: ${status}`),
	]);
	expect(named.sort()).toEqual([
		['a.test.js', 'a part holds: passed', 'a part is slow: pending'],
		['b.test.js', 'holds: passed', 'fails: failed'],
		['c.test.js', 'is slow: pending'],
	]);
	const { 'a.test.js': a, 'b.test.js': b } = byFile(result);
	expect(a?.message).toBe('');
	expect(b?.message).toMatch(/● fails[^]*b\.test\.js:2:\d+/);
});

test('a file that cannot be loaded fails alone, and takes none of its group along', async () => {
	const result = await run({
		'a.test.js': `it('holds', () => {});`,
		'b.test.js': `require('./nothing');\nit('never', () => {});`,
		'c.test.js': `it('holds', () => {});`,
	});
	expect(result).toMatchObject({ numPassedTests: 2, numFailedTests: 0, code: 1 });
	expect(byFile(result)).toMatchObject({
		'a.test.js': { status: 'passed' },
		'b.test.js': { status: 'failed', message: expect.stringMatching(/failed to run[^]*nothing/) },
		'c.test.js': { status: 'passed' },
	});
});

test('what fails behind all tests is told of the file where it stands', async () => {
	const result = await run({
		'a.test.js': `it('holds', () => {});`,
		'b.test.js': `afterAll(() => { throw new Error('left open'); });\nit('holds', () => {});`,
	});
	expect(result).toMatchObject({ numPassedTests: 2, code: 1 });
	expect(byFile(result)).toMatchObject({
		'a.test.js': { status: 'passed' },
		'b.test.js': { status: 'failed', message: expect.stringMatching(/left open[^]*b\.test\.js:1:\d+/) },
	});
});

test('a pattern of names is held against the name that a test has in its file', async () => {
	const files = { 'a.test.js': `it('holds', () => {});`, 'b.test.js': `it('holds', () => {}); it('is a.test', () => {});` };
	expect(await run(files, '-t', '^holds')).toMatchObject({ numPassedTests: 2, numPendingTests: 1, code: 0 });
	expect(await run(files, '-t', 'a.test')).toMatchObject({ numPassedTests: 1, numPendingTests: 2 });
});

test('a test that must run alone is alone in its file', async () => {
	const result = await run({
		'a.test.js': `it.only('alone', () => {}); it('not now', () => {});`,
		'b.test.js': `it('fails', () => expect(1).toBe(2));`,
		'c.test.js': `it('holds', () => {});`,
	});
	expect(result).toMatchObject({ numPassedTests: 2, numFailedTests: 1, numPendingTests: 1 });
});

test('nothing stays behind of files, also where jest ends at the first failure', async () => {
	const told = join(folder, 'told');
	const tell = `require('node:fs').writeFileSync(${JSON.stringify(told)}, process.env.TMPDIR)`;
	const files = { 'a.test.js': `it('fails', () => { ${tell}; expect(1).toBe(2); });`, 'b.test.js': `it('holds', () => {});` };
	expect(await runJest(files, '--bail')).toBe(1);
	const place = readFileSync(told, 'utf8');
	expect(basename(place)).toMatch(/^troupe-unit-tests-/);
	expect(existsSync(place)).toBe(false);
});

test('a file that changes the timeout of its tests leaves that of its neighbours', async () => {
	const result = await run(
		{
			'a.test.js': `jest.setTimeout(50_000);\nit('holds', () => {});`,
			'b.test.js': `it('hangs', () => new Promise(() => {}), undefined);`,
		},
		'--testTimeout',
		'300',
	);
	expect(byFile(result)).toMatchObject({
		'a.test.js': { status: 'passed' },
		'b.test.js': { status: 'failed', message: expect.stringMatching(/hangs[^]*timeout of 300 ms/) },
	});
});

test('a run that is stopped names the test that blocks its worker', async () => {
	const blocks = `require('node:fs').writeFileSync('blocked', ''); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20_000);`;
	const config = { runner: resolve('test/unit/grouped-runner.mjs'), testRunner: resolve('test/unit/silent-circus.cjs') };
	writeFileSync(join(folder, 'jest.config.json'), JSON.stringify({ ...config, transform: {}, maxWorkers: 2 }));
	for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, `${name}.test.js`), `it('holds', () => {});`);
	writeFileSync(join(folder, 'd.test.js'), `describe('a part', () => it('blocks', () => { ${blocks} }));`);
	const args = [resolve('node_modules/jest/bin/jest.js'), '--config', 'jest.config.json'];
	const jest = spawn(process.execPath, args, { cwd: folder, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
	const printed = text(jest.stderr);
	const ended = once(jest, 'exit');
	await waitUntil('the blocked test', () => existsSync(join(folder, 'blocked')));
	jest.kill();
	await ended;
	process.kill(-jest.pid!, 'SIGKILL');
	expect(await printed).toMatch(/Stopped by SIGTERM, while these tests ran: .*a part blocks/);
});

test.each([
	['a server', 'http', 'createServer', '', '.listen(0)'],
	['a program', 'child_process', 'spawn', `'true'`, ''],
	['a program', 'child_process', 'exec', `'true'`, ''],
])('a quick test that starts %s by %s.%s fails with what to do', async (what, module, method, argument, then) => {
	const files = { 'a.test.js': `it('starts', () => { require('node:${module}').${method}(${argument})${then}; });` };
	const testRunner = resolve('test/unit/silent-circus.cjs');
	const output = join(folder, 'result.json');
	const more = ['--json', '--outputFile', output, '--forceExit'];
	const refused = await runConfigured(files, { testRunner, globals: { refusesStarts: true } }, more);
	expect(refused).toBe(1);
	expect(readFileSync(output, 'utf8')).toContain(`A quick test started ${what}. Rename its file to *.server.test.ts.`);
	expect(await runConfigured(files, { testRunner }, more)).toBe(0);
});
