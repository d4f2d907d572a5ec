import { randomBytes } from 'node:crypto';
import { type FakeCall, type FakeServer, type Fields, rawAnswer, type RawReply, startFakeServer } from '../fake-server';

export const zApiAccount = { instanceId: 'A20DA9C0183A2D35A260F53F5D2B9244', token: 'zapi-token', clientToken: 'zapi-client-token' };

export interface ZApiServer extends FakeServer {
	readonly sent: Array<{ path: string; messageId: string; body: Fields }>;
	/** By path: `/media/voice.ogg`. Z-API serves media without a token. */
	readonly files: Map<string, Uint8Array>;
	connected: boolean;
}

interface Sends {
	[path: string]: readonly string[];
}

/** Required fields by path: https://developer.z-api.io/message/introduction. */
const sends: Sends = {
	'send-text': ['phone', 'message'],
	'send-audio': ['phone', 'audio'],
	'send-image': ['phone', 'image'],
	'send-video': ['phone', 'video'],
	'send-reaction': ['phone', 'reaction', 'messageId'],
	'send-remove-reaction': ['phone', 'messageId'],
};

export async function startZApiServer(account = zApiAccount): Promise<ZApiServer> {
	const sent: ZApiServer['sent'] = [];
	const files: ZApiServer['files'] = new Map();
	const state = { connected: true };
	const server = await startFakeServer((call, nextReply) => {
		if (call.path.startsWith('/media/')) return rawAnswer((nextReply() as RawReply | undefined) ?? download(files.get(call.path)));
		const reply = refuse(call, account) ?? (nextReply() as RawReply | undefined) ?? answer(call, account, sent, state);
		return rawAnswer(reply);
	});
	return Object.defineProperties({ ...server, sent, files } as ZApiServer, {
		connected: { get: () => state.connected, set: (value: boolean) => void (state.connected = value) },
	});
}

const download = (file: Uint8Array | undefined): RawReply =>
	file === undefined
		? { status: 404, body: '<html>404 Not Found</html>' }
		: { status: 200, headers: { 'content-type': 'audio/ogg' }, body: file };

function refuse({ path, headers }: FakeCall, { instanceId, token, clientToken }: typeof zApiAccount): RawReply | undefined {
	if (!path.startsWith(`/instances/${instanceId}/token/${token}/`))
		return { status: 404, body: { error: 'NOT_FOUND', message: 'Instance not found' } };
	if (headers['client-token'] === undefined) return { status: 403, body: { error: 'null not allowed' } };
	if (headers['client-token'] !== clientToken) return { status: 403, body: { error: `${headers['client-token'] as string} not allowed` } };
	return undefined;
}

function answer(
	call: FakeCall,
	{ instanceId, token }: typeof zApiAccount,
	sent: ZApiServer['sent'],
	state: { connected: boolean },
): RawReply {
	const path = call.path.slice(`/instances/${instanceId}/token/${token}/`.length);
	const expected = path === 'status' ? 'GET' : path.startsWith('queue/') ? 'DELETE' : 'POST';
	if (call.method !== expected) return { status: 405, body: { error: 'Method Not Allowed' } };
	if (path === 'status') {
		const { connected } = state;
		return {
			status: 200,
			body: { connected, smartphoneConnected: connected, error: connected ? 'You are already connected.' : 'You are not connected.' },
		};
	}
	if (path.startsWith('queue/')) return { status: 200, body: { value: true } };
	if (!call.headers['content-type']?.startsWith('application/json')) return { status: 415, body: { error: 'Unsupported Media Type' } };
	if (typeof call.body !== 'object' || call.body === null) return { status: 400, body: { error: 'Invalid JSON' } };
	const body = call.body as Fields;
	if (path === 'read-message')
		return body['phone'] && body['messageId'] ? { status: 204, body: '' } : { status: 400, body: { error: 'Invalid request' } };
	const required = path.startsWith('send-document/') ? ['phone', 'document'] : sends[path];
	if (required === undefined)
		return { status: 404, body: { error: 'NOT_FOUND', message: 'Unable to find matching target resource method' } };
	const missing = required.find((name) => typeof body[name] !== 'string' || body[name] === '');
	if (missing !== undefined) return { status: 400, body: { error: `${missing} is required` } };
	const media = ['image', 'video', 'audio', 'document'].map((name) => body[name]).find((value) => value !== undefined);
	if (media !== undefined && !/^(https?:\/\/|data:)/.test(media as string)) return { status: 400, body: { error: 'Invalid media URL' } };
	if (!/^(\d{7,15}|\d{5,20}@lid)$/.test(body['phone'] as string)) return { status: 400, body: { error: 'Phone number is invalid' } };
	const messageId = randomBytes(10).toString('hex').toUpperCase();
	sent.push({ path, messageId, body });
	return { status: 200, body: { zaapId: randomBytes(16).toString('hex').toUpperCase(), messageId, id: messageId } };
}

const common = {
	isStatusReply: false,
	senderLid: '81896604192873@lid',
	connectedPhone: '554499999999',
	waitingMessage: false,
	isEdit: false,
	isGroup: false,
	isNewsletter: false,
	instanceId: zApiAccount.instanceId,
	phone: '5544988887777',
	fromMe: false,
	status: 'RECEIVED',
	chatName: 'Maria',
	senderPhoto: 'https://',
	senderName: 'Maria',
	participantPhone: null,
	participantLid: null,
	photo: 'https://',
	broadcast: false,
	type: 'ReceivedCallback',
};

let last = 0;
const message = (fields: object, changes: object = {}) => {
	last += 1;
	return { ...common, momment: Date.now(), ...ownLid(changes), messageId: `3EB0${String(last).padStart(16, '0')}`, ...fields, ...changes };
};

const ownLid = ({ phone }: { phone?: unknown }) => (typeof phone === 'string' && /^\d+$/.test(phone) ? { senderLid: `9${phone}@lid` } : {});

export const zApiWebhooks = {
	text: (text: string, changes?: object) => message({ text: { message: text } }, changes),
	audio: (audioUrl: string, changes?: object) =>
		message({ audio: { ptt: true, seconds: 10, audioUrl, mimeType: 'audio/ogg; codecs=opus', viewOnce: true } }, changes),
	image: (imageUrl: string, changes?: object) =>
		message(
			{
				image: {
					mimeType: 'image/jpeg',
					imageUrl,
					thumbnailUrl: imageUrl,
					downloadError: null,
					caption: 'my yard',
					width: 600,
					height: 315,
					viewOnce: true,
				},
			},
			changes,
		),
	document: (documentUrl: string, changes?: object) =>
		message({ document: { documentUrl, mimeType: 'application/pdf', title: 'quote', pageCount: 1, fileName: 'quote.pdf' } }, changes),
	reaction: (messageId: string, changes?: object) =>
		message(
			{
				reaction: {
					value: '❤️',
					time: 1_651_878_681_150,
					reactionBy: '5544988887777',
					referencedMessage: { messageId, fromMe: true, phone: '5544988887777', participant: null },
				},
			},
			changes,
		),
	missedCall: (changes?: object) =>
		message({ notification: 'CALL_MISSED_VOICE', notificationParameters: [], callId: 'F44E0E2011E7C784BB9A4AC11749C436' }, changes),
	waiting: (changes?: object) => message({ fromMe: true, waitingMessage: true, viewOnce: true }, changes),
	/** Sent by the account: through the API or at the phone. */
	own: (text: string, fromApi: boolean, changes?: object) => message({ fromMe: true, fromApi, text: { message: text } }, changes),
	status: (status: string, ids: string[]) => ({
		instanceId: zApiAccount.instanceId,
		status,
		ids,
		momment: 1_632_234_645_000,
		phoneDevice: 0,
		phone: '5544988887777',
		type: 'MessageStatusCallback',
		isGroup: false,
	}),
	disconnected: () => ({
		momment: 1_580_163_342,
		error: 'Device has been disconnected',
		disconnected: true,
		type: 'DisconnectedCallback',
		instanceId: zApiAccount.instanceId,
	}),
};
