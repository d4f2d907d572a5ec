import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IBinaryKeyData, IDataObject, IRun } from 'n8n-workflow';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { drawPdf, lines } from '../../test/support/documents/draw-pdf';
import { startZApiServer, zApiAccount, type ZApiServer, zApiWebhooks as webhook } from '../../sandbox/fakes/channels/z-api-server';
import { slowTest } from '../../test/support/slow-tests';
import { tinyImages } from '../../test/support/tiny-images';
import { callTrigger, startTrigger, type WebhookCall } from '../../test/support/channels/channel-trigger';
import { waitUntil } from '../../test/support/wait-until';
import { customer, zApiCredential } from '../../test/support/n8n/channel-account';
import { ended, failed, fakeTriggerFunctions, succeeded, type FakeTrigger } from '../../test/support/n8n/fake-trigger-functions';
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

describe('Troupe Channel Trigger', () => {
	it('asks the gate first', async () => {
		const { context } = fakeTriggerFunctions(about());
		await expect(trigger.call(context, { admit: () => Promise.reject(new Error('not approved')) })).rejects.toThrow('not approved');
	});

	slowTest(
		'stores a request before it is acknowledged, and starts the workflow with the burst, the contact and the conversation',
		async () => {
			const items: IDataObject[] = [];
			const parameters = { quiet: 1, maxQuiet: 20 };
			const { close } = await activate(async (item) => (items.push(item), succeeded([])), { parameters });
			for (const words of ['Olá', 'quanto custa', 'a máquina?']) {
				const { status, returned } = await post(webhook.text(words), { parameters });
				expect([status, returned]).toEqual([200, { noWebhookResponse: true }]);
			}
			await itemsAre(items, 1);
			await settled();
			await close();
			expect(items).toMatchObject([
				{
					chatInput: 'Olá\nquanto custa\na máquina?',
					sessionId: expect.stringMatching(/-1$/) as string,
					messages: [{ content: [{ kind: 'text', text: 'Olá' }] }, {}, {}],
					transcript: null,
					contact: {
						name: 'Maria',
						aliases: expect.arrayContaining([{ kind: 'phone', value: '+5544988887777', proof: 'provider' }]) as unknown,
					},
					conversation: { channel: 'sales', address: customer, mode: 'agent' },
					state: null,
					turn: { attempt: 1 },
				},
			]);
		},
	);

	it('gives the workflow pictures as files of the item, and the texts of documents in its message', async () => {
		const items: Array<{ json: IDataObject; binary?: IBinaryKeyData }> = [];
		const parameters = { quiet: 0, maxQuiet: 20 };
		await (await activate(async () => succeeded([]), { parameters })).close();
		server.files.set('/media/yard', Buffer.from(tinyImages.png, 'base64'));
		server.files.set('/media/quote', await drawPdf([lines(['The grinder costs 10.'], [50, 60])]));
		const media = ['image', 'document', 'image'] as const;
		for (const [at, name] of ['yard', 'quote', 'gone'].entries())
			await post(webhook[media[at]!](`${server.url}/media/${name}`), { parameters });
		await activate(async (json, binary) => (items.push({ json, ...(binary && { binary }) }), succeeded([])), { parameters });
		await waitUntil('the execution', () => items.length > 0);
		expect(items[0]).toMatchObject({
			json: {
				chatInput: expect.stringMatching(
					/^\[image\] my yard\n\[document quote\.pdf\]\n\[image, whose.*not available any more[^]*<file name="quote\.pdf">\nThe grinder costs 10\.\n<\/file>$/,
				) as string,
				origins: ['document'],
			},
			binary: { image_1: { fileName: 'image_1.png', mimeType: 'image/png', data: tinyImages.png } },
		});
	});

	it('starts nothing for an echo of ours, a repeated request, and a person who takes over', async () => {
		const items: IDataObject[] = [];
		await activate(async (item) => (items.push(item), succeeded([])));
		const once = webhook.text('hello');
		for (const payload of [once, once, webhook.own('I take this.', false)]) await post(payload);
		const { mailbox, receipts } = await state();
		await waitUntil('all receipts to be processed', async () => (await receipts.list('default', { state: 'processed' }, 9)).length === 2);
		await settled();
		expect(items.length).toBeLessThanOrEqual(1);
		expect(await mailbox.list('default', {}, 9)).toMatchObject([{ mode: 'person' }]);
	});

	it('keeps what its options say of old messages and of origins as rules of the channel', async () => {
		const origin = [{ via: 'link', source: 'fair', name: 'fair', greeting: ' Welcome! ' }, { via: 'ad' }];
		await activate(async () => succeeded([]), { parameters: { old: 30, origins: { origin } } });
		expect(await (await state()).channels.find('default', 'sales')).toMatchObject({
			rules: { oldMs: 1_800_000, origins: [{ from: 'link:fair', name: 'fair', greeting: 'Welcome!' }, { from: 'ad' }] },
		});
	});

	it('runs one turn of a conversation at a time', async () => {
		const items: IDataObject[] = [];
		const first = Promise.withResolvers<void>();
		await activate(async (item) => {
			items.push(item);
			if (items.length === 1) await first.promise;
			return succeeded([]);
		});
		await post(webhook.text('one'));
		await itemsAre(items, 1);
		await post(webhook.text('two'));
		const { receipts } = await state();
		await waitUntil('the second to be processed', async () => (await receipts.list('default', { state: 'processed' }, 9)).length === 2);
		expect(items.length).toBe(1);
		first.resolve();
		await itemsAre(items, 2);
		expect(items[1]).toMatchObject({ chatInput: 'two' });
	});

	it('loses nothing that was stored before a restart', async () => {
		const before = await activate(async () => succeeded([]));
		await before.close();
		await post(webhook.text('are you there?'));
		const items: IDataObject[] = [];
		await activate(async (item) => (items.push(item), succeeded([])), { activationMode: 'init' });
		await itemsAre(items, 1);
		expect(items).toMatchObject([{ chatInput: 'are you there?' }]);
	});

	it('starts no turn a second time whose workflow still runs when the trigger was published again', async () => {
		const items: IDataObject[] = [];
		const running = Promise.withResolvers<Partial<IRun>>();
		const workflow = async (item: IDataObject) => (items.push(item), running.promise);
		const before = await activate(workflow, {}, 1);
		await post(webhook.text('one'));
		await itemsAre(items, 1);
		await before.close();
		await activate(workflow);
		await post(webhook.text('two'));
		const { receipts } = await state();
		await waitUntil('the second to be processed', async () => (await receipts.list('default', { state: 'processed' }, 9)).length === 2);
		expect(items).toHaveLength(1);
		running.resolve(succeeded([]));
		await itemsAre(items, 2);
		expect(items).toMatchObject([{ chatInput: 'one' }, { chatInput: 'two' }]);
	});

	it('gives a turn up when the workflow fails as often as is allowed, without the words of its error', async () => {
		let runs = 0;
		const { warnings } = await activate(async () => (runs++, failed('Maria owes 100')), { parameters: { attempts: 1 } });
		await post(webhook.text('hello'), { parameters: { attempts: 1 } });
		await waitUntil('the turn to be given up', () => warnings.length > 0, { seen: () => warnings, everyMs: 10 });
		await settled();
		expect([runs, warnings.join()]).toEqual([1, expect.stringContaining('was given up. The workflow ended with the status "error"')]);
		expect(warnings.join()).not.toContain('Maria');
	});

	slowTest('starts a turn again, with the same id, when the workflow failed', async () => {
		const turns: IDataObject[] = [];
		await activate(async ({ turn }) => {
			turns.push(turn as IDataObject);
			return turns.length === 1 ? failed('no network') : succeeded([]);
		});
		await post(webhook.text('hello'));
		await waitUntil('the second attempt', () => turns.length === 2, { seen: () => turns });
		expect(turns).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
		expect(turns[1]!.id).toBe(turns[0]!.id);
	});

	it.each<[string, Partial<IRun>]>([
		['that pauses', ended('waiting')],
		['that a person stopped', ended('canceled')],
	])('takes the turn for answered by a workflow %s', async (_what, run) => {
		let runs = 0;
		await activate(async () => (runs++, run));
		await post(webhook.text('hello'));
		await waitUntil('the workflow to run', () => runs === 1);
		await settled();
		expect(runs).toBe(1);
	});

	it('does not take the name of another workflow’s channel', async () => {
		await activate(async () => succeeded([]));
		const other = activate(async () => succeeded([]), { node: { id: 'n2', type: 'n8n-nodes-troupe.troupeChannelTrigger' } });
		await expect(other).rejects.toThrow('The channel "sales" already exists');
	});
});
