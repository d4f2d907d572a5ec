import { describeChannel, receive } from '../../../core/channels/channel.contract';
import type { ChannelRequest } from '../../../core/ports/channels/channel';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import {
	signWhatsAppCloud,
	startWhatsAppCloudServer,
	whatsAppCloudAccount,
	type WhatsAppCloudServer,
	whatsAppCloudWebhooks as webhook,
} from '../../../sandbox/fakes/channels/whatsapp-cloud-server';
import { guardedFetch } from '../../http/guarded-fetch';
import { createWhatsAppCloudChannel } from './whatsapp-cloud-channel';

let server: WhatsAppCloudServer;
beforeAll(async () => {
	server = await startWhatsAppCloudServer();
});
afterAll(() => server.close());

const signal = new AbortController().signal;
const send = guardedFetch({ allowPrivateNetworks: true });
const open = ({ wrongSecret = false, url = server.url } = {}) =>
	createWhatsAppCloudChannel({ baseUrl: url, ...whatsAppCloudAccount, ...(wrongSecret && { accessToken: 'wrong-secret' }) }, send);
const request = (payload: unknown): ChannelRequest => {
	const body = new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload));
	const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signWhatsAppCloud(body) };
	return { method: 'POST', headers, query: {}, body, receivedAt: 1_700_000_000_000 };
};
const read = (payload: unknown) => receive(open(), request(payload));
const address = '5544988887777';
type Batch = { entry: Array<{ changes: object[] }> };

describeChannel(() => ({
	...{ server, open, request, address, text: (words) => webhook.text(words) },
	secrets: [whatsAppCloudAccount.accessToken, whatsAppCloudAccount.appSecret, whatsAppCloudAccount.verifyToken],
}));

describe('a request of Meta', () => {
	const handshake = (changes: Record<string, string> = {}): ChannelRequest => ({
		...{ method: 'GET', headers: {}, body: new Uint8Array(), receivedAt: 0 },
		query: { 'hub.mode': 'subscribe', 'hub.verify_token': 'verify-me', 'hub.challenge': '1158201444', ...changes },
	});

	it('answers the handshake of the right token, and no other', () => {
		const { verify } = open();
		expect(verify(handshake())).toEqual({ kind: 'answer', status: 200, contentType: 'text/plain', body: '1158201444' });
		for (const [name, wrong] of [
			['hub.verify_token', 'x'],
			['hub.mode', 'x'],
			['hub.challenge', '<script>'],
		]) {
			expect(verify(handshake({ [name!]: wrong! }))).toMatchObject({ kind: 'refused', status: 403 });
		}
	});

	it.each([
		['accents (Secreto31126/whatsapp-api-js#290)', "J'ai mangé des pâtes"],
		['an address (tawn33y/whatsapp-cloud-api#60)', 'write to ana@example.com / <b>'],
		['emoji (fbsamples/whatsapp-api-examples#13)', 'ok 👍🏽'],
	])('takes the signature of the bytes as they came, with %s', async (_what, words) => {
		const escape = (text: string) => text.replace(/[\u0080-\uffff@]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
		const plain = JSON.stringify(webhook.text(words), null, 1);
		for (const body of [plain, escape(plain), plain.replaceAll('/', '\\/')]) {
			expect(await read(body)).toMatchObject([{ kind: 'message', content: [{ kind: 'text', text: words }] }]);
		}
	});

	it('answers the handshake, which has neither body nor signature (elizaOS/eliza#17823)', () =>
		expect(open().verify(handshake({ 'hub.challenge': 'PROBE123' }))).toMatchObject({ kind: 'answer', status: 200, body: 'PROBE123' }));

	it.each<[report: string, toBody: (one: Batch, two: Batch) => object]>([
		['entries (netflie/whatsapp-cloud-api#132)', (one, two) => ({ ...one, entry: [...one.entry, ...two.entry] })],
		[
			'changes (david-lev/pywa#229)',
			(one, two) => ({
				...one,
				entry: [{ ...one.entry[0], changes: [one, two].flatMap(({ entry }) => entry.flatMap(({ changes }) => changes)) }],
			}),
		],
	])('reads each of several %s', async (_report, toBody) => {
		const [one, two] = ['one', 'two'].map((words) => webhook.text(words) as Batch);
		expect((await read(toBody(one!, two!))).map((event) => event.kind === 'message' && event.content)).toEqual([
			[{ kind: 'text', text: 'one' }],
			[{ kind: 'text', text: 'two' }],
		]);
	});

	it('refuses one whose signature is missing, of another app or of another body', async () => {
		const signed = request(webhook.text('x'));
		const forged: ChannelRequest[] = [
			{ ...signed, headers: {} },
			{ ...signed, headers: { 'x-hub-signature-256': signWhatsAppCloud(signed.body, 'other') } },
			{ ...signed, body: new TextEncoder().encode('{}') },
		];
		for (const one of forged) expect(await open().verify(one)).toMatchObject({ kind: 'refused', status: 401, reason: 'signature' });
	});

	it('reads several messages of one request, each under its own name (Eshajha19/agri#2865)', async () => {
		const two = ['one', 'two'].map((body) => webhook.message({ type: 'text', text: { body } }));
		const events = await read(webhook.messages(...two));
		expect(events.map((event) => event.kind === 'message' && event.content)).toEqual([
			[{ kind: 'text', text: 'one' }],
			[{ kind: 'text', text: 'two' }],
		]);
		expect(new Set(events.map(({ key }) => key)).size).toBe(2);
	});

	it('knows the person by number and by user id, and by the latter alone where the number is hidden', async () => {
		const user = { kind: 'bsuid', value: 'BR.1502576394655843', proof: 'provider' };
		expect(await read(webhook.text('x'))).toMatchObject([{ name: 'Maria', contact: [{ kind: 'phone', value: address }, user] }]);
		expect(await read(webhook.hidden('x'))).toMatchObject([{ address: user.value, contact: [user] }]);
	});

	it.each<[string, object, MessageContent]>([
		['audio', { mime_type: 'audio/ogg', id: 'a1', voice: true }, { kind: 'audio', reference: 'a1', mimeType: 'audio/ogg' }],
		['image', { id: 'i1', caption: 'my yard' }, { kind: 'image', reference: 'i1', caption: 'my yard' }],
		['document', { id: 'd1', filename: 'quote.pdf' }, { kind: 'document', reference: 'd1', fileName: 'quote.pdf' }],
		['sticker', { id: 's1', mime_type: 'image/webp' }, { kind: 'image', reference: 's1', mimeType: 'image/webp' }],
		['reaction', { message_id: 'wamid.1', emoji: '👍' }, { kind: 'reaction', emoji: '👍', messageId: 'wamid.1' }],
		['location', { latitude: -8, longitude: -35, name: 'Shop' }, { kind: 'location', latitude: -8, longitude: -35, name: 'Shop' }],
		['button', { text: 'Yes', payload: 'yes' }, { kind: 'text', text: 'Yes' }],
		['interactive', { type: 'button_reply', button_reply: { id: '1', title: 'Monday' } }, { kind: 'text', text: 'Monday' }],
	])('reads %s', async (type, part, content) => {
		expect(await read(webhook.of(type, part as Record<string, unknown>))).toMatchObject([{ kind: 'message', content: [content] }]);
	});

	it('tells a person at the phone, statuses and failures', async () => {
		expect(await read(webhook.echo('I take this.'))).toMatchObject([{ author: 'account', byProgram: false, address }]);
		expect(await read(webhook.status('wamid.1', 'read'))).toMatchObject([{ kind: 'status', id: 'wamid.1', status: 'read' }]);
		const errors = [{ code: 131_047, title: 'Re-engagement message' }];
		expect(await read(webhook.status('wamid.1', 'sent', { biz_opaque_callback_data: 'own-1' }))).toMatchObject([{ mark: 'own-1' }]);
		expect(await read(webhook.status('wamid.1', 'failed', { errors }))).toMatchObject([
			{ reason: 'WhatsApp reports 131047: Re-engagement message' },
		]);
	});

	it.each([
		['another number of the app (theopenconversationkit/tock#1614)', webhook.ofOtherNumber(), 'other-number'],
		['a group', webhook.text('x', { group_id: 'g1' }), 'group'],
		['a kind that does not exist yet', webhook.of('hologram', {}), 'unsupported'],
	])('ignores %s', async (_what, payload, reason) => expect(await read(payload)).toMatchObject([{ kind: 'ignored', reason }]));
});

describe('a message through the Cloud API', () => {
	it.each<[MessageContent, object]>([
		[
			{ kind: 'text', text: 'Hello!' },
			{ type: 'text', text: { body: 'Hello!' } },
		],
		[
			{ kind: 'image', reference: 'https://a.example/1.jpg', caption: 'this' },
			{ image: { link: 'https://a.example/1.jpg', caption: 'this' } },
		],
		[
			{ kind: 'document', reference: 'https://a.example/1.pdf', fileName: 'quote.pdf' },
			{ document: { link: 'https://a.example/1.pdf', filename: 'quote.pdf' } },
		],
		[
			{ kind: 'template', name: 'order_shipped', language: 'pt_BR', parameters: ['Maria', '#7'] },
			{
				template: {
					name: 'order_shipped',
					language: { code: 'pt_BR' },
					components: [
						{
							type: 'body',
							parameters: [
								{ type: 'text', text: 'Maria' },
								{ type: 'text', text: '#7' },
							],
						},
					],
				},
			},
		],
	])('sends %j', async (content, body) => {
		const outcome = await open().send({ id: 'own-7', address, content, replyTo: 'wamid.5' }, signal);
		const sent = server.sent.at(-1)!;
		expect(outcome).toEqual({ kind: 'sent', messageIds: [sent.id] });
		expect(sent.body).toMatchObject({ to: address, context: { message_id: 'wamid.5' }, biz_opaque_callback_data: 'own-7', ...body });
	});

	it('sends to a person whose number is hidden', async () => {
		await open().send({ id: '1', address: 'BR.1502576394655843', content: { kind: 'text', text: 'x' } }, signal);
		expect(server.sent.at(-1)!.body).toMatchObject({ recipient: 'BR.1502576394655843' });
		expect(server.sent.at(-1)!.body).not.toHaveProperty('to');
	});

	it.each([
		[130_429, true],
		[131_047, false],
	])('knows whether error %i passes by itself', async (code, retryable) => {
		server.script([{ status: 400, body: { error: { code, message: 'no' } } }]);
		const outcome = await open().send({ id: '1', address, content: { kind: 'text', text: 'x' } }, signal);
		expect(outcome).toMatchObject({ kind: 'refused', retryable });
	});

	it('marks a message as read', async () => {
		await open().markRead!(address, 'wamid.5', signal);
		expect(server.read).toEqual(['wamid.5']);
	});

	it('downloads media, and refuses what is not what was announced', async () => {
		server.files.set('a1', 'OggS 0123456789');
		const limits = { maxBytes: 100, timeoutMs: 5_000 };
		expect((await open().download!('a1', limits, signal)).bytes).toHaveLength(15);
		server.script([{ status: 200, body: { url: `${server.url}/files/a1`, sha256: 'ab'.repeat(32) } }]);
		await expect(open().download!('a1', limits, signal)).rejects.toMatchObject({ code: 'CHANNEL_MEDIA_REFUSED' });
	});
});

describe('a template through the Cloud API', () => {
	const signal = new AbortController().signal;
	const send = (name: string, parameters: string[]) =>
		open().send({ id: '1', address, content: { kind: 'template', name, language: 'pt_BR', parameters } }, signal);

	it.each([
		['that the account does not have', 'price_list', [], '132001'],
		['with too few parameters', 'order_shipped', ['Maria'], '132000'],
		['with a line break in a parameter', 'order_shipped', ['Maria', 'a\nb'], '132018'],
	])('is refused, for good, %s', async (_what, name, parameters, code) => {
		expect(await send(name, parameters)).toMatchObject({ kind: 'refused', retryable: false, code });
	});
});
