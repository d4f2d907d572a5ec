import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { suspendedRun } from '../../../core/agents/run-store.contract';
import type { RunNotice, SuspendedRun } from '../../../core/ports/runs/runs';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { openGate } from '../../../test/fakes/permissive-gate';
import { waitUntil } from '../../../test/support/wait-until';
import { fakeTriggerFunctions, type FakeTrigger } from '../../../test/support/n8n/fake-trigger-functions';
import { readFilter } from './read-filter';
import { trigger } from '../trigger';

let home: string;
beforeEach(() => void (process.env.TROUPE_HOME = home = mkdtempSync(join(tmpdir(), 'troupe-approvals-'))));
afterEach(() => {
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

const store = (tenant = 'default') => openRuns({ stateFolder: home, tenant }, home);
const suspend = async (changes: Partial<SuspendedRun> = {}, tenant?: string) =>
	(await store(tenant)).suspend(suspendedRun(Date.now(), changes));

async function start(options: Partial<FakeTrigger> = {}) {
	const emitted: IDataObject[] = [];
	const parameters = { source: 'approvals', events: [], ...(options.parameters as IDataObject) };
	const { context } = fakeTriggerFunctions({ workflow: async (item) => (emitted.push(item), {}), ...options, parameters });
	const { closeFunction, manualTriggerFunction } = await trigger.call(context, openGate());
	return { emitted, close: closeFunction!, test: manualTriggerFunction };
}

const emittedAre = (emitted: IDataObject[], count: number) =>
	waitUntil(`${count} events`, () => emitted.length >= count, { seen: () => emitted, everyMs: 5 });

test('starts the workflow when a run waits, when a person decides, and when nobody does in time', async () => {
	const { emitted, close } = await start();
	const pending: SuspendedRun['pending'] = [{ kind: 'approval', tool: 'pay', approver: 'order desk', message: 'Pay {{amount}}?' }];
	await suspend({ pending, whenTimedOut: 'decline' });
	await (await store()).claim('r:1', 'somebody', true);
	await suspend({ runId: 'late', suspension: 'late:1', decideBy: Date.now() - 1 });
	await emittedAre(emitted, 4);
	await close();
	expect(emitted.map(({ event, runId }) => [event, runId])).toEqual([
		['waiting', 'r'],
		['decided', 'r'],
		['waiting', 'late'],
		['timed-out', 'late'],
	]);
	expect(emitted[0]).toMatchObject({
		...{ tenant: 'default', agent: { id: 'clerk', version: '1.0.0' }, approvers: ['order desk'], pending, whenTimedOut: 'decline' },
		decideBy: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
	});
	// Nothing of what it is about, nor of whom.
	expect(JSON.stringify(emitted)).not.toMatch(/912 345|ana/);
});

test('gives one event to the editor’s test', async () => {
	const { emitted, test: testInEditor, close } = await start({ mode: 'manual', parameters: { events: ['decided'] } });
	await testInEditor!();
	await suspend();
	await (await store()).claim('r:1', 'somebody', true);
	await emittedAre(emitted, 1);
	await close();
	expect(emitted.map(({ event }) => event)).toEqual(['decided']);
});

test('goes on after the last event when n8n starts again', async () => {
	const staticData = {};
	const first = await start({ staticData });
	await suspend({ runId: 'one', suspension: 'one:1' });
	await emittedAre(first.emitted, 1);
	await first.close();
	await suspend({ runId: 'two', suspension: 'two:1' });
	const second = await start({ staticData, activationMode: 'init' });
	await emittedAre(second.emitted, 1);
	await second.close();
	expect(second.emitted.map(({ runId }) => runId)).toEqual(['two']);
});

test('shows an operator the runs of all tenants, and everyone else their own', async () => {
	const own = await start();
	const all = await start({ parameters: { tenants: 'all' } });
	await suspend({}, 'acme');
	await suspend({ runId: 'mine', suspension: 'mine:1' });
	await emittedAre(all.emitted, 2);
	await emittedAre(own.emitted, 1);
	await Promise.all([own.close(), all.close()]);
	expect(all.emitted.map(({ tenant }) => tenant).sort()).toEqual(['acme', 'default']);
	expect(own.emitted.map(({ runId }) => runId)).toEqual(['mine']);
});

const notice: RunNotice = {
	...{ id: 1, at: 0, kind: 'waiting', runId: 'r', suspension: 'r:1', agent: { id: 'clerk', version: '1.0.0' } },
	...{ since: 0, decideBy: 1, whenTimedOut: 'end', pending: [{ kind: 'approval', tool: 'pay', approver: 'Order desk' }] },
};

it.each<[IDataObject, boolean]>([
	[{}, true],
	[{ events: ['waiting'] }, true],
	[{ events: ['decided', 'timed-out'] }, false],
	[{ agents: 'support, cl*' }, true],
	[{ agents: 'support' }, false],
	[{ approvers: 'Order desk' }, true],
	[{ approvers: 'finance' }, false],
	[{ tools: 'p*', agents: 'clerk' }, true],
	[{ tools: 'refund' }, false],
])('with the form %j, a waiting run starts the workflow: %j', (form, starts) => {
	const matches = readFilter({ getNodeParameter: ((name: string, other: unknown) => form[name] ?? other) as never });
	expect(matches(notice)).toBe(starts);
});
