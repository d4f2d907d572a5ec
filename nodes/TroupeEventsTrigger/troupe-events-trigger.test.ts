import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { eventTypes } from '../../core/events/event-types';
import type { NewEvent, TroupeEvent } from '../../core/ports/events/events';
import { openEvents } from '../../providers/compose/events/events';
import { openGate } from '../../test/fakes/permissive-gate';
import { waitUntil } from '../../test/support/wait-until';
import { fakeTriggerFunctions, type FakeTrigger } from '../../test/support/n8n/fake-trigger-functions';
import { properties } from './properties';
import { readFilter } from './read-filter';
import { trigger } from './trigger';

let home: string;
beforeEach(() => void (process.env.TROUPE_HOME = home = mkdtempSync(join(tmpdir(), 'troupe-events-trigger-'))));
afterEach(() => {
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

const disconnected = (channel: string): NewEvent => ({ type: 'channel.disconnected', data: { channel } });
const publish = async (tenant: string, ...events: NewEvent[]) => (await openEvents({ stateFolder: home })).append(tenant, events);

async function start(options: Partial<FakeTrigger> = {}) {
	const emitted: IDataObject[] = [];
	const parameters = { types: [], agents: '', ...(options.parameters as IDataObject) };
	const { context } = fakeTriggerFunctions({ workflow: async (item) => (emitted.push(item), {}), ...options, parameters });
	const { closeFunction, manualTriggerFunction } = await trigger.call(context, openGate());
	return { emitted, close: closeFunction!, test: manualTriggerFunction };
}

const emittedAre = (emitted: IDataObject[], count: number) =>
	waitUntil(`${count} events`, () => emitted.length >= count, { seen: () => emitted, everyMs: 5 });

test('starts the workflow for events from now on', async () => {
	await publish('default', disconnected('before'));
	const { emitted, close } = await start();
	await publish('default', disconnected('sales'));
	await emittedAre(emitted, 1);
	await close();
	expect(emitted).toEqual([
		{
			...{ id: 2, event: 'channel.disconnected', version: 1, tenant: 'default', data: { channel: 'sales' } },
			eventId: expect.stringMatching(/^evt_/) as string,
			at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
		},
	]);
});

test('goes on after the last event when n8n starts again', async () => {
	const staticData = {};
	const first = await start({ staticData });
	await publish('default', disconnected('one'));
	await emittedAre(first.emitted, 1);
	await first.close();
	await publish('default', disconnected('two'));
	const second = await start({ staticData, activationMode: 'init' });
	await emittedAre(second.emitted, 1);
	await second.close();
	expect(second.emitted.map(({ id }) => id)).toEqual([2]);
});

test('gives one event to the editor’s test', async () => {
	const { emitted, test: testInEditor, close } = await start({ mode: 'manual', parameters: { types: ['channel.disconnected'] } });
	await testInEditor!();
	await publish(
		'default',
		{ type: 'conversation.taken-over', data: { channel: 'sales', conversation: 'c' } },
		disconnected('sales'),
		disconnected('other'),
	);
	await emittedAre(emitted, 1);
	await close();
	expect(emitted.map(({ data }) => data)).toEqual([{ channel: 'sales' }]);
});

test('shows an operator the events of all tenants, and everyone else their own', async () => {
	const own = await start();
	const all = await start({ parameters: { tenants: 'all' } });
	await publish('acme', disconnected('a'));
	await publish('default', disconnected('b'));
	await emittedAre(all.emitted, 2);
	await emittedAre(own.emitted, 1);
	await Promise.all([own.close(), all.close()]);
	expect(all.emitted.map(({ tenant }) => tenant).sort()).toEqual(['acme', 'default']);
	expect(own.emitted.map(({ tenant }) => tenant)).toEqual(['default']);
});

test('offers every type of event', () => {
	const { options = [] } = properties.find(({ name }) => name === 'types')!;
	expect(options.map((option) => 'value' in option && option.value).sort()).toEqual([...eventTypes].sort());
});

const failed: TroupeEvent = {
	...{ id: 1, eventId: 'evt_1', type: 'agent.run.failed', version: 1, at: 0 },
	data: { agent: { id: 'clerk' } },
};
const violated: TroupeEvent = { ...failed, type: 'guardrail.violated', data: { agent: 'support' } };
const policy: TroupeEvent = { ...failed, type: 'policy.changed', data: {} };

it.each<[IDataObject, boolean, boolean, boolean]>([
	[{}, true, true, true],
	[{ types: ['agent.run.failed'] }, true, false, false],
	[{ agents: 'cl*, other' }, true, false, true],
	[{ agents: 'support', types: ['guardrail.violated', 'policy.changed'] }, false, true, true],
])('with the form %j, a failed run starts the workflow: %j, a violation: %j, a policy: %j', (form, ...starts) => {
	const matches = readFilter({ getNodeParameter: ((name: string, other: unknown) => form[name] ?? other) as never });
	expect([failed, violated, policy].map(matches)).toEqual(starts);
});
