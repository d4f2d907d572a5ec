import { describeChannel, receive } from '../../../core/channels/channel.contract';
import type { ChannelRequest } from '../../../core/ports/channels/channel';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import {
	signWaha,
	startWahaServer,
	wahaAccount,
	type WahaServer,
	wahaTime,
	wahaWebhooks as webhook,
} from '../../../sandbox/fakes/channels/waha-server';
import { guardedFetch } from '../../http/guarded-fetch';
import { createWahaChannel } from './waha-channel';

let server: WahaServer;
beforeAll(async () => {
	server = await startWahaServer();
});
afterAll(() => server.close());

const signal = new AbortController().signal;
const send = guardedFetch({ allowPrivateNetworks: true });
const open = ({ wrongSecret = false, url = server.url } = {}) =>
	createWahaChannel({ baseUrl: url, ...wahaAccount, ...(wrongSecret && { apiKey: 'wrong-secret' }) }, send);
const receivedAt = wahaTime + 2_000;
const request = (payload: unknown): ChannelRequest => {
	const body = new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload));
	const headers = { 'content-type': 'application/json', ...signWaha(body, receivedAt) };
	return { method: 'POST', headers, query: {}, body, receivedAt };
};
const read = (payload: unknown) => receive(open(), request(payload));
const address = '5544988887777@c.us';
const hello: MessageContent = { kind: 'text', text: 'Hello!' };

describeChannel(() => ({
	...{ server, open, request, address, text: (words) => webhook.text(words) },
	messageId: 'false_5544988887777@c.us_3EB0796DC6B777C0C7CD',
	secrets: [wahaAccount.apiKey, wahaAccount.hmacKey],
}));

describe('a webhook of WAHA', () => {
	it('is refused if its signature is missing, of another key, or of another body', async () => {
		const signed = request(webhook.text('x'));
		const other = request(webhook.text('y'));
		for (const headers of [{}, signWaha(signed.body, receivedAt, 'other'), other.headers]) {
			expect(await open().verify({ ...signed, headers })).toMatchObject({ status: 401, reason: 'signature' });
		}
	});

	it('is refused a day later, whatever its header says', async () => {
		const old = { ...request({ ...webhook.text('x'), timestamp: receivedAt - 25 * 3_600_000 }) };
		expect(await open().verify(old)).toMatchObject({ status: 401, reason: 'timestamp' });
		const ahead = { ...request({ ...webhook.text('x'), timestamp: receivedAt + 10 * 60_000 }) };
		expect(await open().verify(ahead)).toMatchObject({ status: 401, reason: 'timestamp' });
		const repeated = { ...request({ ...webhook.text('x'), timestamp: receivedAt - 3_600_000 }) };
		expect(await open().verify(repeated)).toMatchObject({ kind: 'accepted' });
	});

	it('is bounded by the header where the body tells no time', async () => {
		const timeless = request({ ...webhook.text('x'), timestamp: undefined });
		const headers = { ...timeless.headers, 'x-webhook-timestamp': String(receivedAt - 25 * 3_600_000) };
		expect(await open().verify({ ...timeless, headers })).toMatchObject({ status: 401, reason: 'timestamp' });
		expect(await open().verify({ ...timeless, headers: { ...timeless.headers, 'x-webhook-timestamp': undefined } })).toMatchObject({
			kind: 'accepted',
		});
	});

	it('is taken without a signature where no key is set: the secret in the address protects it', async () => {
		const { hmacKey: _none, ...unsigned } = wahaAccount;
		const channel = createWahaChannel({ baseUrl: server.url, ...unsigned }, send);
		expect(channel.abilities.signs).toBe(false);
		expect(await channel.verify({ ...request(webhook.text('x')), headers: {} })).toMatchObject({ kind: 'accepted' });
	});

	it('is refused for another session, another method, or without JSON', async () => {
		expect(await open().verify(request({ ...webhook.text('x'), session: 'other' }))).toMatchObject({ status: 403, reason: 'instance' });
		const got = request('');
		expect(await open().verify({ ...got, method: 'GET' })).toMatchObject({ status: 405 });
		expect(await open().verify(request('not json'))).toMatchObject({ status: 400 });
	});

	it('names the person, and what they reply to', async () => {
		const phone = { kind: 'phone', value: '5544988887777', proof: 'provider' };
		const [event] = await read(webhook.text('yes', { replyTo: { id: '3EB07', body: 'Shall I?' } }));
		expect(event).toMatchObject({ contact: [phone], name: 'Maria', replyTo: '3EB07', at: wahaTime });
		expect(await read(webhook.text('yes', { id: 'false_818@lid_3A1', _data: { notifyName: 'Ana' } }))).toMatchObject([
			{ address: '818@lid', name: 'Ana', contact: [{ kind: 'lid', value: '818@lid' }] },
		]);
	});

	it('has one key for a message, whichever event tells of it', async () => {
		const changes = { id: 'false_5544988887777@c.us_3A1' };
		const events = [...(await read(webhook.text('x', changes, 'message'))), ...(await read(webhook.text('x', changes)))];
		expect(new Set(events.map(({ key }) => key)).size).toBe(1);
	});

	const url = 'http://localhost:3000/api/files/default/1.bin';
	it.each<[string, object, MessageContent]>([
		['a voice message', webhook.media('audio/ogg; codecs=opus'), { kind: 'audio', reference: url, mimeType: 'audio/ogg; codecs=opus' }],
		[
			'a picture',
			webhook.media('image/jpeg', { body: 'my yard' }),
			{ kind: 'image', reference: url, mimeType: 'image/jpeg', caption: 'my yard' },
		],
		['a document', webhook.media('application/pdf'), { kind: 'document', reference: url, mimeType: 'application/pdf' }],
		['a file that WAHA did not fetch', webhook.text('', { hasMedia: true }), { kind: 'document', reference: '' }],
		['a reaction', webhook.reaction('❤️', `true_${address}_3EB0796`), { kind: 'reaction', emoji: '❤️', messageId: '3EB0796' }],
		['a reaction that is taken back', webhook.reaction('', '3EB0796'), { kind: 'reaction', emoji: '', messageId: '3EB0796' }],
		[
			'a location',
			webhook.text('', { location: { latitude: '-23.4', longitude: '-51.9', description: 'Shop' } }),
			{ kind: 'location', latitude: -23.4, longitude: -51.9, name: 'Shop' },
		],
	])('reads %s', async (_what, payload, content) => {
		expect(await read(payload)).toMatchObject([{ kind: 'message', author: 'contact', content: [content] }]);
	});

	it.each([
		['a group', webhook.text('x', { id: 'false_1203630@g.us_3A1_5544988887777@c.us' }), 'group'],
		['a status', webhook.text('x', { id: 'false_status@broadcast_3A1' }), 'broadcast'],
		['a newsletter', webhook.text('x', { id: 'false_1203631@newsletter_3A1' }), 'newsletter'],
		['nothing', webhook.text(''), 'unsupported'],
		['a presence', { ...webhook.text('x'), event: 'presence.update' }, 'unsupported'],
	])('about %s is ignored', async (_what, payload, reason) => expect(await read(payload)).toMatchObject([{ kind: 'ignored', reason }]));

	it('tells a person at the phone from a program, in the chat of the customer', async () => {
		const about = { author: 'account', address, contact: [{ kind: 'phone', value: '5544988887777' }] };
		expect(await read(webhook.own('I take this.', 'app', '3A9'))).toMatchObject([{ ...about, byProgram: false }]);
		const [echo] = await read(webhook.own('Hello!', 'api', '3EB01'));
		expect(echo).toMatchObject({ ...about, byProgram: true, id: '3EB01' });
		expect(echo).not.toHaveProperty('name');
	});

	it.each([
		[-1, 'failed'],
		[1, 'sent'],
		[2, 'delivered'],
		[3, 'read'],
		[4, 'read'],
	])('reads the ack %i as %s', async (ack, status) => {
		expect(await read(webhook.ack(`true_${address}_3EB01`, ack))).toMatchObject([{ kind: 'status', id: '3EB01', address, status }]);
	});

	it('ignores that we read a message of theirs, and that one waits', async () => {
		expect(await read(webhook.ack(`false_${address}_3A1`, 3))).toMatchObject([{ kind: 'ignored' }]);
		expect(await read(webhook.ack(`true_${address}_3EB01`, 0))).toMatchObject([{ kind: 'ignored' }]);
	});

	it('reads the state of the session', async () => {
		expect(await read(webhook.status('WORKING'))).toMatchObject([{ kind: 'connection', state: 'connected', at: wahaTime }]);
		expect(await read(webhook.status('SCAN_QR_CODE'))).toMatchObject([{ kind: 'connection', state: 'disconnected' }]);
		expect(await read(webhook.status('STARTING'))).toMatchObject([{ kind: 'ignored' }]);
	});
});

describe('a message through WAHA', () => {
	const [audio, image] = ['https://a.example/1.ogg', 'https://a.example/1.jpg'];
	it.each<[MessageContent, string, object]>([
		[hello, 'sendText', { text: 'Hello!' }],
		[{ kind: 'audio', reference: audio }, 'sendVoice', { file: { url: audio, mimetype: 'audio/ogg; codecs=opus' }, convert: true }],
		[{ kind: 'image', reference: image, caption: 'this' }, 'sendImage', { file: { url: image, mimetype: 'image/jpeg' }, caption: 'this' }],
		[
			{ kind: 'document', reference: 'https://a.example/1.pdf', fileName: 'quote.pdf', mimeType: 'application/pdf' },
			'sendFile',
			{ file: { url: 'https://a.example/1.pdf', mimetype: 'application/pdf', filename: 'quote.pdf' } },
		],
		[{ kind: 'location', latitude: -23.4, longitude: -51.9 }, 'sendLocation', { latitude: -23.4, longitude: -51.9 }],
	])('sends %j', async (content, path, body) => {
		const outcome = await open().send({ id: '1', address, content, replyTo: 'false_1@c.us_3A7' }, signal);
		const sent = server.sent.at(-1)!;
		expect(outcome).toEqual({ kind: 'sent', messageIds: [sent.id] });
		expect(sent).toMatchObject({ path, body: { session: 'default', chatId: address, reply_to: 'false_1@c.us_3A7', ...body } });
	});

	it('reacts, also to take a reaction back', async () => {
		for (const emoji of ['👍', '']) {
			const content = { kind: 'reaction', emoji, messageId: `false_${address}_3A7` } as const;
			expect(await open().send({ id: '1', address, content }, signal)).toMatchObject({ kind: 'sent' });
			expect(server.sent.at(-1)!.body).toEqual({ session: 'default', messageId: content.messageId, reaction: emoji });
		}
	});

	it('has the id that the engine WEBJS tells in an object', async () => {
		server.script([{ status: 201, body: { id: { fromMe: true, _serialized: `true_${address}_3EB05` } } }]);
		expect(await open().send({ id: '1', address, content: hello }, signal)).toEqual({ kind: 'sent', messageIds: ['3EB05'] });
	});

	it('is refused without the number of a person, and without a phone', async () => {
		const refused = { kind: 'refused', retryable: false };
		expect(await open().send({ id: '1', address: '12', content: hello }, signal)).toMatchObject({ ...refused, code: '400' });
		server.status = 'FAILED';
		expect(await open().send({ id: '1', address, content: hello }, signal)).toMatchObject({ ...refused, code: '422' });
		server.status = 'WORKING';
	});
});

describe('a session of WAHA', () => {
	it('is told the address once, and keeps what others configured', async () => {
		const other = { url: 'https://other.example', events: ['message'] };
		server.config = { debug: true, webhooks: [other] };
		for (const secret of ['one', 'two']) await open().connect!(`https://agents.example.com/channels/default/sales/${secret}`, signal);
		expect(server.config).toMatchObject({
			debug: true,
			webhooks: [
				other,
				{
					...{ url: 'https://agents.example.com/channels/default/sales/two', hmac: { key: wahaAccount.hmacKey } },
					events: [
						'message.any',
						'message.reaction',
						'message.edited',
						'message.revoked',
						'poll.vote',
						'message.ack',
						'call.received',
						'session.status',
					],
				},
			],
		});
	});

	it('marks a message as read, and shows that somebody writes', async () => {
		await open().markRead!(address, '3A7', signal);
		await open().showTyping!(address, signal);
		expect(server.shown.slice(-2)).toMatchObject([
			{ path: 'sendSeen', body: { session: 'default', chatId: address, messageIds: ['3A7'] } },
			{ path: 'startTyping', body: { session: 'default', chatId: address } },
		]);
	});

	it('downloads its own files, whatever host it thinks it has, and no others', async () => {
		server.files.set('default/1.ogg', 'OggS 0123456789');
		const limits = { maxBytes: 100, timeoutMs: 5_000 };
		const file = await open().download!('http://localhost:3000/api/files/default/1.ogg', limits, signal);
		expect(file.bytes).toHaveLength(15);
		const others = ['', `${server.url}/api/sessions/default`, 'http://x/api/files/../sessions/default', 'http://x/api/files/..%2fsessions'];
		for (const reference of others) {
			await expect(open().download!(reference, limits, signal)).rejects.toMatchObject({ code: 'CHANNEL_MEDIA_REFUSED' });
		}
	});

	it('tells that the phone is off', async () => {
		server.status = 'SCAN_QR_CODE';
		expect(await open().check(signal)).toMatchObject({
			state: 'disconnected',
			detail: expect.stringContaining('scan the QR code') as string,
		});
		server.status = 'WORKING';
	});
});
