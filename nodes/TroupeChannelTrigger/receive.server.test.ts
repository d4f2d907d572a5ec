import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { startZApiServer, zApiAccount, type ZApiServer, zApiWebhooks as webhook } from '../../sandbox/fakes/channels/z-api-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { slowTest } from '../../test/support/slow-tests';
import { callTrigger, startTrigger, type WebhookCall } from '../../test/support/channels/channel-trigger';
import { waitUntil } from '../../test/support/wait-until';
import { zApiCredential } from '../../test/support/n8n/channel-account';
import { fakeTriggerFunctions, succeeded, type FakeTrigger } from '../../test/support/n8n/fake-trigger-functions';
import { trigger } from './trigger';

let home: string;
let server: ZApiServer;
const open: Array<() => Promise<void>> = [];
beforeAll(async () => {
	server = await startZApiServer();
});
afterAll(() => server.close());
beforeEach(() => void (process.env.TROUPE_HOME = home = mkdtempSync(join(tmpdir(), 'troupe-channel-trigger-'))));
afterEach(async () => {
	for (const close of open.splice(0)) await close();
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

const state = (tenant = 'default') => openChannels({ stateFolder: home, tenant });
const about = (options: Partial<FakeTrigger> = {}) => ({
	node: { id: 'n1', name: 'Trigger', type: 'n8n-nodes-troupe.troupeChannelTrigger' },
	credentials: { troupeChannelApi: zApiCredential({ ...zApiAccount, baseUrl: server.url }) },
	workflow: async () => succeeded([]),
	...options,
	parameters: { channel: 'sales', options: { quiet: 0, maxQuiet: 0, ...(options.parameters as IDataObject) } },
});

async function activate(workflow: FakeTrigger['workflow'], options: Partial<FakeTrigger> = {}, graceMs?: number) {
	const started = await startTrigger(about({ workflow, ...options }), graceMs);
	open.push(started.close);
	return started;
}

const post = (payload: unknown, options: Partial<FakeTrigger> = {}, call: WebhookCall = {}) => callTrigger(about(options), payload, call);

const itemsAre = (items: IDataObject[], count: number) =>
	waitUntil(`${count} executions`, () => items.length >= count, { seen: () => items, everyMs: 10 });
const settled = async () => {
	const { mailbox } = await state();
	return waitUntil('no turn to wait', async () => (await mailbox.turns.nextDue()) === undefined, { everyMs: 10 });
};

describe('a request', () => {
	it('gets 404 before the workflow was published, and starts nothing', async () => {
		expect(await post(webhook.text('hello'))).toMatchObject({ status: 404, returned: { noWebhookResponse: true } });
	});

	it('is refused from another network, with another instance, without JSON, and too large', async () => {
		await activate(async () => succeeded([]), { parameters: { networks: '203.0.113.0/24' } });
		expect((await post(webhook.text('x'), {}, { ip: '198.51.100.1' })).status).toBe(404);
		expect((await post(webhook.text('x', { instanceId: 'OTHER' }))).status).toBe(403);
		expect((await post('not json')).status).toBe(400);
		expect((await post('x'.repeat(1_048_577))).status).toBe(413);
		const { channels, receipts } = await state();
		expect(await channels.listTraffic('default')).toMatchObject([
			{ refused: 4, lastRefusal: expect.stringContaining('more than') as string },
		]);
		expect(await receipts.list('default', {}, 9)).toEqual([]);
	});

	it('gets 429 from an address that calls too often, and is not stored, while other addresses go on', async () => {
		const parameters = { requests: 2 };
		await activate(async () => succeeded([]), { parameters });
		const call = (ip: string) => post(webhook.text(`from ${ip}`), { parameters }, { ip });
		const [first, second, third] = [await call('192.0.2.1'), await call('192.0.2.1'), await call('192.0.2.1')];
		expect([first.status, second.status, third.status]).toEqual([200, 200, 429]);
		expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
		expect(JSON.parse(third.body)).toMatchObject({ status: 429, title: 'Refused' });
		expect((await call('192.0.2.2')).status).toBe(200);
		const { receipts } = await state();
		expect(await receipts.list('default', {}, 9)).toHaveLength(3);
	});

	it('gets 503 while it cannot be stored, so that the provider sends it again', async () => {
		const { warnings, ...answer } = await post(webhook.text('hello'), { parameters: {}, credentials: { troupeDatabaseApi: {} } });
		expect(answer).toMatchObject({ status: 503, returned: { noWebhookResponse: true } });
		expect(warnings.join()).toContain('could not store a request');
	});
});

describe('a test in the editor', () => {
	slowTest('starts the workflow from the request, with the whole burst, and ends the turn', async () => {
		const test: Partial<FakeTrigger> = { mode: 'manual', parameters: { quiet: 1, maxQuiet: 20 } };
		const both = await Promise.all(['one', 'two'].map((words) => post(webhook.text(words), test)));
		expect(both.map(({ status }) => status)).toEqual([200, 200]);
		expect(both.filter(({ returned }) => returned.workflowData !== undefined)).toHaveLength(1);
		const items: IDataObject[] = [];
		const { context } = fakeTriggerFunctions(about({ ...test, workflow: async (item) => (items.push(item), succeeded([])) }));
		await (
			await trigger.call(context, openGate())
		).manualTriggerFunction!();
		await itemsAre(items, 1);
		expect(items).toMatchObject([{ turn: { attempt: 1 } }]);
		expect((items[0]!.chatInput as string).split('\n').sort()).toEqual(['one', 'two']);
		await settled();
	});

	it('says that the published workflow has taken the turn', async () => {
		await activate(async () => succeeded([]));
		await settled();
		const { context, errors } = fakeTriggerFunctions(about({ mode: 'manual' }));
		await (
			await trigger.call(context, openGate())
		).manualTriggerFunction!();
		expect(errors).toMatchObject([{ message: 'The published workflow has taken the turn.' }]);
	});
});
