import { TroupeError } from '../../../core/base/errors';
import { digestContent } from '../../../core/conversations/outbox/digest-content';
import type {
	Channel,
	ChannelAbilities,
	ChannelRequest,
	MediaFile,
	MediaLimits,
	OutgoingMessage,
	Verification,
} from '../../../core/ports/channels/channel';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import { downloadMedia, findType, mediaRefused, mediaTooLarge } from '../shared/download-media';
import { checkHealth } from '../shared/health';
import { fields, optional, text } from '../shared/payload';
import type { Fields } from '../shared/payload';
import { askProvider, type ProviderAccess, type ProviderRequest, sendByProvider } from '../shared/provider-call';
import { digest, readPost, refusal } from '../shared/received';
import { readEvolution, readMessage } from './read-evolution';

/** Returns WhatsApp's id of a person for an address: the id itself, or a phone number. */
const toJid = (address: string): string => (address.includes('@') ? address : `${address.replace(/\D/g, '')}@s.whatsapp.net`);

/** How far Evolution's clock can be behind ours. */
const clockToleranceMs = 60_000;
/** The newest messages of the conversation. */
const lookedUp = 50;

/**
 * WhatsApp Web's protocol carries no marks, so that a message is found by its content and time.
 * @throws TroupeError CHANNEL_REFUSED if Evolution stores no messages: then an empty list proves nothing
 */
async function findOwnMessage(
	{ address, content }: OutgoingMessage,
	since: number,
	ask: (query: object) => Promise<unknown>,
): Promise<[string] | undefined> {
	const { messages } = fields(await ask({ where: { key: { remoteJid: toJid(address) } }, page: 1, offset: lookedUp }));
	const records = objects(fields(messages)['records']);
	if (records.length === 0) throw storesNothing();
	const wanted = digestContent([content]);
	for (const record of records) {
		const isOld = Number(record['messageTimestamp']) * 1_000 + clockToleranceMs < since;
		if (isOld || phones.has(text(record['source']) ?? '')) continue;
		const event = readMessage(record, { byProgram: true, receivedAt: since });
		if (event.kind === 'message' && event.author === 'account' && digestContent(event.content) === wanted) return [event.id];
	}
	return undefined;
}

const objects = (value: unknown): Fields[] => (Array.isArray(value) ? value : []).map(fields);

/** A message of these devices was typed by a person. */
const phones = new Set(['android', 'ios']);

const storesNothing = () =>
	new TroupeError({
		code: 'CHANNEL_REFUSED',
		message: 'Evolution API has stored no message of this conversation, so that nobody can tell whether one was sent.',
		fix: 'Set DATABASE_SAVE_DATA_NEW_MESSAGE=true on its server.',
	});

export interface EvolutionAccount {
	/** Without a slash at the end. */
	baseUrl: string;
	instance: string;
	/** The key of the instance, or that of the server. */
	apiKey: string;
	/** The `jwt_key` among the headers of the instance's webhook. Without one, the secret in the channel's address has to do. */
	webhookSecret?: string;
}

const abilities = (signs: boolean): ChannelAbilities => ({
	sends: new Set(['text', 'audio', 'image', 'video', 'document', 'reaction', 'location']),
	maxTextLength: 4096,
	// WhatsApp blocks numbers that write faster than people.
	paceMs: 1_000,
	signs,
});

/** What the channel reads, as Evolution spells it. */
const events = ['MESSAGES_UPSERT', 'MESSAGES_UPDATE', 'MESSAGES_EDITED', 'MESSAGES_DELETE', 'SEND_MESSAGE', 'CALL', 'CONNECTION_UPDATE'];
/** Evolution makes one token for a webhook, and repeats the webhook for about 20 minutes. */
const maxTokenAgeSeconds = 30 * 60;

/** A WhatsApp number at a server of Evolution API 2.3: https://doc.evolution-api.com. */
export function createEvolutionChannel(account: EvolutionAccount, send: typeof fetch): Channel {
	const { baseUrl, instance, apiKey, webhookSecret } = account;
	const access: ProviderAccess = { provider: 'Evolution API', send, secrets: [apiKey, webhookSecret ?? ''] };
	const headers = { apikey: apiKey };
	const request = (path: string, json?: object, method: ProviderRequest['method'] = 'POST'): ProviderRequest => ({
		method,
		json,
		headers,
		url: `${baseUrl}/${path}/${encodeURIComponent(instance)}`,
	});
	return {
		abilities: abilities(webhookSecret !== undefined),
		verify: (received) => verify(received, account),
		read: readEvolution,
		send: (message, signal) => {
			const { path, json } = toRequest(message);
			return sendByProvider(access, request(`message/${path}`, json), readIds, signal);
		},
		findSent: (message, since, signal) =>
			findOwnMessage(message, since, (query) => askProvider(access, request('chat/findMessages', query), signal)),
		async markRead(address, id, signal) {
			const readMessages = [{ id, fromMe: false, remoteJid: toJid(address) }];
			await askProvider(access, request('chat/markMessageAsRead', { readMessages }), signal);
		},
		async showTyping(address, signal) {
			await askProvider(access, request('chat/sendPresence', { number: address, presence: 'composing', delay: 1_000 }), signal);
		},
		download: (id, limits, signal) =>
			downloadFromEvolution(request('chat/getBase64FromMediaMessage', { message: { key: { id } } }), { send, limits }, signal),
		async connect(url, signal) {
			const jwt = webhookSecret === undefined ? {} : { headers: { jwt_key: webhookSecret } };
			const webhook = { enabled: true, url, byEvents: false, base64: false, events, ...jwt };
			await askProvider(access, request('webhook/set', { webhook }), signal);
		},
		check: (signal) =>
			checkHealth(async () => {
				const answer = fields(await askProvider(access, request('instance/connectionState', undefined, 'GET'), signal));
				const state = text(fields(answer['instance'])['state']) ?? 'unknown';
				if (state === 'open') return { state: 'connected', detail: 'The phone is connected.' };
				return { state: 'disconnected', detail: `The state of the instance is "${state}": scan the QR code in Evolution's manager.` };
			}),
	};
}

async function verify(request: ChannelRequest, { instance, webhookSecret }: EvolutionAccount): Promise<Verification> {
	if (webhookSecret !== undefined && !(await isOwnToken(request, webhookSecret))) {
		return refusal(401, 'signature', 'The header Authorization has no token of the last 30 minutes that fits the webhook secret.');
	}
	const read = readPost(request);
	if ('kind' in read) return read;
	// `apikey` gives access to the instance, and `destination` is the channel's address with its secret.
	const { apikey: _key, destination: _address, ...stored } = read.payload;
	if (stored['instance'] !== instance) return refusal(403, 'instance', 'The request is about another instance.');
	return { kind: 'accepted', key: digest(request.body), stored: JSON.stringify(stored) };
}

/** `{iat, exp, app: "evolution", action: "webhook"}`. The token does not cover the body. */
async function isOwnToken({ headers, receivedAt }: ChannelRequest, secret: string): Promise<boolean> {
	const [, token = ''] = /^Bearer ([\w.-]{1,2000})$/.exec(headers['authorization'] ?? '') ?? [];
	const { compactVerify } = await import('jose');
	try {
		// `exp` is 10 minutes after `iat`, sooner than the last repetition, and therefore not checked.
		const { payload } = await compactVerify(token, new TextEncoder().encode(secret), { algorithms: ['HS256'] });
		const { action, iat } = fields(JSON.parse(new TextDecoder().decode(payload)));
		return action === 'webhook' && typeof iat === 'number' && iat + maxTokenAgeSeconds > Math.floor(receivedAt / 1_000);
	} catch {
		return false;
	}
}

/** Evolution's paths for each kind of content, with the fields that each requires. @throws TroupeError INPUT_INVALID */
function toRequest({ address: number, content, replyTo }: OutgoingMessage): { path: string; json: object } {
	const to = { number, ...(replyTo !== undefined && { quoted: { key: { id: replyTo } } }) };
	switch (content.kind) {
		case 'text':
			return { path: 'sendText', json: { ...to, text: content.text } };
		case 'audio':
			return { path: 'sendWhatsAppAudio', json: { ...to, audio: content.reference } };
		case 'location': {
			const { latitude, longitude, name = `${latitude}, ${longitude}` } = content;
			return { path: 'sendLocation', json: { ...to, latitude, longitude, name, address: name } };
		}
		case 'reaction': {
			const key = { id: content.messageId, remoteJid: toJid(number), fromMe: false };
			return { path: 'sendReaction', json: { key, reaction: content.emoji } };
		}
		case 'template':
			throw unsupported(content);
		default: {
			const { kind: mediatype, reference: media, mimeType, caption, fileName } = content;
			const about = { ...optional('mimetype', mimeType), ...optional('caption', caption), ...optional('fileName', fileName) };
			return { path: 'sendMedia', json: { ...to, mediatype, media, ...about } };
		}
	}
}

const unsupported = ({ kind }: MessageContent) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `Evolution API cannot send a message of the kind "${kind}".`,
		fix: 'Send a text instead.',
	});

function readIds(body: unknown): string[] {
	const id = text(fields(fields(body)['key'])['id']);
	return id === undefined ? [] : [id];
}

interface DownloadParts {
	send: typeof fetch;
	limits: MediaLimits;
}

/** Downloads a file whose content is in JSON: `{base64, mimetype, fileName, size}` */
async function downloadFromEvolution(
	{ url, headers, json }: ProviderRequest,
	{ send, limits }: DownloadParts,
	signal: AbortSignal,
): Promise<MediaFile> {
	// Base64 has a third more bytes; the rest is for what Evolution tells of the file.
	const maxBytes = Math.ceil((limits.maxBytes * 4) / 3) + 65_536;
	const answer = await downloadMedia(url, { send, headers, json, limits: { ...limits, maxBytes } }, signal);
	const { base64 } = fields(parseAnswer(answer.bytes));
	const bytes = Buffer.from(text(base64) ?? '', 'base64');
	if (bytes.length === 0) throw mediaRefused('is not in the answer of Evolution API');
	if (bytes.length > limits.maxBytes) throw mediaTooLarge(limits.maxBytes);
	return { bytes, mimeType: await findType(bytes) };
}

function parseAnswer(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder().decode(bytes));
	} catch {
		return undefined;
	}
}
