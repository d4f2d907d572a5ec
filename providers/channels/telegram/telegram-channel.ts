import type { Channel, ChannelAbilities, ChannelRequest, OutgoingMessage, Verification } from '../../../core/ports/channels/channel';
import type { MediaContent, MessageContent } from '../../../core/ports/channels/message-content';
import { TroupeError } from '../../../core/base/errors';
import { downloadMedia } from '../shared/download-media';
import { checkHealth } from '../shared/health';
import { fields, type Fields, isFields, text } from '../shared/payload';
import { askProvider, type ProviderAccess, sendByProvider } from '../shared/provider-call';
import { hmac, isSame, readPost, refusal } from '../shared/received';
import { messageId, readTelegram } from './read-telegram';

export interface TelegramAccount {
	baseUrl: string;
	/** From @BotFather. */
	token: string;
}

export const telegramAddress = 'https://api.telegram.org';

const abilities: ChannelAbilities = {
	sends: new Set(['text', 'audio', 'image', 'video', 'document', 'reaction', 'location']),
	maxTextLength: 4096,
	// "avoid sending more than one message per second" in a chat: https://core.telegram.org/bots/faq
	paceMs: 1_000,
	signs: true,
};

/** Kinds of updates that the channel reads. */
const allowedUpdates = ['message', 'edited_message', 'callback_query', 'message_reaction', 'my_chat_member'];
/** Larger files cannot be downloaded by bots. */
const maxFileBytes = 20 * 1_048_576;

/** A bot of Telegram: https://core.telegram.org/bots/api. Each request carries a secret that `setWebhook` told Telegram. */
export function createTelegramChannel({ baseUrl, token }: TelegramAccount, send: typeof fetch): Channel {
	const access: ProviderAccess = { provider: 'Telegram', send, secrets: [token] };
	const request = (method: string, json: object = {}) => ({ method: 'POST' as const, url: `${baseUrl}/bot${token}/${method}`, json });
	const ask = async (method: string, json: object, signal: AbortSignal): Promise<Fields> =>
		fields(fields(await askProvider(access, request(method, json), signal))['result']);
	// Nobody has to invent and store one: whoever knows it cannot tell the token.
	const secret = hmac(token, 'troupe: secret of the webhook');
	return {
		abilities,
		verify: (received) => verify(received, secret),
		read: readTelegram,
		send: (message, signal) => {
			const { method, json } = toRequest(message);
			return sendByProvider(access, request(method, json), (body) => readIds(body, message), signal);
		},
		async connect(url, signal) {
			await ask('setWebhook', { url, secret_token: secret, allowed_updates: allowedUpdates }, signal);
		},
		async showTyping(chat, signal) {
			await ask('sendChatAction', { chat_id: chat, action: 'typing' }, signal);
		},
		async download(reference, limits, signal) {
			const { file_path: path } = await ask('getFile', { file_id: reference }, signal);
			const within = { ...limits, maxBytes: Math.min(limits.maxBytes, maxFileBytes) };
			return downloadMedia(`${baseUrl}/file/bot${token}/${text(path) ?? ''}`, { send, limits: within }, signal);
		},
		check: (signal) => checkHealth(() => check(ask, signal)),
	};
}

function verify(request: ChannelRequest, secret: string): Verification {
	if (!isSame(request.headers['x-telegram-bot-api-secret-token'], secret)) {
		return refusal(401, 'secret', 'The header X-Telegram-Bot-Api-Secret-Token is missing or wrong.');
	}
	const read = readPost(request);
	if ('kind' in read) return read;
	const id = text(read.payload['update_id']);
	if (id === undefined) return refusal(400, 'format', 'The body has no "update_id".');
	const pressed = text(fields(read.payload['callback_query'])['id']);
	const accepted = { kind: 'accepted' as const, key: `update ${id}`, stored: read.text };
	return pressed === undefined ? accepted : { ...accepted, answer: answerPressed(pressed) };
}

/**
 * Until a pressed button is answered, it shows that it loads, whatever becomes of the message. The answer of a webhook may be a call:
 * https://core.telegram.org/bots/api#making-requests-when-getting-updates.
 */
const answerPressed = (id: string): object => ({ method: 'answerCallbackQuery', callback_query_id: id });

async function check(ask: (method: string, json: object, signal: AbortSignal) => Promise<Fields>, signal: AbortSignal) {
	const { username } = await ask('getMe', {}, signal);
	const { url, last_error_message: fault, pending_update_count: pending } = await ask('getWebhookInfo', {}, signal);
	if (text(url) === undefined) {
		return {
			state: 'disconnected' as const,
			canSend: true as const,
			detail: 'Telegram knows no address for the messages of the bot: troupe channel add … --connect.',
		};
	}
	const waiting = Number(pending) > 0 && text(fault) !== undefined ? ` ${String(pending)} messages wait: ${text(fault)}.` : '';
	return { state: 'connected' as const, detail: `The bot @${text(username) ?? ''} receives messages.${waiting}` };
}

const mediaMethods: Record<MediaContent['kind'], [method: string, field: string]> = {
	audio: ['sendAudio', 'audio'],
	image: ['sendPhoto', 'photo'],
	video: ['sendVideo', 'video'],
	document: ['sendDocument', 'document'],
};

/** @throws TroupeError INPUT_INVALID */
function toRequest({ address, content, replyTo }: OutgoingMessage): { method: string; json: object } {
	const to = { chat_id: address, ...(replyTo !== undefined && { reply_parameters: { message_id: messageNumber(replyTo) } }) };
	switch (content.kind) {
		case 'text':
			return { method: 'sendMessage', json: { ...to, text: content.text } };
		case 'location':
			return { method: 'sendLocation', json: { ...to, latitude: content.latitude, longitude: content.longitude } };
		case 'reaction': {
			const reaction = content.emoji === '' ? [] : [{ type: 'emoji', emoji: content.emoji }];
			return { method: 'setMessageReaction', json: { chat_id: address, message_id: messageNumber(content.messageId), reaction } };
		}
		case 'template':
			throw unsupported(content);
		default: {
			const [method, field] = mediaMethods[content.kind];
			return { method, json: { ...to, [field]: content.reference, ...(content.caption !== undefined && { caption: content.caption }) } };
		}
	}
}

const messageNumber = (id: string): number => Number(id.slice(id.lastIndexOf('/') + 1));

/** A reaction has no id of its own. */
function readIds(body: unknown, { address, content }: OutgoingMessage): string[] {
	const { ok, result } = fields(body);
	if (ok !== true) return [];
	if (content.kind === 'reaction') return [`reaction ${content.messageId}`];
	return isFields(result) && text(result['message_id']) !== undefined ? [messageId(address, result['message_id'])] : [];
}

const unsupported = ({ kind }: MessageContent) =>
	new TroupeError({ code: 'INPUT_INVALID', message: `Telegram cannot send a message of the kind "${kind}".`, fix: 'Send a text instead.' });
