import type { AliasClaim, ChannelEvent, StatusEvent } from '../../../core/ports/channels/channel-events';
import type { StoredRequest } from '../../../core/ports/channels/channel';
import type { MediaContent } from '../../../core/ports/channels/message-content';
import { asText, describeCard, describeResponse, describeVote, readCardPhones, readPlace } from '../shared/describe-content';
import { describeAd, findAd } from '../shared/describe-origin';
import { completed, toEventKey } from '../shared/event-parts';
import { fields, type Fields, isFields, optional, readObject, readTime, requireText, text } from '../shared/payload';
import { claimsOfIds, findGathering, withoutDevice } from '../shared/whatsapp-id';
import { readWhatsAppMessage, type WhatsAppContent } from '../shared/whatsapp-message';

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
		case 'poll.vote':
		case 'poll.vote.failed':
			return [readVote(payload, body['event'] === 'poll.vote.failed', receivedAt)];
		case 'event.response':
		case 'event.response.failed':
			return [readMessage({ ...payload, _data: { ...fields(payload['_data']), message: undefined, type: 'event response' } }, receivedAt)];
		case 'call.received':
		case 'call.rejected':
			return [readCall(payload, receivedAt)];
		case 'message.edited':
			return [readEdited(payload, receivedAt)];
		case 'message.revoked':
			return [readRevoked(payload, receivedAt)];
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

/** The long form of an id in the chat of another message. Events tell the short one. */
function siblingId(id: unknown, short: unknown): string | undefined {
	const chat = /^(?:true|false)_[^_\s]{1,80}_/.exec(text(id) ?? '')?.[0] ?? '';
	const one = text(short);
	return one === undefined || /^(?:true|false)_/.test(one) ? one : `${chat}${one}`;
}

/** WAHA does not tell of a call that nobody took: each that is offered counts as one. */
function readCall(payload: Fields, receivedAt: number): ChannelEvent {
	const key = `call ${requireText(payload, 'id', provider)}`;
	const address = withoutDevice(requireText(payload, 'from', provider));
	const at = readTime(payload['timestamp'], receivedAt);
	if (payload['isGroup'] === true) return { kind: 'ignored', key, at, reason: 'group' };
	return { kind: 'missed-call', key, address, at, contact: claimsOfIds(address) };
}

/** The options that are chosen now. @param isFailed WAHA could not decrypt them */
function readVote(payload: Fields, isFailed: boolean, receivedAt: number): ChannelEvent {
	const vote = fields(payload['vote']);
	const poll = fields(payload['poll']);
	const id = text(poll['id']);
	return readMessage(
		{
			...vote,
			...(isFailed && { selectedOptions: undefined, _data: { type: 'poll vote' } }),
			...(id !== undefined && { replyTo: { id: id.startsWith('true_') ? shortId(id) : id } }),
		},
		receivedAt,
	);
}

/** An edit without words is not a deletion. */
function readEdited(payload: Fields, receivedAt: number): ChannelEvent {
	const event = readMessage(payload, receivedAt, siblingId(payload['id'], payload['editedMessageId']));
	if (event.kind !== 'message' || event.content.length > 0) return event;
	return { kind: 'ignored', key: `${event.key} without words`, at: event.at, reason: 'unsupported' };
}

function readRevoked(payload: Fields, receivedAt: number): ChannelEvent {
	const before = fields(payload['before']);
	const after = fields(payload['after']);
	const known = text(before['id']) === undefined ? after : before;
	const edits = text(before['id']) ?? siblingId(after['id'], payload['revokedMessageId']);
	const { Info, key } = fields(payload['_data'] ?? after['_data']);
	const { id, from, to, fromMe, timestamp } = known;
	return readMessage({ id, from, to, fromMe, timestamp, _data: { Info, key } }, receivedAt, edits);
}

function readMessage(payload: Fields, receivedAt: number, edited?: string): ChannelEvent {
	const { chat: address, fromMe, id } = parseId(requireText(payload, 'id', provider), payload);
	const at = readTime(payload['timestamp'], receivedAt);
	const gathering = findGathering(address);
	if (gathering !== undefined) return { kind: 'ignored', key: `message ${id}`, at, reason: gathering };
	const read = completed(readContent(payload), fromMe);
	const target = edited ?? siblingId(payload['id'], read.edits);
	const edits = target === undefined ? undefined : parseId(target, payload).id;
	const { content } = read;
	const key = toEventKey(id, { content, edits, at });
	if ((content.length === 0 && edits === undefined) || address === '') return { kind: 'ignored', key, at, reason: 'unsupported' };
	const { source, _data: data } = payload;
	const { message, Message } = fields(data);
	const ad = fromMe || edits !== undefined ? [] : describeAd(findAd(fields(message ?? Message)));
	return {
		kind: 'message',
		id: edits ?? id,
		key,
		address,
		at,
		content: [...ad, ...content],
		contact: readClaims(address, fields(data), fromMe),
		author: fromMe ? 'account' : 'contact',
		...(fromMe && (source === 'api' || source === 'app') && { byProgram: source === 'api' }),
		...(!fromMe && optional('name', readName(fields(payload['_data'])))),
		...optional('replyTo', text(fields(payload['replyTo'])['id'])),
		...optional('edits', edits),
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

/** What WAHA tells of all engines, or what its engine tells: NOWEB and GOWS the message of the protocol, WEBJS a type. */
function readContent(payload: Fields): WhatsAppContent {
	const reaction = fields(payload['reaction']);
	const messageId = text(reaction['messageId']);
	if (messageId !== undefined) {
		const target = messageId.startsWith('true_') ? shortId(messageId) : messageId;
		return { content: [{ kind: 'reaction', emoji: text(reaction['text']) ?? '', messageId: target }] };
	}
	const answers = readAnswers(payload);
	if (answers.length > 0) return { content: answers };
	const words = text(payload['body']);
	const data = fields(payload['_data']);
	const raw = readWhatsAppMessage(fields(data['message'] ?? data['Message']), '', fields(data['key']));
	if (payload['hasMedia'] === true || isFields(payload['media'])) {
		return { content: [readMedia(fields(payload['media']), words)], ...optional('edits', raw.edits) };
	}
	const place = fields(payload['location']);
	const places = readPlace({ ...place, name: place['name'] ?? place['description'] });
	if (places.length > 0) return { content: places };
	if (raw.edits !== undefined && raw.content.length > 0) return raw;
	const cards = readCards(payload['vCards']);
	if (cards.length > 0) return { content: cards };
	if (words !== undefined) return { content: asText(words), ...optional('edits', raw.edits) };
	const type = text(data['type']);
	return type === undefined || silentTypes.has(type) ? raw : { unread: type, ...raw };
}

/** To a poll or an event. */
const readAnswers = ({ selectedOptions: chosen, eventResponse }: Fields) => [
	...(Array.isArray(chosen) ? describeVote(chosen) : []),
	...describeResponse(fields(eventResponse)['response']),
];

const readCards = (cards: unknown) =>
	(Array.isArray(cards) ? cards.slice(0, 50) : []).flatMap((card) =>
		describeCard(/^FN[^:\n]{0,100}:(.{1,200})/im.exec(text(card) ?? '')?.[1]?.trim(), readCardPhones(card)),
	);

/** Types of the engine WEBJS that nobody wrote. */
const silentTypes = new Set([
	'chat',
	'ciphertext',
	'protocol',
	'revoked',
	'reaction',
	'e2e_notification',
	'notification',
	'notification_template',
	'gp2',
	'broadcast_notification',
	'call_log',
	'pinned_message',
	'album',
	'debug',
]);

/** Without an address where WAHA did not fetch the file: the agent is told that one came. */
function readMedia(media: Fields, caption: string | undefined): MediaContent {
	const mimeType = text(media['mimetype']);
	const kind = (['image', 'video', 'audio'] as const).find((name) => mimeType?.startsWith(`${name}/`)) ?? 'document';
	return {
		kind,
		reference: text(media['url']) ?? '',
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
		kind: 'status',
		key: `ack ${id} ${status}`,
		at,
		id,
		address,
		status,
		contact: claimsOfIds(address),
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
