import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../contract/model-builder';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { ExportedRecords } from '../log/exported-records';
import { describeWithBroker } from '../broker/real-engine';
import { until } from '../../support/wait-until';

describeWithBroker('workers in processes of their own, on Zeebe 8.6.0', ({ address, recordsFile }) => {
	let folder: string;
	let script: string;
	let engine: ProcessEngine;
	let records: ExportedRecords;
	const children = new Set<ChildProcess>();

	beforeAll(async () => {
		// In the checkout, where the bundle finds the SDK.
		mkdirSync('build', { recursive: true });
		folder = mkdtempSync(resolve('build/worker-process-'));
		script = bundle(folder);
		engine = await connectZeebe({ address });
		records = new ExportedRecords(recordsFile);
	}, 120_000);
	afterAll(async () => {
		for (const child of children) child.kill('SIGKILL');
		await engine.close();
		records.close();
		rmSync(folder, { recursive: true });
	});

	async function open(type: string, milliseconds: number): Promise<{ child: ChildProcess; said: () => string }> {
		const child = spawn(process.execPath, [script, address, type, join(folder, type), String(milliseconds)], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		children.add(child);
		let said = '';
		child.stdout.on('data', (text: Buffer) => (said += text.toString()));
		await until(() => said.includes('open'));
		return { child, said: () => said };
	}

	/** Starts instances of one task, and gives what waits until all of them have completed. */
	async function startAll(type: string, count: number): Promise<{ ended: () => Promise<unknown> }> {
		await engine.deploy([processModel(type, [startEvent(), serviceTask('work', { type }), endEvent(), ...chain('start', 'work', 'end')])]);
		const keys: string[] = [];
		for (let started = 0; started < count; started++) keys.push((await engine.start({ processId: type })).instanceKey);
		const isOver = async (key: string) => (await records.findInstance(key)).state === 'COMPLETED';
		return { ended: () => until(async () => (await Promise.all(keys.map(isOver))).every(Boolean)) };
	}
	const handled = (type: string) => (existsSync(join(folder, type)) ? readFileSync(join(folder, type), 'utf8').trim().split('\n') : []);

	test('killing one of two that share a type loses no job', async () => {
		const { ended } = await startAll('shared', 60);
		const [first, second] = await Promise.all([open('shared', 100), open('shared', 100)]);
		await until(() => handled('shared').length >= 12);
		first.child.kill('SIGKILL');
		await ended();
		const keys = handled('shared');
		expect(new Set(keys).size).toBe(60);
		// Those that died in its hands were handed out again, and no other.
		expect(keys.length - 60).toBeLessThanOrEqual(4);
		second.child.kill('SIGTERM');
		await once(second.child, 'exit');
	}, 120_000);

	test('SIGTERM lets it finish what it has, take nothing new, and end by itself', async () => {
		const { ended } = await startAll('drained', 10);
		const { child, said } = await open('drained', 1_500);
		await until(() => handled('drained').length === 4);
		child.kill('SIGTERM');
		const [code] = (await once(child, 'exit')) as [number];
		expect({ code, said: said() }).toEqual({ code: 0, said: 'open\ndrained\n' });
		expect(handled('drained')).toHaveLength(4);
		// What it left is free at once.
		const next = await open('drained', 0);
		await ended();
		expect(new Set(handled('drained')).size).toBe(10);
		expect(handled('drained')).toHaveLength(10);
		next.child.kill('SIGTERM');
		await once(next.child, 'exit');
	}, 120_000);
});

/** As plain JavaScript, because it runs outside the test runner; the SDK stays where its assets are. */
function bundle(folder: string): string {
	const command = [
		resolve('node_modules/.bin/rolldown'),
		join(__dirname, 'worker-process.ts'),
		'--dir',
		folder,
		'--format',
		'cjs',
		'--platform',
		'node',
	];
	const bundled = spawnSync(process.execPath, [...command, '--external', '@camunda8/sdk'], { encoding: 'utf8', timeout: 60_000 });
	if (bundled.status !== 0) throw new Error(bundled.stderr);
	return join(folder, 'worker-process.js');
}
