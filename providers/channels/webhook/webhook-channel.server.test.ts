import { describeChannel, receive } from '../../../core/channels/channel.contract';
import type { ChannelRequest } from '../../../core/ports/channels/channel';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import {
	signWebhook,
	startWebhookServer,
	webhookAccount,
	webhookMessages as webhook,
	type WebhookServer,
} from '../../../test/fakes/channels/webhook-server';
import { rawAnswer, startFakeServer } from '../../../sandbox/fakes/fake-server';
import { tinyImages } from '../../../test/support/tiny-images';
import { guardedFetch } from '../../http/guarded-fetch';
import { createWebhookChannel, type WebhookAccount } from './webhook-channel';

let server: WebhookServer;
beforeAll(async () => {
	server = await startWebhookServer();
});
afterAll(() => server.close());

const signal = new AbortController().signal;
const send = guardedFetch({ allowPrivateNetworks: true });
const otherSecret = `whsec_${Buffer.from('wrong-secret wrong-secret wrong!').toString('base64')}`;
const withAccount = (changes: Partial<WebhookAccount> = {}, url = server.url) =>
	createWebhookChannel({ ...webhookAccount, sendTo: `${url}/in`, ...changes }, send);
const open = ({ wrongSecret = false, url = server.url } = {}) => withAccount(wrongSecret ? { signingSecret: otherSecret } : {}, url);
const receivedAt = 1_777_550_400_000;
const request = (payload: unknown): ChannelRequest => {
	const body = new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload));
	const id = `msg_${Buffer.from(body).toString('base64url').slice(0, 100)}`;
	return {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...signWebhook(body, receivedAt, { id }) },
		query: {},
		body,
		receivedAt,
	};
};
const read = (payload: unknown) => receive(open(), request(payload));
const address = 'visitor-77';
const hello: MessageContent = { kind: 'text', text: 'Hello!' };

describeChannel(() => ({
	...{ server, open, request, address, text: (words) => webhook.text(words) },
	secrets: [webhookAccount.signingSecret, webhookAccount.token, otherSecret],
}));

it('gets files from where they are', async () => {
	const files = await startFakeServer(() => rawAnswer({ status: 200, body: Buffer.from(tinyImages.png, 'base64') }));
	const download = (maxBytes: number) => open().download!(`${files.url}/a.jpg`, { maxBytes, timeoutMs: 5_000 }, signal);
	expect(await download(1_000)).toMatchObject({ mimeType: 'image/png' });
	await expect(download(10)).rejects.toMatchObject({ code: 'CHANNEL_MEDIA_REFUSED' });
	await files.close();
});

describe('a message to a webhook', () => {
	it('has the signature of the specification', async () => {
		const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
		const body = new TextEncoder().encode('{"test": 2432232314}');
		const at = 1_614_265_330_000;
		const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
		const headers = { 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330', 'webhook-signature': signature };
		expect(signWebhook(body, at, { id: headers['webhook-id'], secret })).toEqual(headers);
		const verified = await withAccount({ signingSecret: secret }).verify({ ...request(''), body, headers, receivedAt: at });
		// The signature fits, what is signed is not a message.
		expect(verified).toMatchObject({ kind: 'refused', status: 400, reason: 'format' });
	});

	it('is refused if its signature is missing, of another secret, body, id or version', async () => {
		const signed = request(webhook.text('x'));
		const right = signWebhook(signed.body, receivedAt);
		const wrong = [
			{},
			signWebhook(signed.body, receivedAt, { secret: otherSecret }),
			request(webhook.text('y')).headers,
			{ ...right, 'webhook-id': 'msg_2' },
			{ ...right, 'webhook-id': '' },
			{ ...right, 'webhook-timestamp': 'now' },
			{ ...right, 'webhook-signature': right['webhook-signature']!.replace('v1,', 'v1a,') },
			{ ...right, 'webhook-signature': '' },
		];
		for (const headers of wrong) expect(await open().verify({ ...signed, headers })).toMatchObject({ status: 401, reason: 'signature' });
	});

	it('is refused if its time is more than five minutes off', async () => {
		const signed = request(webhook.text('x'));
		for (const minutes of [-6, 6]) {
			const headers = signWebhook(signed.body, receivedAt + minutes * 60_000);
			expect(await open().verify({ ...signed, headers })).toMatchObject({ status: 401, reason: 'timestamp' });
		}
		expect(await open().verify({ ...signed, headers: signWebhook(signed.body, receivedAt - 4 * 60_000) })).toMatchObject({
			kind: 'accepted',
		});
	});

	it('is taken with one right signature among several, as while a secret changes', async () => {
		const signed = request(webhook.text('x'));
		const [other, right] = [signWebhook(signed.body, receivedAt, { secret: otherSecret }), signWebhook(signed.body, receivedAt)];
		const headers = { ...right, 'webhook-signature': `v1a,abc ${other['webhook-signature']} ${right['webhook-signature']}` };
		expect(await open().verify({ ...signed, headers })).toMatchObject({ kind: 'accepted', key: 'id msg_1' });
	});

	it.each<[report: string, change: (right: Record<string, string>) => Record<string, string>, expected: object]>([
		[
			'of a secret that is being replaced (octokit/webhooks.js#770)',
			(right) => ({ ...right, 'webhook-signature': `${'v1,'.padEnd(46, 'A')}= ${right['webhook-signature']}` }),
			{ kind: 'accepted' },
		],
		[
			'among some of another kind (adnanh/webhook#355)',
			(right) => ({ ...right, 'webhook-signature': `v1a,x v2,y ${right['webhook-signature']} v1,z` }),
			{ kind: 'accepted' },
		],
		[
			'with the time NaN (thirdweb-dev/js#7103)',
			(right) => ({ ...right, 'webhook-timestamp': 'NaN' }),
			{ status: 401, reason: 'signature' },
		],
		[
			'with a newer time than the signed one (linear/linear#1268)',
			(right) => ({ ...right, 'webhook-timestamp': String(Number(right['webhook-timestamp']) + 1) }),
			{ status: 401, reason: 'signature' },
		],
		['without a time (linear/linear#1268)', ({ 'webhook-timestamp': _left, ...right }) => right, { status: 401, reason: 'signature' }],
		[
			'of another delivery (sandbaseai/sandbase-harness#256)',
			(right) => ({ ...right, 'webhook-id': 'msg_other' }),
			{ status: 401, reason: 'signature' },
		],
	])('is read with a signature %s', async (_report, change, expected) => {
		const signed = request(webhook.text('x'));
		const headers = change({ ...signWebhook(signed.body, receivedAt) });
		expect(await open().verify({ ...signed, headers })).toMatchObject(expected);
	});

	it('is refused where it says the time in milliseconds (adcontextprotocol/adcp#436)', async () => {
		const signed = request(webhook.text('x'));
		const headers = signWebhook(signed.body, receivedAt * 1_000);
		expect(await open().verify({ ...signed, headers })).toMatchObject({ kind: 'refused', status: 401 });
	});

	it('has a secret without the version of signatures (standard-webhooks/standard-webhooks#235)', () =>
		expect(() => withAccount({ signingSecret: `v1,${webhookAccount.signingSecret}` })).toThrow(
			expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining('whsec_') as string }) as Error,
		));

	it('is taken with the token where there is no signature, but not with a wrong signature', async () => {
		const signed = request(webhook.text('x'));
		const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
		expect(await open().verify({ ...signed, headers: bearer(webhookAccount.token) })).toMatchObject({ kind: 'accepted' });
		expect(await open().verify({ ...signed, headers: bearer('other') })).toMatchObject({ status: 401 });
		expect(withAccount({ token: undefined }).verify({ ...signed, headers: bearer('undefined') })).toMatchObject({ status: 401 });
		const both = { ...bearer(webhookAccount.token), ...signWebhook(signed.body, receivedAt, { secret: otherSecret }) };
		expect(await open().verify({ ...signed, headers: both })).toMatchObject({ status: 401 });
	});

	it('is taken without either where the secret in the address protects it', async () => {
		const channel = withAccount({ incoming: 'address' });
		expect([channel.abilities.signs, open().abilities.signs]).toEqual([false, true]);
		expect(await channel.verify({ ...request(webhook.text('x')), headers: {} })).toMatchObject({ kind: 'accepted' });
	});

	it.each([
		['no JSON', 'not json'],
		['no type', { id: '1', address }],
		['no id', webhook.text('x', { id: undefined })],
		['no address', webhook.text('x', { address: '' })],
	])('is refused with %s', async (_what, payload) => {
		expect(await open().verify(request(payload))).toMatchObject({ status: 400, reason: 'format' });
	});

	it('names the person by its address, and by a phone number that somebody entered', async () => {
		const own = { kind: `custom:${new URL(server.url).host}`, value: address, proof: 'provider' };
		const phone = { kind: 'phone', value: '+5544988887777', proof: 'entered' };
		expect(await read(webhook.text('x', { contact: { phone: phone.value }, replyTo: 'crm-1' }))).toMatchObject([
			{ contact: [own, phone], name: 'Maria', replyTo: 'crm-1', at: Date.parse('2026-04-30T12:00:00Z') },
		]);
	});

	it('can have several parts', async () => {
		const media = [
			{ kind: 'image', url: 'https://a.example/1.jpg', caption: 'my yard' },
			{ kind: 'hologram', url: 'x' },
		];
		const location = { latitude: -23.4, longitude: -51.9, name: 'Shop' };
		expect(await read(webhook.text('see', { media, location, reaction: { emoji: '❤️', messageId: 'crm-1' } }))).toMatchObject([
			{
				content: [
					{ kind: 'text', text: 'see' },
					{ kind: 'image', reference: 'https://a.example/1.jpg', caption: 'my yard' },
					{ kind: 'reaction', emoji: '❤️', messageId: 'crm-1' },
					{ kind: 'location', ...location },
				],
			},
		]);
		const eleven = Array.from({ length: 11 }, () => media[0]);
		await expect(read(webhook.text('x', { media: eleven }))).rejects.toThrow('has 11 files, more than 10');
	});

	it('can be written by a person of ours, or by a program', async () => {
		expect(await read(webhook.text('I take this.', { author: 'account', byProgram: false }))).toMatchObject([
			{ author: 'account', byProgram: false },
		]);
		expect((await read(webhook.text('x', { author: 'account' })))[0]).not.toHaveProperty('byProgram');
	});

	it('is ignored without content, and if its type is unknown', async () => {
		expect(await read(webhook.text(''))).toMatchObject([{ kind: 'ignored', reason: 'unsupported' }]);
		expect(await read({ type: 'typing', address })).toMatchObject([{ kind: 'ignored', reason: 'unsupported' }]);
	});

	it('can be the status of one that we sent', async () => {
		expect(await read({ type: 'status', id: 'crm-1', status: 'read' })).toMatchObject([{ kind: 'status', id: 'crm-1', status: 'read' }]);
		expect(await read({ type: 'status', id: 'crm-1', status: 'eaten' })).toMatchObject([{ kind: 'ignored' }]);
	});
});

describe('a message from a webhook', () => {
	it.each<[MessageContent, object]>([
		[hello, { text: 'Hello!' }],
		[
			{ kind: 'document', reference: 'https://a.example/1.pdf', fileName: 'quote.pdf' },
			{ media: { kind: 'document', url: 'https://a.example/1.pdf', fileName: 'quote.pdf' } },
		],
		[{ kind: 'reaction', emoji: '👍', messageId: 'in-1' }, { reaction: { emoji: '👍', messageId: 'in-1' } }],
		[{ kind: 'location', latitude: -23.4, longitude: -51.9 }, { location: { latitude: -23.4, longitude: -51.9 } }],
	])('is %j', async (content, expected) => {
		const outcome = await open().send({ id: 'out-1', address, content, replyTo: 'in-1' }, signal);
		expect(outcome).toEqual({ kind: 'sent', messageIds: [`crm-${server.taken.length}`] });
		expect(server.taken.at(-1)).toEqual({ type: 'message', id: 'out-1', address, replyTo: 'in-1', ...expected });
		expect(server.calls.at(-1)!.headers['webhook-id']).toBe('out-1');
	});

	it('keeps its own id where the answer tells none', async () => {
		server.script([{ status: 200, body: 'Accepted' }]);
		expect(await open().send({ id: 'out-2', address, content: hello }, signal)).toEqual({ kind: 'sent', messageIds: ['out-2'] });
	});

	it.each<[string, Partial<WebhookAccount>]>([
		['an address', { sendTo: 'hooks.example.com' }],
		['an address of the web', { sendTo: 'file:///etc/passwd' }],
		['a way to protect it', { incoming: 'hope' }],
		['a secret of the specification', { signingSecret: 'whsec_c2hvcnQ=' }],
	])('needs %s', (_what, changes) =>
		expect(() => withAccount(changes)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }) as Error),
	);
});
