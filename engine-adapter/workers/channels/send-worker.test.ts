import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealCredential } from '../../../core/credentials/credential-sealing';
import { type ChannelEvent, defaultMailboxRules } from '../../../core/ports';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { openCredentials } from '../../../providers/compose/credentials/credentials';
import { zApiAccount } from '../../../sandbox/fakes/channels/z-api-server';
import { openGate } from '../../../sandbox/fakes/open-gate';
import type { Job } from '../../engine';
import type { WorkerHost } from '../task-worker';
import { sendJobHandler } from './send-worker';

let host: WorkerHost & { stateFolder: string };
let conversation: string;
beforeEach(async () => {
	const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-send-'));
	host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder };
	conversation = await openConversation();
});
afterEach(() => rmSync(host.stateFolder, { recursive: true }));

async function openConversation(): Promise<string> {
	const { store, keys } = await openCredentials(host);
	const identity = { tenant: 'default', name: 'whatsapp', type: 'zApi' };
	const sealed = await sealCredential(keys, identity, { token: zApiAccount.token, clientToken: zApiAccount.clientToken });
	const dates = { createdAt: 1, changedAt: 1, changedBy: 'user:test', tokenEndsAt: null, endsAt: null, checkedAt: null };
	await store.put({ ...identity, provider: null, testUrl: null, revision: 0, ...dates, problem: null, ...sealed }, false);
	const { channels, mailbox } = await openChannels(host);
	await channels.put(
		{
			...{ tenant: 'default', name: 'sales', provider: 'z-api', settings: { instanceId: zApiAccount.instanceId }, credential: 'whatsapp' },
			...{ agent: null, message: 'customer-wrote', rules: {}, state: 'active', allowedNetworks: [], pathSecretHash: null },
			...{ createdAt: 1, changedAt: 1, changedBy: 'user:test' },
		},
		false,
	);
	const event: ChannelEvent = {
		...{ kind: 'message', key: 'm1', id: 'm1', address: '5544988887777', at: Date.now(), author: 'contact' },
		...{ contact: [{ kind: 'phone', value: '5544988887777', proof: 'provider' }], content: [{ kind: 'text', text: 'Hello' }] },
	};
	const applied = await mailbox.apply(event, { tenant: 'default', channel: 'sales', delivery: null }, defaultMailboxRules);
	if (applied.kind !== 'message') throw new Error(applied.kind);
	return applied.conversation;
}

const job = (variables: Record<string, unknown>, headers: Record<string, string> = {}): Job => ({
	...{ key: '11', type: 'troupe:send', instanceKey: '7', processId: 'sales', processDefinitionKey: '3', elementId: 'answer' },
	...{ elementInstanceKey: '8', headers, variables: variables, retries: 3, deadline: 0 },
});
const send = (variables: Record<string, unknown>, headers?: Record<string, string>) =>
	sendJobHandler(host)(job({ conversation: { id: conversation }, ...variables }, headers), new AbortController().signal);
const outbox = async () => (await openChannels(host)).outbox.list('default', { conversation }, 10);

it('puts a text into the outbox, once also when its job comes again', async () => {
	const first = await send({ text: 'Hello, Maria.', replyTo: 'm1' });
	expect(first).toMatchObject({ kind: 'complete', variables: { sent: { state: 'queued' } } });
	expect(await send({ text: 'Hello, Maria.' })).toEqual(first);
	expect(await outbox()).toMatchObject([{ content: { kind: 'text', text: 'Hello, Maria.' }, replyTo: 'm1' }]);
});

it('takes the id of a conversation, and cuts a long text', async () => {
	await send({ conversation, text: `${'word '.repeat(1_000)}end` });
	expect((await outbox()).length).toBe(2);
});

it('sends a file by its address', async () => {
	const media = { kind: 'document', reference: 'https://shop.example/quote.pdf', fileName: 'quote.pdf' };
	await send({ media });
	expect(await outbox()).toMatchObject([{ content: media }]);
});

it('is silent while a person has the conversation, unless the task says otherwise', async () => {
	const { mailbox } = await openChannels(host);
	await mailbox.setMode('default', conversation, { mode: 'person', until: null, by: 'user:ana' });
	expect(await send({ text: 'Hello' })).toMatchObject({ variables: { sent: { state: 'silent', mode: 'person', ids: [] } } });
	expect(await send({ text: 'Hello' }, { evenIfSilent: 'true' })).toMatchObject({ variables: { sent: { state: 'queued' } } });
});

it.each<[string, Record<string, unknown>, RegExp]>([
	['nothing to send', {}, /has nothing to send/],
	['two things to send', { text: 'x', media: {} }, /more than one thing to send \(text, media\)/],
	['a file without https', { media: { kind: 'image', reference: 'http://shop.example/1.jpg' } }, /"media" that cannot be sent/],
	['a kind that the channel lacks', { template: { name: 'hello', language: 'pt_BR' } }, /of the kind "template", which the channel cannot/],
	['no conversation', { conversation: null, text: 'x' }, /does not name a conversation/],
	['an unknown conversation', { conversation: 'c-0', text: 'x' }, /names the conversation "c-0"/],
])('is an incident at once for %s', async (_what, variables, message) => {
	expect(await send(variables)).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringMatching(message) as string });
	expect(await outbox()).toEqual([]);
});

it('asks the gate for its job type', async () => {
	await send({ text: 'Hello' });
	expect((host.gate as ReturnType<typeof openGate>).admitted).toContainEqual({ kind: 'job-type', name: 'troupe:send' });
});
