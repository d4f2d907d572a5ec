import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openEvents } from '../../providers/compose/events/events';
import {
	chatwootAccount,
	type ChatwootServer,
	chatwootWebhooks,
	signChatwoot,
	startChatwootServer,
} from '../../sandbox/fakes/channels/chatwoot-server';
import { startZApiServer, zApiAccount, type ZApiServer, zApiWebhooks } from '../../sandbox/fakes/channels/z-api-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { callTrigger, startTrigger } from '../../test/support/channels/channel-trigger';
import { waitUntil } from '../../test/support/wait-until';
import { customer, zApiCredential } from '../../test/support/n8n/channel-account';
import { fakeExecuteFunctions } from '../../test/support/n8n/fake-execute-functions';
import { type FakeTrigger, fakeTriggerFunctions, succeeded } from '../../test/support/n8n/fake-trigger-functions';
import { execute } from '../TroupeChannel/execute';
import { tellDesk } from './tell-provider';

let home: string;
let zApi: ZApiServer;
let chatwoot: ChatwootServer;
const open: Array<() => Promise<void>> = [];
beforeEach(async () => {
	process.env.TROUPE_HOME = home = mkdtempSync(join(tmpdir(), 'troupe-desk-'));
	[zApi, chatwoot] = await Promise.all([startZApiServer(), startChatwootServer()]);
});
afterEach(async () => {
	for (const close of open.splice(0)) await close();
	await Promise.all([zApi.close(), chatwoot.close()]);
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

const about = (parameters: IDataObject = {}, more: Partial<FakeTrigger> = {}): FakeTrigger => ({
	node: { id: 'n1', name: 'Trigger', type: 'n8n-nodes-troupe.troupeChannelTrigger' },
	workflow: async () => succeeded([]),
	...more,
	credentials: {
		troupeChannelApi: zApiCredential({ ...zApiAccount, baseUrl: zApi.url }),
		troupeChatwootApi: { ...chatwootAccount, baseUrl: chatwoot.url },
	},
	parameters: {
		...{ channel: 'sales', desk: 'chatwoot', deskOptions: { labels: 'hot-lead, whatsapp', assignee: '7' } },
		...{ options: { quiet: 0, maxQuiet: 0, operators: '7' } },
		...parameters,
	},
});

async function publish() {
	const items: IDataObject[] = [];
	const options = about({}, { workflow: async (item) => (items.push(item), succeeded([])) });
	const { close, warnings } = await startTrigger(options);
	open.push(close);
	const parts = await openChannels({ stateFolder: home });
	return {
		items,
		parts,
		write: (text: string) => callTrigger(options, zApiWebhooks.text(text)),
		/** Writes as a person in the conversation that Chatwoot has with the customer. */
		say(text: string, by = 7, note = true) {
			const sender = { id: 501, name: 'Maria', phone_number: `+${customer}` };
			const conversation = { id: 9, inbox_id: 5, status: 'open', meta: { sender, assignee: null } };
			const writer = { id: by, name: 'Rui', type: 'user' };
			const body = JSON.stringify(chatwootWebhooks.outgoing(text, { conversation, private: note, sender: writer }));
			const headers = signChatwoot(Buffer.from(body), Date.now());
			return callTrigger(options, body, { webhook: 'desk', headers });
		},
		turns: (count: number) => waitUntil(`${count} turns`, () => items.length >= count, { seen: () => [items, warnings] }),
		modeIs: (mode: string) =>
			waitUntil(`the mode ${mode}`, async () => (await parts.mailbox.list('default', { address: customer }, 1))[0]?.mode === mode),
	};
}

describe('a desk', () => {
	it('pauses the workflow when a person writes there, and switches it by commands of operators, who are read by the agent', async () => {
		const { write, say, turns, modeIs, items } = await publish();
		await write('Oi');
		await turns(1);
		expect((await say('Sou o Rui, a chapa é de 2 mm?', 7, false)).status).toBe(200);
		await modeIs('person');
		await write('Sim, 2 mm');
		expect((await say('/bot on', 8)).status).toBe(200);
		expect((await say('/bot on')).status).toBe(200);
		await modeIs('agent');
		await turns(2);
		expect(items).toHaveLength(2);
		expect(items[1]!['chatInput']).toContain('Person: "Sou o Rui, a chapa é de 2 mm?"');
		expect(items[1]!['chatInput']).toMatch(/\nSim, 2 mm$/);
		expect((await say('/bot off')).status).toBe(200);
		await modeIs('off');
		const events = await (await openEvents({ stateFolder: home })).read('default', 0, 20);
		expect(events.map(({ type }) => type)).toEqual(['conversation.taken-over', 'conversation.returned']);
	});

	it('gets the summary, labels and assignment of a conversation that the workflow hands over', async () => {
		const { write, turns, items, modeIs } = await publish();
		await write('Quero duas prensas');
		await turns(1);
		const { conversation } = items[0] as { conversation: { id: string } };
		const parameters = {
			operation: 'handOver',
			conversation: conversation.id,
			reason: 'O lead está quente',
			lastWords: 'Um vendedor continua.',
		};
		const summary = { name: 'Ana Souza', temperature: 'quente' };
		const context = fakeExecuteFunctions({ parameters: { ...parameters, summary }, executionId: 'e1' });
		const [[item]] = (await execute.call(context, openGate())) as [[{ json: IDataObject }]];
		expect(item.json).toMatchObject({ mode: 'person', desk: 'sales-desk', problem: null });
		await modeIs('person');
		const labelled = () => [...chatwoot.conversations.values()].find(({ labels, assignee }) => labels.length === 2 && assignee === 7);
		await waitUntil('the labels and the assignment', labelled, {
			seen: () => chatwoot.calls.map(({ method, path }) => `${method} ${path}`),
		});
		expect(chatwoot.written).toMatchObject([{ private: true, content: expect.stringContaining('Ana Souza') as string }]);
		await waitUntil('the last words', () => zApi.sent.length === 1);
	});

	it('that the trigger does not have gets 404, and a request that Chatwoot did not sign is refused', async () => {
		await publish();
		expect((await callTrigger(about({ desk: 'none' }), {}, { webhook: 'desk' })).status).toBe(404);
		expect((await callTrigger(about(), {}, { webhook: 'desk' })).status).toBe(401);
	});

	it('is told its address when the workflow is published', async () => {
		const url = 'https://n8n.example/webhook/1/desk';
		const { context } = fakeTriggerFunctions(about());
		const hook = { ...context, getNodeWebhookUrl: () => url } as unknown as IHookFunctions;
		expect(await tellDesk(hook)).toBe(true);
		expect(chatwoot.webhooks).toMatchObject([{ url }]);
	});
});

it.each<[string, IDataObject, string]>([
	['a team without a number', { deskOptions: { team: 'Sales' } }, 'Team ID is "Sales": expected a number'],
	['a label with spaces', { deskOptions: { labels: 'hot lead' } }, '"hot lead" is not a label'],
	['a label for what never happens', { deskOptions: { escalationLabel: 'late' } }, 'has no effect without "Unanswered After (Minutes)"'],
	['a channel that cannot be its own desk', { desk: 'channel' }, 'cannot be its own desk'],
	['a name that is too long for a desk', { channel: 'a'.repeat(36) }, 'has 36 characters, at most 35 are allowed'],
])('the workflow is not published with %s', async (_what, parameters, message) => {
	await expect(startTrigger(about(parameters))).rejects.toThrow(message);
});
