import { describeChannel, receive } from '../../../core/channels/channel.contract';
import type { ChannelRequest } from '../../../core/ports/channels/channel';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import { startZApiServer, zApiAccount, type ZApiServer, zApiWebhooks as webhook } from '../../../sandbox/fakes/channels/z-api-server';
import { guardedFetch } from '../../http/guarded-fetch';
import { createZApiChannel } from './z-api-channel';

let server: ZApiServer;
beforeAll(async () => {
	server = await startZApiServer();
});
afterAll(() => server.close());

const send = guardedFetch({ allowPrivateNetworks: true });
const open = ({ wrongSecret = false, url = server.url } = {}) =>
	createZApiChannel({ baseUrl: url, ...zApiAccount, ...(wrongSecret && { clientToken: 'wrong-secret' }) }, send);
const request = (payload: unknown): ChannelRequest => {
	const body = new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload));
	return { method: 'POST', headers: { 'content-type': 'application/json' }, query: {}, body, receivedAt: 1_700_000_000_000 };
};
const read = (payload: unknown) => receive(open(), request(payload));
const address = '5544988887777';

describeChannel(() => ({
	...{ server, open, request, address, text: (words) => webhook.text(words) },
	secrets: [zApiAccount.token, zApiAccount.clientToken],
}));

describe('a webhook of Z-API', () => {
	it('refuses one of another instance, another method, or without JSON', () => {
		const { verify } = open();
		expect(verify(request(webhook.text('x', { instanceId: 'OTHER' })))).toMatchObject({ kind: 'refused', status: 403, reason: 'instance' });
		expect(verify({ ...request({}), method: 'GET' })).toMatchObject({ status: 405 });
		expect(verify(request('not json'))).toMatchObject({ status: 400 });
	});

	it('knows the person by phone number and LID', async () => {
		const lid = { kind: 'lid', value: '81896604192873@lid', proof: 'provider' };
		const phone = { kind: 'phone', value: address, proof: 'provider' };
		expect(await read(webhook.text('hello', { momment: 1_632_228_638_000 }))).toMatchObject([
			{ contact: [lid, phone], name: 'Maria', at: 1_632_228_638_000 },
		]);
		expect(await read(webhook.text('hello', { phone: '999@lid', senderLid: '999@lid' }))).toMatchObject([
			{ address: '999@lid', contact: [{ kind: 'lid' }, { kind: 'lid' }] },
		]);
	});

	it.each<[string, object, MessageContent]>([
		[
			'audio',
			webhook.audio('https://a.example/1.ogg'),
			{ kind: 'audio', reference: 'https://a.example/1.ogg', mimeType: 'audio/ogg; codecs=opus', seconds: 10 },
		],
		[
			'image',
			webhook.image('https://a.example/1.jpg'),
			{ kind: 'image', reference: 'https://a.example/1.jpg', mimeType: 'image/jpeg', caption: 'my yard' },
		],
		[
			'document',
			webhook.document('https://a.example/1.pdf'),
			{ kind: 'document', reference: 'https://a.example/1.pdf', mimeType: 'application/pdf', fileName: 'quote.pdf' },
		],
		['reaction', webhook.reaction('3EB0796'), { kind: 'reaction', emoji: '❤️', messageId: '3EB0796' }],
	])('reads an %s', async (_kind, payload, content) => {
		expect(await read(payload)).toMatchObject([{ kind: 'message', author: 'contact', content: [content] }]);
	});

	it('reads a missed call', async () => expect(await read(webhook.missedCall())).toMatchObject([{ kind: 'missed-call', address }]));

	it.each([
		['a message that is still to come', webhook.waiting(), 'waiting-message'],
		['a group', webhook.text('x', { isGroup: true }), 'group'],
		['a newsletter', webhook.text('x', { isNewsletter: true }), 'newsletter'],
		['a broadcast', webhook.text('x', { broadcast: true }), 'broadcast'],
		['a presence', { type: 'PresenceChatCallback', instanceId: zApiAccount.instanceId, status: 'COMPOSING' }, 'unsupported'],
	])('ignores %s', async (_what, payload, reason) => expect(await read(payload)).toMatchObject([{ kind: 'ignored', reason }]));

	it('tells a person at the phone from a program', async () => {
		expect(await read(webhook.own('I take this.', false))).toMatchObject([{ author: 'account', byProgram: false }]);
		const [echo] = await read(webhook.own('Hello!', true));
		expect(echo).toMatchObject({ author: 'account', byProgram: true });
		// Our own LID is not the customer's.
		expect(echo).toMatchObject({ contact: [{ kind: 'phone', value: address }] });
	});

	it('reads an edited message, each edit as an event of its own', async () => {
		const id = '3EB0EDITED';
		const edit = (momment: number) => read(webhook.text('x', { messageId: id, isEdit: true, momment }));
		const events = [...(await edit(1_632_228_638_000)), ...(await edit(1_632_228_639_000))];
		expect(events).toMatchObject([{ edits: id }, { edits: id }]);
		expect(new Set(events.map(({ key }) => key)).size).toBe(2);
	});

	it('reads statuses of several messages, and the connection', async () => {
		expect(await read(webhook.status('READ', ['a', 'b']))).toMatchObject([
			{ kind: 'status', id: 'a', status: 'read' },
			{ kind: 'status', id: 'b', status: 'read' },
		]);
		expect(await read(webhook.status('READ_BY_ME', ['a']))).toMatchObject([{ kind: 'ignored' }]);
		expect(await read(webhook.disconnected())).toMatchObject([{ kind: 'connection', state: 'disconnected', at: 1_580_163_342_000 }]);
	});
});

describe('a message through Z-API', () => {
	const signal = new AbortController().signal;
	it.each<[MessageContent, string, object]>([
		[{ kind: 'text', text: 'Hello!' }, 'send-text', { message: 'Hello!' }],
		[{ kind: 'audio', reference: 'https://a.example/1.ogg' }, 'send-audio', { audio: 'https://a.example/1.ogg' }],
		[
			{ kind: 'image', reference: 'https://a.example/1.jpg', caption: 'this one' },
			'send-image',
			{ image: 'https://a.example/1.jpg', caption: 'this one' },
		],
		[
			{ kind: 'document', reference: 'https://a.example/1.xlsx', fileName: 'Prices.XLSX' },
			'send-document/xlsx',
			{ fileName: 'Prices.XLSX' },
		],
		[{ kind: 'reaction', emoji: '👍', messageId: 'm1' }, 'send-reaction', { reaction: '👍', messageId: 'm1' }],
	])('sends %j', async (content, path, body) => {
		const outcome = await open().send({ id: '1', address, content }, signal);
		const sent = server.sent.at(-1)!;
		expect(outcome).toMatchObject({ kind: 'sent', messageIds: expect.arrayContaining([sent.messageId]) as string[] });
		expect(sent).toMatchObject({ path, body: { phone: address, ...body } });
	});

	it('replies to a message, marks it as read, and is taken back', async () => {
		await open().send({ id: '1', address, content: { kind: 'text', text: 'Yes.' }, replyTo: 'm7' }, signal);
		expect(server.sent.at(-1)!.body).toMatchObject({ messageId: 'm7' });
		await open().markRead!(address, 'm7', signal);
		expect(await open().withdraw!(['m7'], signal)).toBe(true);
	});

	it('is refused without the number of a person, in words without the number', async () => {
		const outcome = await open().send({ id: '1', address: '12', content: { kind: 'text', text: 'x' } }, signal);
		expect(outcome).toEqual({ kind: 'refused', retryable: false, code: '400', reason: 'Z-API answered 400: "Phone number is invalid".' });
	});

	it('tells that the phone is off', async () => {
		server.connected = false;
		expect(await open().check(signal)).toEqual({ state: 'disconnected', detail: 'You are not connected.' });
		server.connected = true;
	});
});
