import { existsSync } from 'node:fs';
import { waitUntil } from '../../test/support/wait-until';
import { defaultLimits } from '../levels/limits';
import { type SandboxJob, type SandboxResult, SandboxWorker } from './sandbox-worker';
import { slowTest } from '../../test/support/slow-tests';

const start = (limits = {}) =>
	SandboxWorker.start({
		level: 'L0',
		limits: { ...defaultLimits, ...limits },
		permissions: true,
		readable: [],
		stateFolder: '/nonexistent',
	});

async function run(source: string, { limits = {}, ...job }: Partial<SandboxJob> & { limits?: object } = {}): Promise<SandboxResult> {
	return (await start(limits)).run({ name: 'script.js', source, ...job });
}

it('runs a CommonJS file as the main module, with its input', async () => {
	const result = await run('console.log(require.main === module, process.argv.length, require("fs").readFileSync(0, "utf8"))', {
		input: 'input',
	});
	expect(result).toMatchObject({ outcome: 'completed', exitCode: 0, signal: null });
	expect(result.stdout.toString()).toBe('true 2 input\n');
});

slowTest.each(['script.mjs', 'script.js'])('runs a module in %s', async (name) => {
	const result = await run('import { sep } from "node:path"; console.log(await Promise.resolve(sep));', { name });
	expect(result.stdout.toString()).toBe('/\n');
});

slowTest('tells how a script fails', async () => {
	const thrown = await run('throw new Error("broken")');
	expect(thrown).toMatchObject({ outcome: 'failed', exitCode: 1 });
	expect(thrown.stderr.toString()).toContain('broken');
	expect(await run('process.exit(7)')).toMatchObject({ outcome: 'failed', exitCode: 7 });
	expect(await run('process.exit(137)')).toMatchObject({ outcome: 'failed', exitCode: 137 });
	expect(await run('process.exitCode = 4; process.on("exit", () => (process.exitCode = 5))')).toMatchObject({
		outcome: 'failed',
		exitCode: 5,
	});
	expect(await run('this is not JavaScript')).toMatchObject({ outcome: 'failed', exitCode: 1 });
});

it('ends a script that exceeds its time', async () => {
	expect(await run('for (;;);', { limits: { timeMs: 200 } })).toMatchObject({ outcome: 'limit', limit: 'time' });
});

slowTest('ends a script that exceeds its memory outside of the heap', async () => {
	const source = 'const all = []; for (;;) all.push(Buffer.alloc(1e6, 1));';
	expect(await run(source, { limits: { memoryMb: 128, timeMs: 60_000 } })).toMatchObject({ outcome: 'limit', limit: 'memory' });
});

slowTest('ends a script that exceeds its memory in the heap', async () => {
	const source = 'const all = []; for (;;) all.push(new Array(1000).fill({}));';
	expect(await run(source, { limits: { memoryMb: 128, timeMs: 60_000 } })).toMatchObject({ outcome: 'limit', limit: 'memory' });
});

slowTest('ends a script that writes too much, and returns what it wrote until then', async () => {
	const source = 'const fs = require("fs"); for (;;) fs.writeSync(1, "x".repeat(1000));';
	const result = await run(source, { limits: { outputBytes: 10_000, timeMs: 60_000 } });
	expect(result).toMatchObject({ outcome: 'limit', limit: 'output' });
	expect(result.stdout.length).toBe(10_000);
});

it('gives a script nothing of its host', async () => {
	const result = await run('console.log(JSON.stringify({ env: process.env, files: require("fs").readdirSync(".") }))');
	expect(JSON.parse(result.stdout.toString())).toEqual({ env: {}, files: ['script.js'] });
});

slowTest('removes the folder of a run', async () => {
	const worker = await start();
	const { stdout } = await worker.run({ name: 'script.js', source: 'console.log(__dirname)' });
	await worker.gone;
	expect(stdout.toString()).toContain('troupe-sandbox-');
	expect(existsSync(stdout.toString().trim())).toBe(false);
});

slowTest('returns all of a long output, in order', async () => {
	const source = 'for (let line = 0; line < 20_000; line++) console.log(line)';
	const lines = (await run(source)).stdout.toString().split('\n');
	expect(lines).toEqual([...Array.from({ length: 20_000 }, (_, line) => String(line)), '']);
});

slowTest.each([
	['says that it ended and runs on', 'require("fs").writeSync(3, "0\\n"); for (;;);', { outcome: 'limit', limit: 'time' }],
	[
		'says so and closes its output',
		'const fs = require("fs"); fs.writeSync(3, "7\\n"); fs.closeSync(1); fs.closeSync(2); for (;;);',
		{ outcome: 'failed', exitCode: 7 },
	],
	['writes there without end', 'for (;;) require("fs").writeSync(3, "x".repeat(65_536))', { outcome: 'limit', limit: 'time' }],
	['has closed what it says it on', 'require("fs").closeSync(3)', { outcome: 'completed', exitCode: 0 }],
])('ends a script that %s', async (_, source, expected) => {
	const worker = await start({ timeMs: 1_000 });
	expect(await worker.run({ name: 'script.js', source })).toMatchObject(expected);
	await worker.gone;
});

slowTest('ends a run that is cancelled, also before it began', async () => {
	const worker = await start();
	const cancel = new AbortController();
	const running = worker.run({ name: 'script.js', source: 'setInterval(() => {}, 1000)' }, cancel.signal);
	cancel.abort();
	expect(await running).toMatchObject({ outcome: 'cancelled' });
	expect(await (await start()).run({ name: 'script.js', source: 'console.log(1)' }, AbortSignal.abort())).toMatchObject({
		outcome: 'cancelled',
	});
});

slowTest('leaves no process running whose script answers nothing any more', async () => {
	const result = await run('console.log(process.pid); for (;;);', { limits: { timeMs: 500 } });
	const pid = Number(result.stdout.toString());
	await waitUntil('the end of the process', () => pid === 0 || !existsSync(`/proc/${pid}`));
});

slowTest('says what is missing for a level that cannot start', async () => {
	const child = SandboxWorker.start({
		level: 'L0+',
		limits: { ...defaultLimits, memoryMb: 1 },
		permissions: true,
		readable: [],
		stateFolder: '/nonexistent',
	});
	await expect(child).rejects.toMatchObject({
		code: 'NOT_SUPPORTED',
		fix: expect.stringMatching(/./),
		details: { level: 'L0+', blocker: expect.stringMatching(/./) },
	});
});
