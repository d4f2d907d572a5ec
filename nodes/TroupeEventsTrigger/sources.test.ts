import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { suspendedRun } from '../../core/agents/run-store.contract';
import { openEvents } from '../../providers/compose/events/events';
import { openRuns } from '../../providers/compose/state/host-runs';
import { openGate } from '../../sandbox/fakes/permissive-gate';
import { loadNode } from '../../test/shared/package-files';
import { waitUntil } from '../../test/support/wait-until';
import { recordViolations } from '../shared/guardrails/record-violations';
import { fakeExecuteFunctions } from '../shared/testing/fake-execute-functions';
import { fakeTriggerFunctions } from '../shared/testing/fake-trigger-functions';
import { trigger } from './trigger';

let home: string;
beforeEach(() => void (process.env.TROUPE_HOME = home = mkdtempSync(join(tmpdir(), 'troupe-event-sources-'))));
afterEach(() => {
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

async function follow(parameters: IDataObject, staticData: IDataObject = {}) {
	const emitted: IDataObject[] = [];
	const gate = openGate();
	const workflow = async (item: IDataObject) => (emitted.push(item), {});
	const { context } = fakeTriggerFunctions({ workflow, parameters, staticData, activationMode: 'init' });
	const { closeFunction } = await trigger.call(context, gate);
	const seen = (count: number) => waitUntil(`${count} items`, () => emitted.length >= count, { seen: () => emitted, everyMs: 5 });
	return { emitted, seen, close: closeFunction!, admitted: gate.admitted };
}

const suspend = async () => (await openRuns({ stateFolder: home, tenant: 'default' }, home)).suspend(suspendedRun(Date.now(), {}));
const violate = () =>
	recordViolations(
		fakeExecuteFunctions({ parameters: {} }),
		[{ guardrail: 'secrets', code: 'SECRET', stage: 'output', action: 'block', matches: [], reason: 'It holds a key.' }],
		'c',
	);

test('follows runs that wait for a person, as the node that may run', async () => {
	const { emitted, seen, close, admitted } = await follow({ source: 'approvals', events: ['waiting'] });
	await suspend();
	await seen(1);
	await close();
	expect(emitted).toEqual([expect.objectContaining({ event: 'waiting', runId: 'r', approvers: expect.any(Array) as unknown })]);
	expect(admitted).toMatchObject([{ kind: 'node', name: 'n8n-nodes-troupe.troupeEventsTrigger' }]);
});

test('follows violations of guardrails, with their places', async () => {
	const { emitted, seen, close } = await follow({ source: 'violations', codes: [], actions: [], stages: ['output'], guardrails: '' });
	await violate();
	await seen(1);
	await close();
	expect(emitted).toEqual([expect.objectContaining({ guardrail: 'secrets', code: 'SECRET', action: 'block' })]);
});

test('asks for the credential of a registry to follow one', async () => {
	await expect(follow({ source: 'registry' })).rejects.toThrow(/registry/i);
});

test('begins with the next event where it followed something else before: the numbers are those of another log', async () => {
	const staticData = {};
	await violate();
	const before = await follow({ source: 'violations', codes: [], actions: [], stages: [], guardrails: '' }, staticData);
	await before.close();
	await (
		await openEvents({ stateFolder: home })
	).append('default', [
		{ type: 'channel.disconnected', data: { channel: 'one' } },
		{ type: 'channel.disconnected', data: { channel: 'two' } },
	]);
	const { emitted, seen, close } = await follow({ source: 'events', types: ['channel.disconnected'], agents: '' }, staticData);
	await (await openEvents({ stateFolder: home })).append('default', [{ type: 'channel.disconnected', data: { channel: 'three' } }]);
	await seen(1);
	await close();
	expect(emitted.map(({ data }) => data)).toEqual([{ channel: 'three' }]);
});

test.each(['TroupeAgentTrigger', 'TroupeGuardrailsTrigger', 'TroupeRegistryTrigger'])(
	'takes the place of %s, which opens and runs but is not offered',
	(name) => {
		expect(loadNode(`nodes/${name}/${name}.node.ts`).description.hidden).toBe(true);
		expect(loadNode('nodes/TroupeEventsTrigger/TroupeEventsTrigger.node.ts').description.hidden).toBeUndefined();
	},
);
