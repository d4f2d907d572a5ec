import { openEmbeddedEngine } from '../engine-adapter/embedded/open-embedded-engine';
import { chain, endEvent, processModel, serviceTask, startEvent, userTask } from '../test/contract/model-builder';
import { collectMetrics } from './metrics-route';
import { UntakenJobs, untakenMs } from './untaken-jobs';

it('tells of a job that no worker takes, once, and no more when one does', async () => {
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	const work = processModel('billing', [startEvent(), serviceTask('work', { type: 'bill' }), endEvent(), ...chain('start', 'work', 'end')]);
	const ask = processModel('asking', [startEvent(), userTask('decide', { native: false }), endEvent(), ...chain('start', 'decide', 'end')]);
	await engine.deploy([work, ask], 'acme');
	await engine.start({ processId: 'asking', tenantId: 'acme' });
	for (let count = 0; count < 2; count++) await engine.start({ processId: 'billing', tenantId: 'acme' });
	const lines: unknown[][] = [];
	let now = 0;
	const untaken = new UntakenJobs(
		engine,
		(...line) => void lines.push(line),
		() => now,
	);
	await untaken.look();
	now += untakenMs - 1;
	await untaken.look();
	expect(lines).toEqual([]);
	now += 1;
	for (let looks = 0; looks < 2; looks++) await untaken.look();
	const facts = { type: 'bill', tenant: 'acme', jobs: 2, fix: expect.stringContaining('--tenants') as string };
	expect(lines).toEqual([['warn', 'jobs that no worker takes', expect.objectContaining(facts)]]);
	expect(await (await collectMetrics(untaken.metrics())).metrics()).toContain('troupe_jobs_untaken{type="bill",tenant="acme"} 2');
	// A busy worker takes the oldest, and the next waits for less long.
	await engine.activate('bill', { limit: 1, timeoutMs: 60_000 });
	await untaken.look();
	expect(untaken.list()).toEqual([]);
	await engine.close();
});
