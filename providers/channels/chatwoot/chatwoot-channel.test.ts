import { describeDesk } from '../../../core/channels/desk.contract';
import { describeChannel, receive } from '../../../core/channels/channel.contract';
import type { ChannelRequest, MessageContent } from '../../../core/ports';
import {
	chatwootAccount,
	type ChatwootServer,
	chatwootWebhooks as webhook,
	newDelivery,
	signChatwoot,
	startChatwootServer,
} from '../../../sandbox/fakes/channels/chatwoot-server';
import { guardedFetch } from '../../http/guarded-fetch';
import { createChatwootChannel } from './chatwoot-channel';

let server: ChatwootServer;
beforeAll(async () => {
	server = await startChatwootServer();
});
afterAll(() => server.close());

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
	it('refuses one whose signature is missing or of another secret, an old one, and one of another account', () => {
		const signed = request(webhook.text('x'));
		const with_ = (headers: Record<string, string>): ChannelRequest => ({ ...signed, headers });
		const old = signChatwoot(signed.body, receivedAt - 6 * 60_000);
		expect(open().verify(with_({}))).toMatchObject({ status: 401, reason: 'signature' });
		expect(open().verify(with_(signChatwoot(signed.body, receivedAt, 'other')))).toMatchObject({ status: 401, reason: 'signature' });
		expect(open().verify(with_({ ...old, 'x-chatwoot-timestamp': String(receivedAt / 1_000) }))).toMatchObject({ reason: 'signature' });
		expect(open().verify(with_(old))).toMatchObject({ status: 401, reason: 'timestamp' });
		expect(open().verify(request(webhook.text('x', { account: { id: 2 } })))).toMatchObject({ status: 403, reason: 'instance' });
	});

	it('takes unsigned ones where Chatwoot does not sign: the secret in the address protects them', () => {
		const { webhookSecret: _none, ...unsigned } = chatwootAccount;
		const channel = createChatwootChannel({ baseUrl: server.url, ...unsigned }, send);
		expect(channel.abilities.signs).toBe(false);
		expect(channel.verify({ ...request(webhook.text('x')), headers: {} })).toMatchObject({ kind: 'accepted' });
	});

	it('knows a repeated delivery by its header', () => {
		const signed = request(webhook.text('x'));
		const delivery = newDelivery();
		const keys = [delivery, delivery, newDelivery()].map((header) => {
			const verified = open().verify({ ...signed, headers: { ...signed.headers, ...header } });
			return verified.kind === 'accepted' && verified.key;
		});
		expect(keys[0]).toBe(keys[1]);
		expect(keys[0]).not.toBe(keys[2]);
	});

	it('knows the contact by its id; a phone number that people typed proves nothing', () => {
		const { host } = new URL(server.url);
		expect(read(webhook.text('x'))).toMatchObject([
			{
				name: 'Maria',
				contact: [
					{ kind: `chatwoot:${host}/1`, value: '77', proof: 'provider' },
					{ kind: 'phone', value: '+5544988887777', proof: 'entered' },
				],
			},
		]);
	});

	it('tells a person, a bot, and what we wrote ourselves', () => {
		expect(read(webhook.outgoing('I take this.'))).toMatchObject([
			{ author: 'account', byProgram: false, writer: { id: '7', name: 'Ana' }, contact: [{ value: '77' }, {}] },
		]);
		const bot = { id: 2, name: 'Bot', type: 'agent_bot' };
		expect(read(webhook.outgoing('Hi', { sender: bot }))).toMatchObject([{ byProgram: true }]);
		expect(read(webhook.outgoing('Hi', { content_attributes: { troupe: 'own-1' } }))).toMatchObject([{ mark: 'own-1' }]);
	});

	it('reads a command among people, which the customer does not see', () => {
		const event = { kind: 'message', author: 'account', content: [{ kind: 'text', text: '/bot on' }] };
		expect(read(webhook.outgoing('/bot on', { private: true }))).toMatchObject([event]);
	});

	it('reads files and changes of a conversation', () => {
		expect(read(webhook.attachment('audio', 'https://a.example/1.ogg'))).toMatchObject([
			{ content: [{ kind: 'audio', reference: 'https://a.example/1.ogg' }] },
		]);
		expect(read(webhook.status('resolved'))).toMatchObject([{ kind: 'conversation', address, changes: { status: 'resolved' } }]);
		expect(read(webhook.assigned(7))).toMatchObject([{ changes: { assignee: '7' } }]);
		expect(read(webhook.assigned(null))).toMatchObject([{ changes: { assignee: null } }]);
		expect(read(webhook.labelled('hot'))).toMatchObject([{ changes: { labels: ['hot'] } }]);
	});

	it.each([
		['a private note', webhook.outgoing('internal', { private: true }), 'note'],
		['another inbox', webhook.text('x', { inbox: { id: 6 } }), 'other-number'],
		['an activity', webhook.text('x', { message_type: 'activity' }), 'unsupported'],
		['a status of a message of ours', webhook.outgoing('x', { event: 'message_updated' }), 'unsupported'],
		['typing', webhook.typing(), 'typing'],
	])('ignores %s', (_what, payload, reason) => expect(read(payload)).toMatchObject([{ kind: 'ignored', reason }]));
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

	it('is refused for a conversation that does not exist', async () => {
		expect(await open().send({ id: '1', address: '4711', content: text }, signal)).toMatchObject({ kind: 'refused', status: 404 });
	});

	it('shows that it writes, and tells Chatwoot its address', async () => {
		await open().showTyping!(address, signal);
		expect(server.calls.at(-1)).toMatchObject({ body: { typing_status: 'on' } });
		await open().connect!('https://agents.example.com/channels/default/chat', signal);
		expect(server.webhooks.at(-1)).toMatchObject({ url: 'https://agents.example.com/channels/default/chat' });
	});
});
