import { createHmac, randomBytes } from 'node:crypto';
import { type FakeCall, type FakeServer, type Fields, rawAnswer, type RawReply, startFakeServer } from '../fake-server';

export const evolutionAccount = { instance: 'sales', apiKey: 'evolution-key', webhookSecret: 'evolution-webhook' };

export interface EvolutionServer extends FakeServer {
	readonly stored: Fields[];
	readonly sent: Array<{ path: string; id: string; body: Fields }>;
	readonly webhooks: Fields[];
	readonly read: string[];
	/** By message id, in base64. */
	readonly files: Map<string, string>;
	state: 'open' | 'connecting' | 'close';
}

/** Required fields by path: src/validate/message.schema.ts of Evolution API. */
const required: Record<string, readonly string[]> = {
	sendText: ['number', 'text'],
	sendWhatsAppAudio: ['number', 'audio'],
	sendMedia: ['number', 'mediatype', 'media'],
	sendLocation: ['number', 'latitude', 'longitude', 'name', 'address'],
	sendReaction: ['key', 'reaction'],
};

type State = Pick<EvolutionServer, 'stored' | 'sent' | 'webhooks' | 'read' | 'files' | 'state'>;

export async function startEvolutionServer({ instance, apiKey } = evolutionAccount): Promise<EvolutionServer> {
	const state: State = { stored: [], sent: [], webhooks: [], read: [], files: new Map(), state: 'open' };
	const server = await startFakeServer((call, nextReply) => {
		const { path, headers } = call;
		if (headers['apikey'] !== apiKey) return rawAnswer(refuse(401, 'Unauthorized', 'Unauthorized'));
		const [, group, action, name] = path.split('/');
		if (name !== instance) return rawAnswer(refuse(404, 'Not Found', [`The "${name}" instance does not exist`]));
		return rawAnswer((nextReply() as RawReply | undefined) ?? answer(call, `${group}/${action}`, instance, state));
	});
	return Object.assign(state, server);
}

const refuse = (status: number, error: string, message: unknown): RawReply => ({ status, body: { status, error, response: { message } } });
const bad = (message: unknown): RawReply => refuse(400, 'Bad Request', message);
const done = (body: unknown): RawReply => ({ status: 201, body });

function answer(call: FakeCall, path: string, instance: string, state: State): RawReply {
	if (path === 'instance/connectionState' && call.method === 'GET') {
		return { status: 200, body: { instance: { instanceName: instance, state: state.state } } };
	}
	const [group, action = ''] = path.split('/');
	const body = (call.body ?? {}) as Fields;
	if (call.method === 'POST' && group === 'message') return sendMessage(action, body, state);
	const route = call.method === 'POST' ? routes[path] : undefined;
	return route?.(body, state) ?? refuse(404, 'Not Found', [`Cannot ${call.method} ${call.path}`]);
}

const routes: Record<string, (body: Fields, state: State) => RawReply> = {
	'webhook/set': (body, { webhooks }) => {
		const webhook = body['webhook'] as Fields | undefined;
		if (typeof webhook?.['enabled'] !== 'boolean' || typeof webhook['url'] !== 'string') return bad([['requires property "webhook"']]);
		webhooks.push(webhook);
		return done({ id: 'w1', ...webhook });
	},
	'chat/findMessages': (body, { stored }) => {
		const { remoteJid } = keyOf(body['where']);
		const records = stored.filter((record) => keyOf(record)['remoteJid'] === remoteJid);
		return { status: 200, body: { messages: { total: records.length, pages: 1, currentPage: 1, records } } };
	},
	'chat/markMessageAsRead': (body, { read }) => {
		const messages = body['readMessages'] as Fields[] | undefined;
		const isComplete = messages?.every(({ id, fromMe, remoteJid }) => id && remoteJid && typeof fromMe === 'boolean');
		if (!isComplete) return bad([['requires property "id"']]);
		read.push(...messages!.map(({ id }) => String(id)));
		return done({ message: 'Read messages', read: 'success' });
	},
	'chat/sendPresence': ({ delay, presence }) =>
		typeof delay === 'number' && presence === 'composing' ? done({ presence }) : bad([['invalid presence']]),
	'chat/getBase64FromMediaMessage': (body, { files }) => {
		const base64 = files.get(String(keyOf(body['message'])['id']));
		if (base64 === undefined) return bad(['Message not found']);
		return done({ mediaType: 'audioMessage', mimetype: 'audio/ogg', base64, buffer: null });
	},
};

const keyOf = (value: unknown): Fields => ((value as Fields | undefined)?.['key'] ?? {}) as Fields;

function sendMessage(action: string, body: Fields, { sent, stored, state }: State): RawReply {
	const missing = required[action]?.find((name) => body[name] === undefined || body[name] === '');
	if (required[action] === undefined) return refuse(404, 'Not Found', [`Cannot POST /message/${action}`]);
	if (missing !== undefined && !(action === 'sendReaction' && missing === 'reaction' && body['reaction'] === '')) {
		return bad([[`requires property "${missing}"`]]);
	}
	const url = body['media'] ?? body['audio'];
	if (url !== undefined && !(typeof url === 'string' && URL.canParse(url))) return bad(['Owned media must be a url or base64']);
	if (state !== 'open') return refuse(500, 'Internal Server Error', ['Error: Connection Closed']);
	const number = String(body['number'] ?? (body['key'] as Fields)['remoteJid']);
	const remoteJid = number.includes('@') ? number : `${number}@s.whatsapp.net`;
	if (!/^\d{7,20}@(s\.whatsapp\.net|lid)$/.test(remoteJid)) return bad([{ jid: remoteJid, exists: false, number }]);
	const id = `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;
	sent.push({ path: action, id, body });
	const message = {
		key: { remoteJid, fromMe: true, id },
		pushName: 'Você',
		status: 'PENDING',
		message: { conversation: body['text'] },
		messageType: 'conversation',
		messageTimestamp: Math.floor(Date.now() / 1_000),
		instanceId: 'i1',
		source: 'web',
	};
	stored.unshift(message);
	return done(message);
}

export function authorizeEvolution(at: number, secret = evolutionAccount.webhookSecret, algorithm: 'HS256' | 'HS512' = 'HS256') {
	const iat = Math.floor(at / 1_000);
	const parts = [
		{ alg: algorithm, typ: 'JWT' },
		{ iat, exp: iat + 600, app: 'evolution', action: 'webhook' },
	];
	const input = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
	const signature = createHmac(algorithm.replace('HS', 'sha'), secret).update(input).digest('base64url');
	return { authorization: `Bearer ${input}.${signature}` };
}

const envelope = (event: string, data: object) => ({
	event,
	instance: evolutionAccount.instance,
	data,
	destination: 'https://agents.example.com/channels/default/sales/path-secret',
	date_time: '2026-04-30T09:00:00.000Z',
	sender: '554499999999@s.whatsapp.net',
	server_url: 'https://evolution.example.com',
	apikey: evolutionAccount.apiKey,
});

let last = 0;
const message = (content: object, key: object = {}, changes: object = {}, event = 'messages.upsert') =>
	envelope(event, {
		key: { remoteJid: '5544988887777@s.whatsapp.net', fromMe: false, id: `3A${String(++last).padStart(18, '0')}`, ...key },
		pushName: 'Maria',
		status: 'DELIVERY_ACK',
		message: content,
		contextInfo: null,
		messageType: Object.keys(content)[0],
		messageTimestamp: Math.floor(Date.now() / 1_000),
		instanceId: 'i1',
		source: 'ios',
		...changes,
	});

export const evolutionWebhooks = {
	text: (words: string, key?: object, changes?: object) => message({ conversation: words }, key, changes),
	content: (content: object, key?: object) => message(content, key),
	sent: (words: string, id: string) =>
		message({ conversation: words }, { fromMe: true, id }, { pushName: 'Você', source: 'web' }, 'send.message'),
	status: (keyId: string, status: string, fromMe = true) =>
		envelope('messages.update', { keyId, remoteJid: '5544988887777@s.whatsapp.net', fromMe, status, instanceId: 'i1', messageId: 'm1' }),
	connection: (state: string, statusReason: number) => envelope('connection.update', { instance: 'sales', state, statusReason }),
};
