import { type FakeCall, type FakeServer, type Fields, rawAnswer, type RawReply, startFakeServer } from '../fake-server';

export const telegramAccount = { token: '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw' };

export interface TelegramServer extends FakeServer {
	readonly sent: Array<{ method: string; number: number; body: Fields }>;
	/** The fields of `setWebhook`; undefined before. */
	webhook: Fields | undefined;
	readonly blocked: Set<string>;
	readonly files: Map<string, Uint8Array>;
}

interface State {
	sent: TelegramServer['sent'];
	webhook: Fields | undefined;
	blocked: Set<string>;
	files: Map<string, Uint8Array>;
}

/** Required fields by method: https://core.telegram.org/bots/api#available-methods. */
const sends: Readonly<Record<string, readonly string[]>> = {
	sendMessage: ['chat_id', 'text'],
	sendAudio: ['chat_id', 'audio'],
	sendPhoto: ['chat_id', 'photo'],
	sendVideo: ['chat_id', 'video'],
	sendDocument: ['chat_id', 'document'],
	sendLocation: ['chat_id', 'latitude', 'longitude'],
};

export async function startTelegramServer({ token } = telegramAccount): Promise<TelegramServer> {
	const state: State = { sent: [], webhook: undefined, blocked: new Set(), files: new Map() };
	const server = await startFakeServer((call, nextReply) => {
		if (call.path.startsWith(`/file/bot${token}/`)) return file(call.path.slice(`/file/bot${token}/`.length), state);
		if (!call.path.startsWith(`/bot${token}/`)) return rawAnswer(refuse(401, 'Unauthorized'));
		return rawAnswer((nextReply() as RawReply | undefined) ?? answer(call, call.path.slice(`/bot${token}/`.length), state));
	});
	return Object.defineProperties(
		{ ...server, ...state },
		{
			webhook: { get: () => state.webhook, set: (value: Fields | undefined) => void (state.webhook = value) },
		},
	);
}

const succeed = (result: unknown): RawReply => ({ status: 200, body: { ok: true, result } });
const refuse = (status: number, description: string): RawReply => ({ status, body: { ok: false, error_code: status, description } });

function answer(call: FakeCall, method: string, state: State): RawReply {
	const body = (typeof call.body === 'object' && call.body !== null ? call.body : {}) as Fields;
	switch (method) {
		case 'getMe':
			return succeed({ id: 110_201_543, is_bot: true, first_name: 'Shop', username: 'shop_bot' });
		case 'setWebhook':
			return setWebhook(body, state);
		case 'getWebhookInfo':
			return succeed({ url: state.webhook?.['url'] ?? '', has_custom_certificate: false, pending_update_count: 0 });
		case 'getFile': {
			const id = body['file_id'] as string;
			if (!state.files.has(id)) return refuse(400, 'Bad Request: wrong file_id or the file is temporarily unavailable');
			return succeed({ file_id: id, file_unique_id: id, file_path: `voice/${id}` });
		}
		case 'sendChatAction':
			return findFault(body, ['chat_id'], state) ?? succeed(true);
		case 'setMessageReaction':
			return findFault(body, ['chat_id'], state) ?? react(body);
		default:
			return send(method, body, state);
	}
}

function setWebhook(body: Fields, state: State): RawReply {
	if (!String(body['url']).startsWith('https://'))
		return refuse(400, 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook');
	if (!/^[A-Za-z0-9_-]{1,256}$/.test(String(body['secret_token'])))
		return refuse(400, 'Bad Request: secret token contains unallowed characters');
	state.webhook = body;
	return succeed(true);
}

function send(method: string, body: Fields, state: State): RawReply {
	const required = sends[method];
	if (required === undefined) return refuse(404, 'Not Found');
	const fault = findFault(body, required, state);
	if (fault) return fault;
	const number = 1_000 + state.sent.length;
	state.sent.push({ method, number, body });
	return succeed({ message_id: number, date: 1_700_000_000, chat: { id: Number(body['chat_id']), type: 'private' }, text: body['text'] });
}

/** A part of the allowed emojis: https://core.telegram.org/bots/api#reactiontypeemoji. */
const reactions = new Set(['👍', '👎', '❤', '🔥', '🎉', '🙏', '👌', '😢']);

function react(body: Fields): RawReply {
	if (!Number.isInteger(body['message_id'])) return refuse(400, 'Bad Request: message to react not found');
	const wanted = (body['reaction'] ?? []) as Array<{ type?: string; emoji?: string }>;
	if (!wanted.every(({ type, emoji = '' }) => type === 'emoji' && reactions.has(emoji)))
		return refuse(400, 'Bad Request: REACTION_INVALID');
	return succeed(true);
}

function findFault(body: Fields, required: readonly string[], { blocked }: State): RawReply | undefined {
	const chat = String(body['chat_id']);
	if (!/^-?\d{1,15}$/.test(chat)) return refuse(400, 'Bad Request: chat not found');
	if (blocked.has(chat)) return refuse(403, 'Forbidden: bot was blocked by the user');
	if (required.includes('text') && !body['text']) return refuse(400, 'Bad Request: message text is empty');
	if (typeof body['text'] === 'string' && body['text'].length > 4_096) return refuse(400, 'Bad Request: message is too long');
	const media = ['audio', 'photo', 'video', 'document'].map((name) => body[name]).find((value) => typeof value === 'string');
	if (typeof media === 'string' && media.includes(':') && !URL.canParse(media)) return refuse(400, 'Bad Request: wrong HTTP URL specified');
	const missing = required.find((name) => body[name] === undefined || body[name] === '');
	return missing === undefined ? undefined : refuse(400, `Bad Request: there is no ${missing} in the request`);
}

function file(path: string, { files }: State) {
	const bytes = files.get(path.replace(/^voice\//, ''));
	if (bytes === undefined) return rawAnswer(refuse(404, 'Not Found'));
	return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: bytes };
}

const chat = { id: 1_111_111, first_name: 'Maria', last_name: 'Silva', type: 'private' };
const from = { id: 1_111_111, is_bot: false, first_name: 'Maria', last_name: 'Silva', language_code: 'pt-br' };
let updates = 10_000;

const update = (kind: string, body: Fields, changes: Fields = {}) => ({
	update_id: ++updates,
	[kind]: { message_id: updates - 9_000, from, chat, date: Math.floor(Date.now() / 1_000), ...body, ...changes },
});

export const telegramUpdates = {
	text: (text: string, changes?: Fields) => update('message', { text }, changes),
	edited: (text: string, changes?: Fields) => update('edited_message', { text, edit_date: Math.floor(Date.now() / 1_000) }, changes),
	voice: (id: string, changes?: Fields) =>
		update('message', { voice: { file_id: id, file_unique_id: 'u', duration: 7, mime_type: 'audio/ogg', file_size: 23_000 } }, changes),
	photo: (id: string, caption: string, changes?: Fields) => {
		const sizes = [90, 1_280].map((width, index) => ({ file_id: index === 0 ? 'small' : id, file_unique_id: 'u', width, height: width }));
		return update('message', { photo: sizes, caption }, changes);
	},
	document: (id: string, changes?: Fields) =>
		update('message', { document: { file_id: id, file_unique_id: 'u', file_name: 'quote.pdf', mime_type: 'application/pdf' } }, changes),
	location: (changes?: Fields) => update('message', { location: { latitude: -8.05, longitude: -34.9 } }, changes),
	contact: (phone: string, ofUser?: number, changes?: Fields) =>
		update('message', { contact: { phone_number: phone, first_name: 'Maria', user_id: ofUser } }, changes),
	reaction: (number: number, changes?: Fields) =>
		update(
			'message_reaction',
			{ message_id: number, user: from, old_reaction: [], new_reaction: [{ type: 'emoji', emoji: '👍' }], from: undefined },
			changes,
		),
	blocked: (changes?: Fields) =>
		update('my_chat_member', { message_id: undefined, new_chat_member: { status: 'kicked', user: { id: 110_201_543 } } }, changes),
	poll: () => ({ update_id: ++updates, poll: { id: '1', question: 'x' } }),
};
