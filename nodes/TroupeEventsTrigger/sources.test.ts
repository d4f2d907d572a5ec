import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { suspendedRun } from '../../core/agents/run-store.contract';
import { openEvents } from '../../providers/compose/events/events';
import { dropReadRules, openTenants } from '../../providers/compose/state/host-tenants';
import { openRuns } from '../../providers/compose/state/host-runs';
import { openGate } from '../../test/fakes/permissive-gate';
import { waitUntil } from '../../test/support/wait-until';
import { recordViolations } from '../shared/guardrails/record-violations';
import { fakeExecuteFunctions } from '../../test/support/n8n/fake-execute-functions';
import { fakeTriggerFunctions } from '../../test/support/n8n/fake-trigger-functions';
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

const maria = 'maria.souza@example.com';
async function setTokens(): Promise<void> {
	await (await openTenants({ stateFolder: home }))!.set({
		name: 'default',
		rules: { executionData: 'tokens' },
		changedAt: 0,
		changedBy: 'ana',
	});
	dropReadRules({ stateFolder: home, tenant: 'default' });
}
const expectTokens = (json: IDataObject) => {
	expect(JSON.stringify(json)).not.toContain(maria);
	expect(json).toMatchObject({ personalData: 'tokens', tokensOf: expect.any(String) as string });
};

test('gives n8n tokens where the tenant says so, with the ids as they are', async () => {
	await setTokens();
	const { emitted, seen, close } = await follow({ source: 'events', types: ['channel.message.failed'], agents: '' });
	const ids = { channel: 'sales', conversation: '0mx2rptd00000436fdf683914', message: 'wamid.HBgNNTU0NDk4ODg4Nzc3NxUCABIYFjNFQjA' };
	const data = { ...ids, state: 'failed' as const, reason: `No account ${maria}` };
	await (await openEvents({ stateFolder: home })).append('default', [{ type: 'channel.message.failed', data }]);
	await seen(1);
	await close();
	expectTokens(emitted[0]!);
	expect(emitted[0]).toMatchObject({
		event: 'channel.message.failed',
		data: { ...ids, reason: expect.stringMatching(/^No account \[EMAIL_1_\w+\]$/) as string },
	});
});

test('gives n8n tokens in what waits for a person', async () => {
	await setTokens();
	const { emitted, seen, close } = await follow({ source: 'approvals', events: ['waiting'] });
	const run = suspendedRun(Date.now(), {});
	const pending = run.pending.map((one) => ({ ...one, approver: maria }));
	await (await openRuns({ stateFolder: home, tenant: 'default' }, home)).suspend({ ...run, pending });
	await seen(1);
	await close();
	expectTokens(emitted[0]!);
	expect(emitted[0]).toMatchObject({ runId: 'r', event: 'waiting' });
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
