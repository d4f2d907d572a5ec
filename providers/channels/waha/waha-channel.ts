import { createHmac } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import type {
	Channel,
	ChannelAbilities,
	ChannelHealth,
	ChannelRequest,
	OutgoingMessage,
	Verification,
} from '../../../core/ports/channels/channel';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import { downloadMedia, mediaRefused } from '../shared/download-media';
import { checkHealth } from '../shared/health';
import { fields, type Fields, optional, text } from '../shared/payload';
import { askProvider, type ProviderAccess, type ProviderRequest, sendByProvider } from '../shared/provider-call';
import { digest, isSame, readPost, refusal } from '../shared/received';
import { readWaha, shortId } from './read-waha';

export interface WahaAccount {
	/** Without a slash at the end. */
	baseUrl: string;
	session: string;
	apiKey: string;
	/** The key of the webhook's HMAC. Without one, the secret in the channel's address has to do. */
	hmacKey?: string;
}

const abilities = (signs: boolean): ChannelAbilities => ({
	sends: new Set(['text', 'audio', 'image', 'video', 'document', 'reaction', 'location']),
	maxTextLength: 4096,
	// WhatsApp blocks numbers that write faster than people.
	paceMs: 1_000,
	signs,
});

/** `message.any` has the messages of customers too. */
const events = [
	'message.any',
	'message.reaction',
	'message.edited',
	'message.revoked',
	'poll.vote',
	'message.ack',
	'call.received',
	'session.status',
];
/** WAHA can repeat a request for hours; a day later, nothing that it says is news. */
const maxAgeMs = 24 * 3_600_000;
const maxAheadMs = 5 * 60_000;

/** A WhatsApp number in a session of WAHA: https://waha.devlike.pro. */
export function createWahaChannel(account: WahaAccount, send: typeof fetch): Channel {
	const { baseUrl, session, apiKey, hmacKey } = account;
	const access: ProviderAccess = { provider: 'WAHA', send, secrets: [apiKey, hmacKey ?? ''] };
	const headers = { 'x-api-key': apiKey };
	const request = (method: ProviderRequest['method'], path: string, json?: object): ProviderRequest => ({
		method,
		json,
		headers,
		url: `${baseUrl}/api/${path}`,
	});
	const sessionPath = `sessions/${encodeURIComponent(session)}`;
	const ask = (method: ProviderRequest['method'], path: string, json: object | undefined, signal: AbortSignal) =>
		askProvider(access, request(method, path, json), signal);
	return {
		abilities: abilities(hmacKey !== undefined),
		verify: (received) => verify(received, account),
		read: readWaha,
		send: (message, signal) => {
			const { method = 'POST', path, json } = toRequest(message);
			const readIds = (body: unknown) => readSentIds(body, message);
			return sendByProvider(access, request(method, path, { session, ...json }), readIds, signal);
		},
		async markRead(chatId, messageId, signal) {
			await ask('POST', 'sendSeen', { session, chatId, messageIds: [messageId] }, signal);
		},
		async showTyping(chatId, signal) {
			await ask('POST', 'startTyping', { session, chatId }, signal);
		},
		download: async (reference, limits, signal) => downloadMedia(toFile(reference, baseUrl), { send, limits, headers }, signal),
		async connect(url, signal) {
			const { config } = fields(await ask('GET', sessionPath, undefined, signal));
			const webhook = { url, events, ...(hmacKey !== undefined && { hmac: { key: hmacKey } }) };
			// WAHA replaces the whole configuration: what others set there stays.
			const others = objects(fields(config)['webhooks']).filter((other) => !isSameChannel(text(other['url']), url));
			await ask('PUT', sessionPath, { name: session, config: { ...fields(config), webhooks: [...others, webhook] } }, signal);
		},
		check: (signal) => checkHealth(async () => toHealth(await ask('GET', sessionPath, undefined, signal))),
	};
}

function verify(request: ChannelRequest, { session, hmacKey }: WahaAccount): Verification {
	const { headers, body, receivedAt } = request;
	if (hmacKey !== undefined && !isSame(headers['x-webhook-hmac'], createHmac('sha512', hmacKey).update(body).digest('hex'))) {
		return refusal(401, 'signature', 'The header X-Webhook-Hmac is missing or does not fit the body.');
	}
	const read = readPost(request);
	if ('kind' in read) return read;
	const { payload, text: stored } = read;
	// The signature covers the time in the body only; that in the header stands in where an older WAHA tells no other.
	const time = Number(payload['timestamp'] ?? headers['x-webhook-timestamp'] ?? receivedAt);
	if (!(receivedAt - time <= maxAgeMs && time - receivedAt <= maxAheadMs)) {
		return refusal(401, 'timestamp', 'The time of the request differs from our clock by more than a day.');
	}
	if (payload['session'] !== session) return refusal(403, 'instance', 'The request is about another session.');
	const id = text(payload['id']);
	return { kind: 'accepted', key: id !== undefined && /^\w{1,200}$/.test(id) ? `event ${id}` : digest(body), stored };
}

interface Request {
	method?: 'PUT';
	path: string;
	json: object;
}

/** WAHA's paths for each kind of content. @throws TroupeError INPUT_INVALID */
function toRequest({ address: chatId, content, replyTo }: OutgoingMessage): Request {
	const to = { chatId, ...(replyTo !== undefined && { reply_to: replyTo }) };
	switch (content.kind) {
		case 'text':
			return { path: 'sendText', json: { ...to, text: content.text } };
		case 'location':
			return { path: 'sendLocation', json: { ...to, latitude: content.latitude, longitude: content.longitude, title: content.name ?? '' } };
		case 'reaction':
			return { method: 'PUT', path: 'reaction', json: { messageId: content.messageId, reaction: content.emoji } };
		case 'template':
			throw unsupported(content);
		default: {
			const { kind, reference: url, mimeType, fileName, caption } = content;
			const [path, usual] = files[kind];
			const file = { url, mimetype: mimeType ?? usual, ...optional('filename', fileName) };
			const words = kind === 'audio' ? {} : optional('caption', caption);
			return { path, json: { ...to, file, ...words, ...(kind === 'audio' || kind === 'video' ? { convert: true } : {}) } };
		}
	}
}

const files = {
	audio: ['sendVoice', 'audio/ogg; codecs=opus'],
	image: ['sendImage', 'image/jpeg'],
	video: ['sendVideo', 'video/mp4'],
	document: ['sendFile', 'application/octet-stream'],
} as const;

const unsupported = ({ kind }: MessageContent) =>
	new TroupeError({ code: 'INPUT_INVALID', message: `WAHA cannot send a message of the kind "${kind}".`, fix: 'Send a text instead.' });

/** An id, or in the engine WEBJS an object with it. Some engines tell none for a reaction. */
function readSentIds(body: unknown, { content }: OutgoingMessage): string[] {
	const { id } = fields(body);
	const full = text(id) ?? text(fields(id)['_serialized']) ?? text(fields(fields(body)['key'])['id']);
	if (full !== undefined) return [shortId(full)];
	return content.kind === 'reaction' ? [`reaction ${content.messageId}`] : [];
}

const objects = (value: unknown): Fields[] => (Array.isArray(value) ? value : []).map(fields);

/** The last part of a channel's address can be a secret, which changes. */
function isSameChannel(one: string | undefined, other: string): boolean {
	const toName = (url: string) => /^.*\/channels\/[^/?#]+\/[^/?#]+/.exec(url)?.[0] ?? url;
	return one !== undefined && toName(one) === toName(other);
}

/**
 * WAHA writes addresses as it sees itself, such as http://localhost:3000. Others are not asked: the address comes from a request.
 * @throws TroupeError CHANNEL_MEDIA_REFUSED
 */
function toFile(reference: string, baseUrl: string): string {
	const { pathname = '', search = '' } = URL.canParse(reference) ? new URL(reference) : {};
	if (!pathname.startsWith('/api/files/') || /%2f|%5c/i.test(pathname)) throw mediaRefused('is not among the files of WAHA');
	return `${baseUrl}${pathname}${search}`;
}

function toHealth(session: unknown): ChannelHealth {
	const status = text(fields(session)['status']) ?? 'unknown';
	if (status === 'WORKING') return { state: 'connected', detail: 'The phone is connected.' };
	const todo = status === 'SCAN_QR_CODE' ? "scan the QR code in WAHA's dashboard" : "start the session in WAHA's dashboard";
	return { state: 'disconnected', detail: `The state of the session is ${status}: ${todo}.` };
}
