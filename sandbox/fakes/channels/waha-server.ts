import { createHmac, randomBytes } from 'node:crypto';
import { type FakeCall, type FakeServer, type Fields, rawAnswer, type RawReply, startFakeServer } from '../fake-server';

export const wahaAccount = { session: 'default', apiKey: 'waha-key', hmacKey: 'waha-hmac' };

export interface WahaServer extends FakeServer {
	readonly sent: Array<{ path: string; id: string; body: Fields }>;
	readonly shown: Array<{ path: string; body: Fields }>;
	readonly files: Map<string, string>;
	config: Fields;
	status: 'WORKING' | 'STARTING' | 'SCAN_QR_CODE' | 'FAILED';
}

type State = Pick<WahaServer, 'sent' | 'shown' | 'files' | 'config' | 'status'>;

const required: Record<string, readonly string[]> = {
	sendText: ['chatId', 'text'],
	sendVoice: ['chatId', 'file'],
	sendImage: ['chatId', 'file'],
	sendVideo: ['chatId', 'file'],
	sendFile: ['chatId', 'file'],
	sendLocation: ['chatId', 'latitude', 'longitude'],
	sendSeen: ['chatId'],
	startTyping: ['chatId'],
	reaction: ['messageId'],
};

export async function startWahaServer({ session, apiKey } = wahaAccount): Promise<WahaServer> {
	const state: State = { sent: [], shown: [], files: new Map(), config: {}, status: 'WORKING' };
	const server = await startFakeServer((call, nextReply) => {
		if (call.headers['x-api-key'] !== apiKey) return rawAnswer({ status: 401, body: { message: 'Unauthorized', statusCode: 401 } });
		const path = call.path.replace(/^\/api\//, '');
		return rawAnswer((nextReply() as RawReply | undefined) ?? answer(call, path, session, state));
	});
	return Object.assign(state, server);
}

const refuse = (status: number, error: string, message: unknown): RawReply => ({ status, body: { statusCode: status, error, message } });

function answer(call: FakeCall, path: string, session: string, state: State): RawReply {
	const body = (call.body ?? {}) as Fields;
	if (path.startsWith('sessions/')) return answerSession(call.method, path.slice('sessions/'.length), body, { session, state });
	if (path.startsWith('files/')) {
		const file = state.files.get(path.slice('files/'.length));
		return file === undefined ? refuse(404, 'Not Found', 'File not found') : { status: 200, body: file };
	}
	const fields = required[path];
	if (fields === undefined || call.method !== (path === 'reaction' ? 'PUT' : 'POST')) {
		return refuse(404, 'Not Found', `Cannot ${call.method} ${call.path}`);
	}
	return act(path, fields, body, { session, state });
}

function answerSession(method: string, name: string, body: Fields, { session, state }: { session: string; state: State }): RawReply {
	if (name !== session) return refuse(404, 'Not Found', 'Session not found');
	if (method === 'PUT') {
		const webhooks = ((body['config'] as Fields)['webhooks'] ?? []) as Fields[];
		if (!webhooks.every(({ url, events }) => URL.canParse(String(url)) && Array.isArray(events))) {
			return refuse(400, 'Bad Request', ['config.webhooks.0.url must be a URL address']);
		}
		state.config = body['config'] as Fields;
	}
	return { status: 200, body: { name, status: state.status, config: state.config, me: { id: '554499999999@c.us', pushName: 'Shop' } } };
}

function act(path: string, fields: readonly string[], body: Fields, { session, state }: { session: string; state: State }): RawReply {
	if (body['session'] !== session) return refuse(404, 'Not Found', `Session "${String(body['session'])}" does not exist`);
	if (state.status !== 'WORKING')
		return {
			status: 422,
			body: {
				error: 'Session status is not as expected. Try again later or restart the session',
				session,
				status: state.status,
				expected: ['WORKING'],
			},
		};
	const missing = fields.find((name) => body[name] === undefined || body[name] === '');
	if (missing !== undefined) return refuse(400, 'Bad Request', [`${missing} should not be empty`]);
	const file = body['file'] as Fields | undefined;
	if (file && !(URL.canParse(String(file['url'])) && file['mimetype']))
		return refuse(400, 'Bad Request', ['file.url must be a URL address']);
	const chat = typeof body['chatId'] === 'string' ? body['chatId'] : /^\w+_([^_]+)_/.exec(String(body['messageId']))?.[1];
	if (!/^\d{7,20}@(c\.us|lid)$/.test(chat ?? '')) return refuse(400, 'Bad Request', ['chatId must be a phone number or an id']);
	if (path === 'sendSeen' || path === 'startTyping') {
		state.shown.push({ path, body });
		return { status: 201, body: '' };
	}
	const id = `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;
	state.sent.push({ path, id, body });
	if (path === 'reaction') return { status: 200, body: {} };
	return {
		status: 201,
		body: { id: `true_${chat ?? ''}_${id}`, timestamp: Math.floor(Date.now() / 1_000), fromMe: true, source: 'api' },
	};
}

export function signWaha(body: Uint8Array, at: number, key = wahaAccount.hmacKey): Record<string, string> {
	const hmac = createHmac('sha512', key).update(body).digest('hex');
	return { 'x-webhook-hmac': hmac, 'x-webhook-hmac-algorithm': 'sha512', 'x-webhook-timestamp': String(at), 'x-webhook-request-id': '01' };
}

export const wahaTime = Math.floor(Date.now() / 1_000) * 1_000;

let last = 0;
const envelope = (event: string, payload: object) => ({
	id: `evt_${String(++last).padStart(26, '0')}`,
	timestamp: wahaTime,
	event,
	session: wahaAccount.session,
	metadata: {},
	me: { id: '554499999999@c.us', pushName: 'Shop' },
	payload,
	engine: 'NOWEB',
	environment: { version: '2026.4.1', tier: 'PLUS' },
});

const message = (fields: Fields, event = 'message.any') =>
	envelope(event, {
		id: `false_5544988887777@c.us_3A${String(++last).padStart(18, '0')}`,
		timestamp: wahaTime / 1_000,
		from: '5544988887777@c.us',
		fromMe: false,
		source: 'app',
		to: '554499999999@c.us',
		body: '',
		hasMedia: false,
		media: null,
		ack: 2,
		ackName: 'DEVICE',
		vCards: [],
		replyTo: null,
		_data: { pushName: 'Maria' },
		...fields,
	});

export const wahaWebhooks = {
	text: (words: string, changes: Fields = {}, event?: string) => message({ body: words, ...changes }, event),
	media: (mimetype: string, changes: Fields = {}) => {
		const media = { url: 'http://localhost:3000/api/files/default/1.bin', mimetype, filename: null, error: null };
		return message({ hasMedia: true, media, ...changes });
	},
	/** Sent by the account: through the API or at the phone. `from` is the customer, as in the engine NOWEB. */
	own: (words: string, source: 'api' | 'app', id: string) =>
		message({ id: `true_5544988887777@c.us_${id}`, fromMe: true, source, body: words, to: null, _data: { pushName: 'Shop' } }),
	reaction: (emoji: string, messageId: string) => message({ reaction: { text: emoji, messageId } }, 'message.reaction'),
	ack: (id: string, ack: number) =>
		envelope('message.ack', {
			id,
			from: '5544988887777@c.us',
			to: '554499999999@c.us',
			participant: null,
			fromMe: true,
			ack,
			ackName: 'X',
		}),
	status: (status: string) => envelope('session.status', { name: wahaAccount.session, status }),
};
