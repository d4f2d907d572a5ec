import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IBinaryKeyData, IDataObject, IHookFunctions, IRun } from 'n8n-workflow';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { drawPdf, lines } from '../../providers/documents/formats/pdf/draw-pdf.fixture';
import { startTelegramServer, telegramAccount } from '../../sandbox/fakes/channels/telegram-server';
import { startZApiServer, zApiAccount, type ZApiServer, zApiWebhooks as webhook } from '../../sandbox/fakes/channels/z-api-server';
import { openGate } from '../../sandbox/fakes/permissive-gate';
import { slowTest } from '../../test/support/slow-tests';
import { tinyImages } from '../../test/support/tiny-images';
import { callTrigger, startTrigger, type WebhookCall } from '../../test/support/channels/channel-trigger';
import { waitUntil } from '../../test/support/wait-until';
import { customer, zApiCredential } from '../shared/testing/channel-account';
import { ended, failed, fakeTriggerFunctions, succeeded, type FakeTrigger } from '../shared/testing/fake-trigger-functions';
import { tellProvider } from './tell-provider';
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

	it.each<[string, Partial<FakeTrigger>, string]>([
		['a name that cannot be part of an address', { parameters: { channel: 'My Sales' } }, 'is not the name of a channel'],
		[
			'a credential that lacks something',
			{ credentials: { troupeChannelApi: { provider: 'z-api' } } },
			'"instanceId" of Z-API (WhatsApp) is missing',
		],
		['a provider that does not exist', { credentials: { troupeChannelApi: { provider: 'icq' } } }, 'There is no provider "icq"'],
		[
			'an origin whose name cannot be a label',
			{ parameters: { channel: 'sales', options: { origins: { origin: [{ via: 'ad', name: 'Feira!' }] } } } },
			'"Feira!" is not a name of an origin',
		],
		[
			'hours that nobody can read',
			{ parameters: { channel: 'sales', options: { hours: 'mon-fri 9-18' } } },
			'The option "Business Hours" contains "mon-fri 9-18", which cannot be read',
		],
		[
			'a follow-up without a time',
			{ parameters: { channel: 'sales', options: { followUps: 'Hello?' } } },
			'The option "Follow-Ups" contains "Hello?", which cannot be read',
		],
		[
			'more follow-ups than anybody wants',
			{ parameters: { channel: 'sales', options: { followUps: '1h\n'.repeat(11) } } },
			'The option "Follow-Ups" has 11 lines, at most 10 are allowed',
		],
		[
			'a follow-up that would go out after the last one may',
			{ parameters: { channel: 'sales', options: { followUps: '2d\n6d Still there?', followUpUntil: 7 } } },
			'would go out 8d after',
		],
		[
			'quiet hours that nobody can read (WingedGuardian/GENesis-AGI#1959)',
			{ parameters: { channel: 'sales', options: { quietHours: '8pm to 8am' } } },
			'The option "Quiet Hours" contains "8pm to 8am"',
		],
		[
			'quiet hours that leave no time',
			{ parameters: { channel: 'sales', options: { hours: 'mon-fri 09:00-18:00', quietHours: '08:00-20:00' } } },
			'leave no time within the hours of the channel',
		],
		[
			'a time zone that does not exist',
			{ parameters: { channel: 'sales', options: { quietHours: 'sun', timeZone: 'Brasilia' } } },
			'There is no time zone "Brasilia"',
		],
		[
			'a text for demands that has no protocol',
			{ parameters: { channel: 'sales', options: { rightTexts: 'opt-out pt Tchau' } } },
			'The option "Texts for Demands" contains "opt-out pt Tchau", which cannot be read',
		],
		[
			'a word for demands that is a courtesy',
			{ parameters: { channel: 'sales', options: { rightWords: 'opt-out obrigado' } } },
			'cannot be a demand',
		],
		['holidays of a channel that is never closed', { parameters: { channel: 'sales', options: { holidays: 'BR' } } }, 'has no hours'],
		['a network without an address', { parameters: { channel: 'sales', options: { networks: 'here' } } }, '"here" is not a network'],
	])('is not published with %s', async (_what, options, message) => {
		const { context } = fakeTriggerFunctions({ ...about(), ...options });
		await expect(trigger.call(context, openGate())).rejects.toThrow(message);
	});
});

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

describe('the provider', () => {
	const tell = (data: IDataObject, mode = 'trigger', options: IDataObject = {}) => {
		const { context } = fakeTriggerFunctions({ ...about({ credentials: { troupeChannelApi: data as never } }), parameters: { options } });
		const hook = { ...context, getMode: () => mode, getNodeWebhookUrl: () => 'https://n8n.example/webhook/1/channel' };
		return tellProvider(hook as unknown as IHookFunctions);
	};

	it('is told the address when the workflow is published, not in a test, and not against its builder’s will', async () => {
		const telegram = await startTelegramServer();
		const data = { provider: 'telegram', baseUrl: telegram.url, accessToken: telegramAccount.token };
		await tell(data, 'manual');
		await tell(data, 'trigger', { connect: false });
		expect(telegram.webhook).toBeUndefined();
		await tell(data);
		expect(telegram.webhook).toMatchObject({ url: 'https://n8n.example/webhook/1/channel' });
		await expect(tell({ ...data, accessToken: 'wrong' })).rejects.toThrow('Telegram answered 401');
		await telegram.close();
	});

	it.each([
		[{ followUps: 'soon' }, /"Follow-Ups" contains "soon"/],
		[{ quietHours: '8pm-8am' }, /"Quiet Hours" contains "8pm-8am"/],
		[{ rightWords: 'stop: chega' }, /"Words for Demands" contains "stop: chega"/],
		[{ hours: 'seg-sex 09:00-18:00' }, /"Business Hours" contains/],
	])('has to wait for a mistake in the options, in a test too, which would listen in vain: %j', async (options, problem) => {
		await expect(tell({}, 'manual', options)).rejects.toThrow(problem);
	});

	it('is left alone where a person enters the address', async () => {
		const calls = server.calls.length;
		expect(await tell(zApiCredential({ ...zApiAccount, baseUrl: server.url }))).toBe(true);
		expect(server.calls.length).toBe(calls);
	});
});
