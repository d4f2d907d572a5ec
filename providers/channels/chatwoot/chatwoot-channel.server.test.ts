import { describeDesk } from '../../../core/channels/desk.contract';
import { describeChannel, receive } from '../../../core/channels/channel.contract';
import type { ChannelRequest } from '../../../core/ports/channels/channel';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import {
	chatwootAccount,
	type ChatwootServer,
	chatwootWebhooks as webhook,
	newDelivery,
	signChatwoot,
	startChatwootServer,
} from '../../../sandbox/fakes/channels/chatwoot-server';
import { type FakeServer, startFakeServer } from '../../../sandbox/fakes/fake-server';
import { guardedFetch } from '../../http/guarded-fetch';
import { createChatwootChannel } from './chatwoot-channel';

let server: ChatwootServer;
let files: FakeServer;
beforeAll(async () => {
	server = await startChatwootServer();
	files = await startFakeServer(({ path }) =>
		path === '/yard.gif' ? { status: 200, headers: { 'content-type': 'text/html' }, body: 'GIF89a' } : { status: 404, body: '' },
	);
});
afterAll(() => Promise.all([server.close(), files.close()]));

const signal = new AbortController().signal;
const send = guardedFetch({ allowPrivateNetworks: true });
const open = ({ wrongSecret = false, url = server.url } = {}) =>
	createChatwootChannel({ baseUrl: url, ...chatwootAccount, ...(wrongSecret && { accessToken: 'wrong-secret' }) }, send);
const receivedAt = 1_700_000_000_000;
const request = (payload: unknown): ChannelRequest => {
	const body = new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload));
	return {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...signChatwoot(body, receivedAt) },
		query: {},
		body,
		receivedAt,
	};
};
const read = (payload: unknown) => receive(open(), request(payload));
const address = '12';
const text: MessageContent = { kind: 'text', text: 'Hello!' };

describeChannel(() => ({
	...{ server, open, request, address, text: (words) => webhook.text(words) },
	secrets: [chatwootAccount.accessToken, chatwootAccount.webhookSecret],
	picture: `${files.url}/yard.gif`,
}));

describe('the desk of Chatwoot', () => {
	describeDesk(() => ({ server, open: (options) => open(options).desk!, address: '13', secret: chatwootAccount.accessToken }));

	it.each([
		['team', '3', { kind: 'sent' }],
		['assignee', '7', { kind: 'sent' }],
		['team', '9', { kind: 'refused', retryable: false, reason: expect.stringContaining('no team "9"') as string }],
		['assignee', '9', { kind: 'refused', retryable: false, reason: expect.stringContaining('no agent "9"') as string }],
	] as const)('assigns the %s %s, if there is one', async (kind, value, outcome) => {
		expect(await open().desk!.change('14', { kind, value }, signal)).toMatchObject(outcome);
	});
});

describe('a webhook of Chatwoot', () => {
	it('refuses one whose signature is missing or of another secret, an old one, and one of another account', async () => {
		const signed = request(webhook.text('x'));
		const with_ = (headers: Record<string, string>): ChannelRequest => ({ ...signed, headers });
		const old = signChatwoot(signed.body, receivedAt - 6 * 60_000);
		expect(await open().verify(with_({}))).toMatchObject({ status: 401, reason: 'signature' });
		expect(await open().verify(with_(signChatwoot(signed.body, receivedAt, 'other')))).toMatchObject({ status: 401, reason: 'signature' });
		expect(await open().verify(with_({ ...old, 'x-chatwoot-timestamp': String(receivedAt / 1_000) }))).toMatchObject({
			reason: 'signature',
		});
		expect(await open().verify(with_(old))).toMatchObject({ status: 401, reason: 'timestamp' });
		expect(await open().verify(request(webhook.text('x', { account: { id: 2 } })))).toMatchObject({ status: 403, reason: 'instance' });
	});

	it('takes unsigned ones where Chatwoot does not sign: the secret in the address protects them', async () => {
		const { webhookSecret: _none, ...unsigned } = chatwootAccount;
		const channel = createChatwootChannel({ baseUrl: server.url, ...unsigned }, send);
		expect(channel.abilities.signs).toBe(false);
		expect(await channel.verify({ ...request(webhook.text('x')), headers: {} })).toMatchObject({ kind: 'accepted' });
	});

	it('knows a repeated delivery by what is signed, whatever its header says', async () => {
		const [signed, other] = [request(webhook.text('x')), request(webhook.text('y'))];
		const keys = await Promise.all(
			[signed, signed, other].map(async (one) => {
				const verified = await open().verify({ ...one, headers: { ...one.headers, ...newDelivery() } });
				return verified.kind === 'accepted' && verified.key;
			}),
		);
		expect(keys[0]).toBe(keys[1]);
		expect(keys[0]).not.toBe(keys[2]);
	});

	it('knows the contact by its id; a phone number that people typed proves nothing', async () => {
		const { host } = new URL(server.url);
		expect(await read(webhook.text('x'))).toMatchObject([
			{
				name: 'Maria',
				contact: [
					{ kind: `chatwoot:${host}/1`, value: '77', proof: 'provider' },
					{ kind: 'phone', value: '+5544988887777', proof: 'entered' },
				],
			},
		]);
	});

	it('tells a person, a bot, and what we wrote ourselves', async () => {
		expect(await read(webhook.outgoing('I take this.'))).toMatchObject([
			{ author: 'account', byProgram: false, writer: { id: '7', name: 'Ana' }, contact: [{ value: '77' }, {}] },
		]);
		const bot = { id: 2, name: 'Bot', type: 'agent_bot' };
		expect(await read(webhook.outgoing('Hi', { sender: bot }))).toMatchObject([{ byProgram: true }]);
		expect(await read(webhook.outgoing('Hi', { content_attributes: { troupe: 'own-1' } }))).toMatchObject([{ mark: 'own-1' }]);
	});

	it('reads a command among people, which the customer does not see', async () => {
		const event = { kind: 'message', author: 'account', content: [{ kind: 'text', text: '/bot on' }] };
		expect(await read(webhook.outgoing('/bot on', { private: true }))).toMatchObject([event]);
	});

	it('reads files and changes of a conversation', async () => {
		expect(await read(webhook.attachment('audio', 'https://a.example/1.ogg'))).toMatchObject([
			{ content: [{ kind: 'audio', reference: 'https://a.example/1.ogg' }] },
		]);
		expect(await read(webhook.status('resolved'))).toMatchObject([{ kind: 'conversation', address, changes: { status: 'resolved' } }]);
		expect(await read(webhook.assigned(7))).toMatchObject([{ changes: { assignee: '7' } }]);
		expect(await read(webhook.assigned(null))).toMatchObject([{ changes: { assignee: null } }]);
		expect(await read(webhook.labelled('hot'))).toMatchObject([{ changes: { labels: ['hot'] } }]);
	});

	it.each([
		['a private note', webhook.outgoing('internal', { private: true }), 'note'],
		['what Troupe shows of a customer', webhook.text('Hello', { content_attributes: { troupe: 'w1' } }), 'note'],
		['another inbox', webhook.text('x', { inbox: { id: 6 } }), 'other-number'],
		['an activity', webhook.text('x', { message_type: 'activity' }), 'unsupported'],
		['a status of a message of ours', webhook.outgoing('x', { event: 'message_updated' }), 'unsupported'],
		['typing', webhook.typing(), 'typing'],
	])('ignores %s', async (_what, payload, reason) => expect(await read(payload)).toMatchObject([{ kind: 'ignored', reason }]));
});

describe('a message through Chatwoot', () => {
	it('carries a mark by which it is found again', async () => {
		const since = Date.now() - 1_000;
		const message = { id: 'own-9', address, content: text, replyTo: '4' };
		expect(await open().findSent!(message, since, signal)).toBeUndefined();
		const outcome = await open().send(message, signal);
		expect(server.written.at(-1)).toMatchObject({ private: false, content_attributes: { troupe: 'own-9', in_reply_to: 4 } });
		expect(outcome).toEqual({ kind: 'sent', messageIds: [String(server.written.at(-1)!['id'])] });
		expect(await open().findSent!(message, since, signal)).toEqual([String(server.written.at(-1)!['id'])]);
		expect(await open().findSent!({ ...message, id: 'own-10' }, since, signal)).toBeUndefined();
	});

	it('takes a file along, with its name, its type by content, and the mark', async () => {
		const content: MessageContent = { kind: 'image', reference: `${files.url}/yard.gif`, caption: 'your yard', fileName: 'yard.gif' };
		const outcome = await open().send({ id: 'own-f', address, content, replyTo: '4' }, signal);
		expect(outcome).toMatchObject({ kind: 'sent' });
		expect(server.written.at(-1)).toMatchObject({
			...{ content: 'your yard', private: false, content_attributes: { troupe: 'own-f', in_reply_to: 4 } },
			attachments: [{ file_name: 'yard.gif', content_type: 'image/gif' }],
		});
	});

	it.each([
		['that is not what it is called', 'video', '/yard.gif', 'is not of the kind "video" but image/gif'],
		['that is not there', 'image', '/gone.gif', 'answered 404'],
	] as const)('sends no file %s', async (_what, kind, path, message) => {
		const content: MessageContent = { kind, reference: `${files.url}${path}` };
		const before = server.written.length;
		await expect(open().send({ id: '1', address, content }, signal)).rejects.toMatchObject({
			...{ code: 'CHANNEL_MEDIA_REFUSED', message: expect.stringContaining(message) as string },
		});
		expect(server.written.length).toBe(before);
	});

	it('loads no file from a private network that a user or model names', async () => {
		const channel = createChatwootChannel({ baseUrl: server.url, ...chatwootAccount }, send, guardedFetch());
		const content: MessageContent = { kind: 'image', reference: `${files.url}/yard.gif` };
		await expect(channel.send({ id: '1', address, content }, signal)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
	});

	it('is refused for a conversation that does not exist', async () => {
		expect(await open().send({ id: '1', address: '4711', content: text }, signal)).toMatchObject({ kind: 'refused', code: '404' });
	});

	it('shows that it writes, and tells Chatwoot its address', async () => {
		await open().showTyping!(address, signal);
		expect(server.calls.at(-1)).toMatchObject({ body: { typing_status: 'on' } });
		await open().connect!('https://agents.example.com/channels/default/chat', signal);
		await open().connect!('https://agents.example.com/channels/default/chat', signal);
		expect(server.webhooks).toMatchObject([{ url: 'https://agents.example.com/channels/default/chat' }]);
	});
});
