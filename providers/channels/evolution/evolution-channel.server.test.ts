import { describeChannel, receive } from '../../../core/channels/channel.contract';
import type { ChannelRequest } from '../../../core/ports/channels/channel';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import {
	authorizeEvolution,
	evolutionAccount,
	type EvolutionServer,
	evolutionWebhooks as webhook,
	startEvolutionServer,
} from '../../../sandbox/fakes/channels/evolution-server';
import { guardedFetch } from '../../http/guarded-fetch';
import { createEvolutionChannel } from './evolution-channel';

let server: EvolutionServer;
beforeAll(async () => {
	server = await startEvolutionServer();
});
afterAll(() => server.close());

const signal = new AbortController().signal;
const send = guardedFetch({ allowPrivateNetworks: true });
const open = ({ wrongSecret = false, url = server.url } = {}) =>
	createEvolutionChannel({ baseUrl: url, ...evolutionAccount, ...(wrongSecret && { apiKey: 'wrong-secret' }) }, send);
const receivedAt = 1_745_928_100_000;
const request = (payload: unknown): ChannelRequest => ({
	...{ method: 'POST', query: {}, receivedAt, headers: { 'content-type': 'application/json', ...authorizeEvolution(receivedAt) } },
	body: new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload)),
});
const read = (payload: unknown) => receive(open(), request(payload));
const address = '5544988887777@s.whatsapp.net';
const hello: MessageContent = { kind: 'text', text: 'Hello!' };

describeChannel(() => ({
	...{ server, open, request, address, text: (words) => webhook.text(words) },
	secrets: [evolutionAccount.apiKey, evolutionAccount.webhookSecret, 'path-secret'],
}));

describe('a webhook of Evolution API', () => {
	it.each<[string, Record<string, string>]>([
		['has no token', {}],
		['has a token of another secret', authorizeEvolution(receivedAt, 'other')],
		['has a token of another algorithm', authorizeEvolution(receivedAt, evolutionAccount.webhookSecret, 'HS512')],
		['has a token of half an hour ago', authorizeEvolution(receivedAt - 31 * 60_000)],
		['has a token without a signature', { authorization: `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.` }],
		['has no Bearer token', { authorization: 'Basic YTpi' }],
	])('is refused if it %s', async (_why, headers) => {
		expect(await open().verify({ ...request(webhook.text('x')), headers })).toMatchObject({ status: 401, reason: 'signature' });
	});

	it('is taken while Evolution repeats it', async () => {
		const late = { ...request(webhook.text('x')), headers: authorizeEvolution(receivedAt - 20 * 60_000) };
		expect(await open().verify(late)).toMatchObject({ kind: 'accepted' });
	});

	it('is taken without a token where no secret is set: the secret in the address protects it', async () => {
		const { webhookSecret: _none, ...unsigned } = evolutionAccount;
		const channel = createEvolutionChannel({ baseUrl: server.url, ...unsigned }, send);
		expect(channel.abilities.signs).toBe(false);
		expect(await channel.verify({ ...request(webhook.text('x')), headers: {} })).toMatchObject({ kind: 'accepted' });
	});

	it('is refused for another instance, another method, or without JSON', async () => {
		expect(await open().verify(request({ ...webhook.text('x'), instance: 'other' }))).toMatchObject({ status: 403, reason: 'instance' });
		expect(await open().verify({ ...request({}), method: 'GET' })).toMatchObject({ status: 405 });
		expect(await open().verify(request('not json'))).toMatchObject({ status: 400 });
	});

	it('names the person by phone number and LID, and what they reply to', async () => {
		const phone = { kind: 'phone', value: '5544988887777', proof: 'provider' };
		const [event] = await read(webhook.text('yes', {}, { contextInfo: { stanzaId: '3EB07' }, messageTimestamp: 1_745_928_000 }));
		expect(event).toMatchObject({ contact: [phone], name: 'Maria', replyTo: '3EB07', at: 1_745_928_000_000 });
		const lid = { kind: 'lid', value: '81896604192873@lid', proof: 'provider' };
		expect(await read(webhook.text('yes', { remoteJid: '81896604192873@lid', remoteJidAlt: address }))).toMatchObject([
			{ address: '81896604192873@lid', contact: [lid, phone] },
		]);
		expect(await read(webhook.text('yes', { remoteJid: '5544988887777:12@s.whatsapp.net' }))).toMatchObject([
			{ address, contact: [phone] },
		]);
	});

	it.each<[string, object, MessageContent]>([
		['extended text', { extendedTextMessage: { text: 'see https://a.example' } }, { kind: 'text', text: 'see https://a.example' }],
		['disappearing text', { ephemeralMessage: { message: { conversation: 'hi' } } }, { kind: 'text', text: 'hi' }],
		['button', { buttonsResponseMessage: { selectedDisplayText: 'Yes' } }, { kind: 'text', text: 'Yes' }],
		[
			'audio',
			{ audioMessage: { mimetype: 'audio/ogg; codecs=opus', seconds: 9, ptt: true } },
			{ kind: 'audio', reference: 'M1', mimeType: 'audio/ogg; codecs=opus', seconds: 9 },
		],
		[
			'image',
			{ imageMessage: { mimetype: 'image/jpeg', caption: 'my yard' } },
			{ kind: 'image', reference: 'M1', mimeType: 'image/jpeg', caption: 'my yard' },
		],
		[
			'document with a caption',
			{ documentWithCaptionMessage: { message: { documentMessage: { fileName: 'quote.pdf', caption: 'here' } } } },
			{ kind: 'document', reference: 'M1', fileName: 'quote.pdf', caption: 'here' },
		],
		['reaction', { reactionMessage: { key: { id: '3EB0796' }, text: '❤️' } }, { kind: 'reaction', emoji: '❤️', messageId: '3EB0796' }],
		[
			'location',
			{ locationMessage: { degreesLatitude: -23.4, degreesLongitude: -51.9, name: 'Shop' } },
			{ kind: 'location', latitude: -23.4, longitude: -51.9, name: 'Shop' },
		],
	])('reads %s', async (_kind, content, expected) => {
		expect(await read(webhook.content(content, { id: 'M1' }))).toMatchObject([{ kind: 'message', author: 'contact', content: [expected] }]);
	});

	it.each([
		['a group', webhook.text('x', { remoteJid: '1203630@g.us', participant: address }), 'group'],
		['a status', webhook.text('x', { remoteJid: 'status@broadcast' }), 'broadcast'],
		['a newsletter', webhook.text('x', { remoteJid: '1203631@newsletter' }), 'newsletter'],
		['a key of an album', webhook.content({ albumMessage: { expectedImageCount: 2 } }), 'unsupported'],
		['another event', { ...webhook.text('x'), event: 'presence.update' }, 'unsupported'],
	])('about %s is ignored', async (_what, payload, reason) => expect(await read(payload)).toMatchObject([{ kind: 'ignored', reason }]));

	it('tells a person at the phone from a program', async () => {
		expect(await read(webhook.text('I take this.', { fromMe: true }, { pushName: 'Shop' }))).toMatchObject([
			{ author: 'account', byProgram: false },
		]);
		const [echo] = await read(webhook.sent('Hello!', '3EB01'));
		expect(echo).toMatchObject({ author: 'account', byProgram: true, id: '3EB01', contact: [{ value: '5544988887777' }] });
		expect(echo).not.toHaveProperty('name');
	});

	it.each([
		['SERVER_ACK', 'sent'],
		['DELIVERY_ACK', 'delivered'],
		['READ', 'read'],
		['PLAYED', 'read'],
		['ERROR', 'failed'],
	])('reads the status %s as %s', async (name, status) => {
		expect(await read(webhook.status('3EB01', name))).toMatchObject([{ kind: 'status', id: '3EB01', address, status }]);
	});

	it('ignores that we read a message of theirs', async () => {
		expect(await read(webhook.status('3A01', 'READ', false))).toMatchObject([{ kind: 'ignored' }]);
	});

	it('reads the connection', async () => {
		expect(await read(webhook.connection('open', 200))).toMatchObject([{ kind: 'connection', state: 'connected' }]);
		expect(await read(webhook.connection('close', 401))).toMatchObject([
			{ kind: 'connection', state: 'disconnected', detail: "WhatsApp's reason 401" },
		]);
		expect(await read(webhook.connection('connecting', 200))).toMatchObject([{ kind: 'ignored' }]);
	});
});

describe('a message through Evolution API', () => {
	it.each<[MessageContent, string, object]>([
		[hello, 'sendText', { text: 'Hello!' }],
		[{ kind: 'audio', reference: 'https://a.example/1.ogg' }, 'sendWhatsAppAudio', { audio: 'https://a.example/1.ogg' }],
		[
			{ kind: 'image', reference: 'https://a.example/1.jpg', caption: 'this one' },
			'sendMedia',
			{ mediatype: 'image', media: 'https://a.example/1.jpg', caption: 'this one' },
		],
		[
			{ kind: 'document', reference: 'https://a.example/1.pdf', fileName: 'quote.pdf' },
			'sendMedia',
			{ mediatype: 'document', media: 'https://a.example/1.pdf', fileName: 'quote.pdf' },
		],
		[{ kind: 'location', latitude: -23.4, longitude: -51.9 }, 'sendLocation', { latitude: -23.4, longitude: -51.9 }],
	])('sends %j', async (content, path, body) => {
		const outcome = await open().send({ id: '1', address, content, replyTo: '3A7' }, signal);
		const sent = server.sent.at(-1)!;
		expect(outcome).toEqual({ kind: 'sent', messageIds: [sent.id] });
		expect(sent).toMatchObject({ path, body: { number: address, quoted: { key: { id: '3A7' } }, ...body } });
	});

	it('reacts, also to take a reaction back', async () => {
		for (const emoji of ['👍', '']) {
			const outcome = await open().send({ id: '1', address, content: { kind: 'reaction', emoji, messageId: '3A7' } }, signal);
			expect(outcome).toMatchObject({ kind: 'sent' });
			expect(server.sent.at(-1)!.body).toEqual({ key: { id: '3A7', remoteJid: address, fromMe: false }, reaction: emoji });
		}
	});

	it('is refused without the number of a person, in words without the number', async () => {
		const outcome = await open().send({ id: '1', address: '12', content: hello }, signal);
		const reason = 'Evolution API answered 400: "the number has no WhatsApp".';
		expect(outcome).toEqual({ kind: 'refused', retryable: false, code: '400', reason });
	});

	it('is found by content and time, and not among what a person typed', async () => {
		server.stored.length = 0;
		const own = { id: '1', address, content: { kind: 'text', text: 'Found?' } } as const;
		await open().send({ ...own, content: hello }, signal);
		const since = Date.now();
		expect(await open().findSent!(own, since, signal)).toBeUndefined();
		await open().send(own, signal);
		expect(await open().findSent!(own, since, signal)).toEqual([server.sent.at(-1)!.id]);
		expect(await open().findSent!(own, since + 3_600_000, signal)).toBeUndefined();
		server.stored[0]!['source'] = 'android';
		expect(await open().findSent!(own, since, signal)).toBeUndefined();
	});

	it('is not called unsent where Evolution stores nothing', async () => {
		server.stored.length = 0;
		await expect(open().findSent!({ id: '1', address, content: hello }, 0, signal)).rejects.toMatchObject({ code: 'CHANNEL_REFUSED' });
	});
});

describe('an instance of Evolution API', () => {
	it('is told the address, with the key of its tokens', async () => {
		await open().connect!('https://agents.example.com/channels/default/sales', signal);
		expect(server.webhooks.at(-1)).toMatchObject({
			...{ enabled: true, url: 'https://agents.example.com/channels/default/sales', byEvents: false },
			...{
				headers: { jwt_key: evolutionAccount.webhookSecret },
				events: ['MESSAGES_UPSERT', 'MESSAGES_UPDATE', 'MESSAGES_EDITED', 'MESSAGES_DELETE', 'SEND_MESSAGE', 'CALL', 'CONNECTION_UPDATE'],
			},
		});
	});

	it('marks a message as read, and shows that somebody writes', async () => {
		await open().markRead!(address, '3A7', signal);
		expect(server.read).toEqual(['3A7']);
		await open().showTyping!(address, signal);
		expect(server.calls.at(-1)).toMatchObject({ status: 201, body: { number: address, presence: 'composing' } });
	});

	it('downloads media within its limit', async () => {
		const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
		server.files.set('3A7', png.toString('base64'));
		const limits = { maxBytes: 100, timeoutMs: 5_000 };
		const file = await open().download!('3A7', limits, signal);
		expect(file.mimeType).toBe('image/png');
		expect(Buffer.from(file.bytes)).toEqual(png);
		const refused = { code: 'CHANNEL_MEDIA_REFUSED' };
		await expect(open().download!('3A7', { ...limits, maxBytes: 10 }, signal)).rejects.toMatchObject(refused);
		await expect(open().download!('none', limits, signal)).rejects.toMatchObject(refused);
		server.script([{ status: 201, body: '<html>' }]);
		await expect(open().download!('3A7', limits, signal)).rejects.toMatchObject(refused);
	});

	it('tells that the phone is off', async () => {
		server.state = 'close';
		expect(await open().check(signal)).toMatchObject({ state: 'disconnected', detail: expect.stringContaining('"close"') as string });
		server.state = 'open';
	});
});
