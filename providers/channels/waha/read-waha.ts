import type { AliasClaim, ChannelEvent, MediaContent, MessageContent, StatusEvent, StoredRequest } from '../../../core/ports';
import { fields, type Fields, isFields, optional, readObject, readTime, requireText, text } from '../shared/payload';
import { claimsOfIds, findGathering, withoutDevice } from '../shared/whatsapp-id';

const provider = 'WAHA';

/** Reads a webhook of WAHA: https://waha.devlike.pro/docs/how-to/events. */
export function readWaha({ stored, receivedAt }: StoredRequest): ChannelEvent[] {
	const body = readObject(stored, provider);
	const payload = fields(body['payload']);
	switch (body['event']) {
		// Both come for a message of a customer, under one id.
		case 'message':
		case 'message.any':
		case 'message.reaction':
			return [readMessage(payload, receivedAt)];
		case 'message.ack':
			return [readAck(payload, receivedAt)];
		case 'session.status':
			return [readSession(payload, readTime(body['timestamp'], receivedAt))];
		default:
			return [{ kind: 'ignored', key: `${text(body['event']) ?? 'unnamed'} ${receivedAt}`, at: receivedAt, reason: 'unsupported' }];
	}
}

interface MessageId {
	/** Where the message is. Some engines of WAHA confuse `from` and `to` in messages of ours, but not here. */
	chat: string;
	fromMe: boolean;
	/** A customer's message keeps the long form, which WAHA needs for replies and reactions; ours has the short one, which is in quotations. */
	id: string;
}

/** `true_5544988887777@c.us_3EB0…` */
function parseId(id: string, payload: Fields): MessageId {
	const [, isOwn, chat, short] = /^(true|false)_([^_@\s]{1,60}@[a-z.]{1,20})_([^_\s]{1,200})/.exec(id) ?? [];
	const fromMe = isOwn === undefined ? payload['fromMe'] === true : isOwn === 'true';
	const other = text(fromMe ? payload['to'] : payload['from']) ?? '';
	return { fromMe, id: fromMe ? (short ?? id) : id, chat: withoutDevice(chat ?? other) };
}

export const shortId = (id: string): string => parseId(id, { fromMe: true }).id;

function readMessage(payload: Fields, receivedAt: number): ChannelEvent {
	const { chat: address, fromMe, id } = parseId(requireText(payload, 'id', provider), payload);
	const about = { key: `message ${id}`, at: readTime(payload['timestamp'], receivedAt) };
	const gathering = findGathering(address);
	if (gathering !== undefined) return { kind: 'ignored', ...about, reason: gathering };
	const content = readContent(payload);
	if (content === undefined || address === '') return { kind: 'ignored', ...about, reason: 'unsupported' };
	const { source } = payload;
	return {
		...{ kind: 'message', id, address, ...about, content: [content], contact: readClaims(address, fields(payload['_data']), fromMe) },
		author: fromMe ? 'account' : 'contact',
		...(fromMe && (source === 'api' || source === 'app') && { byProgram: source === 'api' }),
		...(!fromMe && optional('name', readName(fields(payload['_data'])))),
		...optional('replyTo', text(fields(payload['replyTo'])['id'])),
	};
}

/** The other id of the person, which each engine has in its own place: NOWEB, GOWS. What belongs to the sender is ours in a message of ours. */
function readClaims(address: string, data: Fields, fromMe: boolean): AliasClaim[] {
	const info = fields(data['Info']);
	return claimsOfIds(address, text(fields(data['key'])['remoteJidAlt']), text(info[fromMe ? 'RecipientAlt' : 'SenderAlt']));
}

/** Each engine has its own place: WEBJS, NOWEB, GOWS. */
const readName = (data: Fields): string | undefined =>
	text(data['notifyName']) ?? text(data['pushName']) ?? text(fields(data['Info'])['PushName']);

function readContent(payload: Fields): MessageContent | undefined {
	const reaction = fields(payload['reaction']);
	const messageId = text(reaction['messageId']);
	if (messageId !== undefined) {
		const target = messageId.startsWith('true_') ? shortId(messageId) : messageId;
		return { kind: 'reaction', emoji: text(reaction['text']) ?? '', messageId: target };
	}
	const words = text(payload['body']);
	if (payload['hasMedia'] === true || isFields(payload['media'])) return readMedia(fields(payload['media']), words);
	const place = fields(payload['location']);
	const [latitude, longitude] = [place['latitude'], place['longitude']].map((value) => Number(text(value) ?? value ?? NaN));
	if (Number.isFinite(latitude) && Number.isFinite(longitude)) {
		return {
			kind: 'location',
			latitude: latitude!,
			longitude: longitude!,
			...optional('name', text(place['name'] ?? place['description'])),
		};
	}
	return words === undefined ? undefined : { kind: 'text', text: words };
}

/** Without an address where WAHA did not fetch the file: the agent is told that one came. */
function readMedia(media: Fields, caption: string | undefined): MediaContent {
	const mimeType = text(media['mimetype']);
	const kind = (['image', 'video', 'audio'] as const).find((name) => mimeType?.startsWith(`${name}/`)) ?? 'document';
	return {
		...{ kind, reference: text(media['url']) ?? '' },
		...optional('mimeType', mimeType),
		...optional('fileName', text(media['filename'])),
		...optional('caption', caption),
	};
}

const acks: Record<string, StatusEvent['status']> = { '-1': 'failed', '1': 'sent', '2': 'delivered', '3': 'read', '4': 'read' };

/** The status of a message of theirs tells what we did with it. */
function readAck(payload: Fields, receivedAt: number): ChannelEvent {
	const { chat: address, fromMe, id } = parseId(requireText(payload, 'id', provider), payload);
	const ack = text(payload['ack']) ?? 'unnamed';
	const at = readTime(payload['timestamp'], receivedAt);
	const status = fromMe && findGathering(address) === undefined ? acks[ack] : undefined;
	if (status === undefined) return { kind: 'ignored', key: `ack ${id} ${ack}`, at, reason: 'unsupported' };
	const reason = status === 'failed' ? 'WhatsApp did not take it' : undefined;
	return {
		...{ kind: 'status', key: `ack ${id} ${status}`, at, id, address, status, contact: claimsOfIds(address) },
		...optional('reason', reason),
	};
}

const disconnected = new Set(['FAILED', 'STOPPED', 'SCAN_QR_CODE']);

function readSession(payload: Fields, at: number): ChannelEvent {
	const status = text(payload['status']) ?? 'unnamed';
	const key = `session ${status} ${at}`;
	if (status === 'WORKING') return { kind: 'connection', key, at, state: 'connected' };
	if (!disconnected.has(status)) return { kind: 'ignored', key, at, reason: 'unsupported' };
	return { kind: 'connection', key, at, state: 'disconnected', detail: `The session is in the state ${status}.` };
}
