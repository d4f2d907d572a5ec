import { describeChannel, receive } from '../../../core/channels/channel.contract';
import type { ChannelRequest } from '../../../core/ports/channels/channel';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import {
	startTelegramServer,
	telegramAccount,
	type TelegramServer,
	telegramUpdates as update,
} from '../../../sandbox/fakes/channels/telegram-server';
import { guardedFetch } from '../../http/guarded-fetch';
import { createTelegramChannel } from './telegram-channel';

let server: TelegramServer;
let secret: string;
const signal = new AbortController().signal;
const send = guardedFetch({ allowPrivateNetworks: true });
const open = ({ wrongSecret = false, url = server.url } = {}) =>
	createTelegramChannel({ baseUrl: url, token: wrongSecret ? '1:wrong-secret' : telegramAccount.token }, send);

beforeAll(async () => {
	server = await startTelegramServer();
	await open().connect!('https://agents.example.com/channels/default/bot', signal);
	secret = server.webhook!['secret_token'] as string;
});
afterAll(() => server.close());

const request = (payload: unknown): ChannelRequest => {
	const body = new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload));
	const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret };
	return { method: 'POST', headers, query: {}, body, receivedAt: 1_700_000_000_000 };
};
const read = (payload: unknown) => receive(open(), request(payload));
const address = '1111111';

describeChannel(() => ({
	...{ server, open, request, address, text: (words) => update.text(words) },
	messageId: `${address}/7`,
	secrets: [telegramAccount.token],
}));

describe('an update of Telegram', () => {
	it('refuses one without the secret, with a wrong one, or without a number', () => {
		const { verify } = open();
		const bare = { ...request(update.text('x')), headers: {} };
		const wrong = { ...bare, headers: { 'x-telegram-bot-api-secret-token': `${secret.slice(1)}0` } };
		for (const forged of [bare, wrong]) expect(verify(forged)).toMatchObject({ kind: 'refused', status: 401, reason: 'secret' });
		expect(verify(request({ message: {} }))).toMatchObject({ kind: 'refused', status: 400 });
	});

	it.each<[string, object]>([
		['in a chat (telegram-bot-rb/telegram-bot#133)', { data: 'a', message: { message_id: 5, chat: { id: 7, type: 'private' } } }],
		['in a group', { data: 'a', message: { message_id: 5, chat: { id: -7, type: 'group' } } }],
		['without data (NousResearch/hermes-agent#78788)', { game_short_name: 'chess' }],
	])('answers a pressed button %s at once, so that it stops loading', (_, pressed) => {
		expect(open().verify(request({ update_id: 9, callback_query: { id: '4382bfdwdsb323b2d9', ...pressed } }))).toMatchObject({
			kind: 'accepted',
			answer: { method: 'answerCallbackQuery', callback_query_id: '4382bfdwdsb323b2d9' },
		});
		expect(open().verify(request(update.text('x')))).not.toHaveProperty('answer');
	});

	it.each<[string, object, MessageContent]>([
		['voice message', update.voice('v1'), { kind: 'audio', reference: 'v1', mimeType: 'audio/ogg', seconds: 7 }],
		['photo, in its largest size', update.photo('p2', 'my yard'), { kind: 'image', reference: 'p2', caption: 'my yard' }],
		['document', update.document('d1'), { kind: 'document', reference: 'd1', mimeType: 'application/pdf', fileName: 'quote.pdf' }],
		['location', update.location(), { kind: 'location', latitude: -8.05, longitude: -34.9 }],
		['reaction', update.reaction(7), { kind: 'reaction', emoji: '👍', messageId: '1111111/7' }],
	])('reads a %s', async (_kind, payload, content) => {
		expect(await read(payload)).toMatchObject([{ kind: 'message', author: 'contact', address, content: [content] }]);
	});

	it('knows a phone number that a person shares as theirs, and no other', async () => {
		const telegram = { kind: 'telegram', value: address, proof: 'provider' };
		const phone = { kind: 'phone', value: '5544988887777', proof: 'provider' };
		expect(await read(update.contact('5544988887777', 1_111_111))).toMatchObject([{ contact: [telegram, phone], name: 'Maria Silva' }]);
		const [other] = await read(update.contact('5544988887777', 2));
		expect(other).toMatchObject({ contact: [telegram] });
		expect((other as { contact: unknown[] }).contact).toHaveLength(1);
	});

	it('reads an edited message, a reply, and that the person blocked the bot', async () => {
		const [edit] = await read(update.edited('I meant ten', { message_id: 7, edit_date: 1_441_645_600 }));
		expect(edit).toMatchObject({ id: '1111111/7', edits: '1111111/7', at: 1_441_645_600_000 });
		expect(await read(update.text('Yes', { reply_to_message: { message_id: 5 } }))).toMatchObject([{ replyTo: '1111111/5' }]);
		expect(await read(update.blocked())).toMatchObject([{ kind: 'conversation', changes: { status: 'blocked' } }]);
	});

	it.each([
		['a group', update.text('x', { chat: { id: -5, type: 'supergroup' } }), 'group'],
		['a channel', update.text('x', { chat: { id: -6, type: 'channel' } }), 'broadcast'],
		['a poll', update.poll(), 'unsupported'],
		[
			'a pin',
			{ update_id: 1, message: { message_id: 1, chat: { id: 1, type: 'private' }, pinned_message: { message_id: 7 } } },
			'unsupported',
		],
	])('ignores %s', async (_what, payload, reason) => expect(await read(payload)).toMatchObject([{ kind: 'ignored', reason }]));
});

describe('a message through Telegram', () => {
	it.each<[MessageContent, string, object]>([
		[{ kind: 'text', text: 'Hello!' }, 'sendMessage', { text: 'Hello!' }],
		[
			{ kind: 'image', reference: 'https://a.example/1.jpg', caption: 'this' },
			'sendPhoto',
			{ photo: 'https://a.example/1.jpg', caption: 'this' },
		],
		[{ kind: 'audio', reference: 'https://a.example/1.ogg' }, 'sendAudio', { audio: 'https://a.example/1.ogg' }],
		[{ kind: 'location', latitude: 1, longitude: 2 }, 'sendLocation', { latitude: 1, longitude: 2 }],
	])('sends %j', async (content, method, body) => {
		const outcome = await open().send({ id: '1', address, content, replyTo: `${address}/5` }, signal);
		const sent = server.sent.at(-1)!;
		expect(outcome).toEqual({ kind: 'sent', messageIds: [`${address}/${sent.number}`] });
		expect(sent).toMatchObject({ method, body: { chat_id: address, reply_parameters: { message_id: 5 }, ...body } });
	});

	it('reacts, and shows that it writes', async () => {
		const reaction: MessageContent = { kind: 'reaction', emoji: '👍', messageId: `${address}/7` };
		expect(await open().send({ id: '1', address, content: reaction }, signal)).toMatchObject({ kind: 'sent' });
		expect(server.calls.at(-1)).toMatchObject({ body: { message_id: 7, reaction: [{ type: 'emoji', emoji: '👍' }] } });
		await open().showTyping!(address, signal);
		expect(server.calls.at(-1)).toMatchObject({ body: { action: 'typing' } });
	});

	it('is refused for good by a person who blocked the bot', async () => {
		server.blocked.add('42');
		const outcome = await open().send({ id: '1', address: '42', content: { kind: 'text', text: 'x' } }, signal);
		expect(outcome).toMatchObject({ kind: 'refused', retryable: false, code: '403', reason: expect.stringContaining('blocked') as string });
	});

	it('waits as long as the body says', async () => {
		server.script([
			{ status: 429, body: { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 9 } } },
		]);
		const outcome = await open().send({ id: '1', address, content: { kind: 'text', text: 'x' } }, signal);
		expect(outcome).toMatchObject({ retryable: true, retryAfterMs: 9_000 });
	});
});

describe('an account at Telegram', () => {
	it('downloads a file, up to the limit', async () => {
		server.files.set('v1', new TextEncoder().encode('OggS 0123456789'));
		const { download } = open();
		expect((await download!('v1', { maxBytes: 100, timeoutMs: 5_000 }, signal)).bytes).toHaveLength(15);
		await expect(download!('v1', { maxBytes: 5, timeoutMs: 5_000 }, signal)).rejects.toMatchObject({ code: 'CHANNEL_MEDIA_REFUSED' });
		await expect(download!('gone', { maxBytes: 5, timeoutMs: 5_000 }, signal)).rejects.toMatchObject({ code: 'CHANNEL_REFUSED' });
	});

	it('tells that Telegram does not know the address', async () => {
		const { webhook } = server;
		server.webhook = undefined;
		expect(await open().check(signal)).toMatchObject({ state: 'disconnected', detail: expect.stringContaining('--connect') as string });
		server.webhook = webhook;
		await expect(open().connect!('http://agents.example.com/x', signal)).rejects.toMatchObject({ code: 'CHANNEL_REFUSED' });
	});
});
