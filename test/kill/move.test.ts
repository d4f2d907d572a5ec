import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../contract/model-builder';
import { bundleVictim } from '../support/bundle-victim';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { searchInstances } from '../../engine-adapter/embedded/state/instances/instance-directory';
import { moveInstances, originVariable } from '../../engine-adapter/move/move-instances';
import { openTestService, type TestService } from '../support/engine/test-service';
import { connectCamundaRest } from '../../engine-adapter/zeebe/connect-camunda-rest';
import { within } from '../support/wait-until';

const model = processModel('p', [startEvent(), serviceTask('work', { type: 'work' }), endEvent(), ...chain('start', 'work', 'end')]);
const total = 150;
const kills = 6;

let folder: string;
let file: string;
let victim: string;
let target: TestService;
beforeAll(async () => {
	const build = join(__dirname, '../../build');
	mkdirSync(build, { recursive: true });
	folder = mkdtempSync(join(build, 'kill-move-'));
	file = join(folder, 'engine.db');
	victim = bundleVictim(folder, join(__dirname, 'move-victim.ts'), ['@camunda8/sdk']);
	target = await openTestService([]);
}, 120_000);
afterAll(async () => {
	await target.close();
	rmSync(folder, { recursive: true, force: true });
});

/** Kills the move after a number of instances. @returns whether there was something left to kill */
async function moveAndKill(after: number): Promise<boolean> {
	const child = spawn(process.execPath, ['--no-warnings', victim, file, target.url], { stdio: ['ignore', 'pipe', 'inherit'] });
	let moved = 0;
	child.stdout.on('data', (chunk: Buffer) => {
		moved += chunk.toString().split(' moved').length - 1;
		// A few milliseconds later it is somewhere in the next one.
		if (moved >= after) setTimeout(() => child.kill('SIGKILL'), Math.random() * 8);
	});
	const [, signal] = (await within('the move', once(child, 'exit'), { forMs: 60_000 })) as [number | null, string | null];
	return signal === 'SIGKILL';
}

test('a move that is killed again and again starts no instance twice, and loses none', async () => {
	const source = await openEmbeddedEngine({ file });
	await source.deploy([model]);
	const keys: string[] = [];
	for (let count = 0; count < total; count++) keys.push((await source.start({ processId: 'p', variables: { count } })).instanceKey);
	await source.close();
	let killed = 0;
	for (let kill = 0; kill < kills; kill++) if (await moveAndKill(5 + Math.floor(Math.random() * 5))) killed++;
	expect(killed).toBe(kills);

	const arrivedBy = async () => {
		const instances = await target.engine.read((kernel) => searchInstances(kernel, { tenants: 'every' }));
		const origins = await Promise.all(
			instances.map(async ({ instanceKey }) => {
				const { variables } = await target.engine.findInstance(instanceKey);
				return [(variables[originVariable] as string).split('/')[1]!, instanceKey] as const;
			}),
		);
		expect(new Set(origins.map(([key]) => key)).size).toBe(origins.length);
		return new Map(origins);
	};
	const resumed = await openEmbeddedEngine({ file, isPaused: true });
	const cluster = await connectCamundaRest({ address: target.url });
	const unknown: string[] = [];
	for await (const { instanceKey, outcome } of moveInstances(resumed, cluster, { target: target.url, ...cluster.capabilities }))
		if (outcome === 'unknown') unknown.push(instanceKey);
	expect(unknown.length).toBeLessThanOrEqual(kills);
	// What arrived is found by a search. A person knows that the rest did not.
	const before = await arrivedBy();
	expect(unknown.filter((key) => before.has(key))).toEqual([]);
	const known = new Map(unknown.map((key) => [key, null]));
	for await (const { outcome } of moveInstances(resumed, cluster, { target: target.url, ...cluster.capabilities, known }))
		expect(outcome).toBe('moved');
	expect([...(await arrivedBy()).keys()].sort()).toEqual(keys.sort());
	const states = await resumed.read((kernel) => searchInstances(kernel, { tenants: 'every' }).map(({ state }) => state));
	expect(new Set(states)).toEqual(new Set(['TERMINATED']));
	await cluster.close();
	await resumed.close();
}, 180_000);
