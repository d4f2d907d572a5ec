import type { ChannelEvent, StatusEvent } from '../../../core/ports/channels/channel-events';
import type { StoredRequest } from '../../../core/ports/channels/channel';
import { describeAd, findAd } from '../shared/describe-origin';
import { completed, toEventKey } from '../shared/event-parts';
import { fields, type Fields, isFields, optional, readObject, readTime, requireText, text } from '../shared/payload';
import { claimsOfIds, findGathering, withoutDevice } from '../shared/whatsapp-id';
import { readWhatsAppMessage } from '../shared/whatsapp-message';

const provider = 'Evolution API';

/** Reads a webhook of Evolution API 2: https://doc.evolution-api.com/v2/en/configuration/webhooks. */
export function readEvolution({ stored, receivedAt }: StoredRequest): ChannelEvent[] {
	const body = readObject(stored, provider);
	const data = Array.isArray(body['data']) ? body['data'].map(fields) : [fields(body['data'])];
	return data.map((part) => readEvent(body, part, receivedAt));
}

function readEvent(body: Fields, data: Fields, receivedAt: number): ChannelEvent {
	switch (body['event']) {
		case 'messages.upsert':
		case 'send.message':
			return readMessage(data, { byProgram: body['event'] === 'send.message', receivedAt });
		case 'messages.edited':
			return readEdited(data, text(body['sender']), receivedAt);
		case 'messages.delete':
			return readDeleted(isFields(data['key']) ? data['key'] : data, receivedAt);
		case 'messages.update':
			if (data['status'] === 'DELETED') return readDeleted({ ...data, id: data['keyId'] }, receivedAt);
			return readStatus(data, receivedAt);
		case 'call':
			return readCall(data, receivedAt);
		case 'connection.update':
			return readConnection(data, receivedAt);
		default:
			return ignoreUnsupported(`${text(body['event']) ?? 'unnamed'} ${receivedAt}`, receivedAt);
	}
}

const ignoreUnsupported = (key: string, at: number): ChannelEvent => ({ kind: 'ignored', key, at, reason: 'unsupported' });

/** The key is that of the sender: of a customer, our own address, as theirs. `messages.upsert` brings the same edit with the right one. */
function readEdited(data: Fields, own: string | undefined, receivedAt: number): ChannelEvent {
	const key = fields(data['key']);
	if (key['fromMe'] === true && withoutDevice(text(key['remoteJid']) ?? '') === withoutDevice(own ?? '-'))
		return ignoreUnsupported(`edited ${text(key['id']) ?? ''} ${receivedAt}`, receivedAt);
	return readMessage({ key, message: { protocolMessage: { ...data, type: 'MESSAGE_EDIT' } } }, { byProgram: false, receivedAt });
}

const readDeleted = (key: Fields, receivedAt: number): ChannelEvent =>
	readMessage({ key, message: { protocolMessage: { key, type: 'REVOKE' } } }, { byProgram: false, receivedAt });

/** Evolution reports its own messages as `send.message` only, so that an own message in `messages.upsert` was typed by a person. */
export function readMessage(data: Fields, { byProgram, receivedAt }: { byProgram: boolean; receivedAt: number }): ChannelEvent {
	const key = fields(data['key']);
	const id = requireText(key, 'id', provider);
	const address = withoutDevice(requireText(key, 'remoteJid', provider));
	const at = readTime(data['messageTimestamp'], receivedAt);
	const gathering = findGathering(address);
	if (gathering !== undefined) return { kind: 'ignored', key: `message ${id}`, at, reason: gathering };
	const fromMe = key['fromMe'] === true;
	if (missedCalls.has(data['messageStubType']) && !fromMe) return missedCall(id, address, at, text(key['remoteJidAlt']));
	const { content, edits } = completed(readWhatsAppMessage(fields(data['message']), id, key), fromMe);
	if (content.length === 0 && edits === undefined) return ignoreUnsupported(`message ${id}`, at);
	const isNew = !fromMe && edits === undefined;
	const ad = isNew ? describeAd(fields(data['contextInfo'])['externalAdReply'] ?? findAd(fields(data['message']))) : [];
	const others = ['remoteJidAlt', 'previousRemoteJid', ...(fromMe ? [] : ['senderPn', 'senderLid'])].map((name) => text(key[name]));
	return {
		kind: 'message',
		id: edits ?? id,
		key: toEventKey(id, { content, edits, at }),
		address,
		at,
		content: [...ad, ...content],
		contact: claimsOfIds(address, ...others),
		author: fromMe ? 'account' : 'contact',
		// In a message of ours, the name is our own.
		...(fromMe ? { byProgram } : optional('name', text(data['pushName']))),
		...optional('replyTo', text(fields(data['contextInfo'])['stanzaId'])),
		...optional('edits', edits),
	};
}

const missedCalls = new Set<unknown>([40, 41, 'CALL_MISSED_VOICE', 'CALL_MISSED_VIDEO']);

/** WhatsApp Web tells of a missed call as a message, too, under the same id. */
const missedCall = (id: string, address: string, at: number, other?: string): ChannelEvent => ({
	kind: 'missed-call',
	key: `call ${id}`,
	address,
	at,
	contact: claimsOfIds(address, other),
});

/** `terminate` also ends a call that a person took. */
function readCall(data: Fields, at: number): ChannelEvent {
	const id = requireText(data, 'id', provider);
	const status = text(data['status']) ?? '';
	const key = `call ${id} ${status}`;
	if (data['isGroup'] === true) return { kind: 'ignored', key, at, reason: 'group' };
	if (status !== 'timeout' && status !== 'reject') return ignoreUnsupported(key, at);
	return missedCall(id, withoutDevice(text(data['chatId']) ?? requireText(data, 'from', provider)), at, text(data['callerPn']));
}

const statuses: Record<string, StatusEvent['status']> = {
	SERVER_ACK: 'sent',
	DELIVERY_ACK: 'delivered',
	READ: 'read',
	PLAYED: 'read',
	ERROR: 'failed',
};

/** The status of a message of theirs tells what we did with it. */
function readStatus(data: Fields, at: number): ChannelEvent {
	const id = requireText(data, 'keyId', provider);
	const name = text(data['status']) ?? '';
	const address = withoutDevice(text(data['remoteJid']) ?? '');
	const status = data['fromMe'] === true && findGathering(address) === undefined ? statuses[name] : undefined;
	if (status === undefined) return { kind: 'ignored', key: `status ${id} ${name} of others`, at, reason: 'unsupported' };
	const reason = status === 'failed' ? 'WhatsApp did not take it' : undefined;
	return {
		kind: 'status',
		key: `status ${id} ${status}`,
		at,
		id,
		address,
		status,
		contact: claimsOfIds(address),
		...optional('reason', reason),
	};
}

function readConnection({ state, statusReason }: Fields, at: number): ChannelEvent {
	const key = `connection ${text(state) ?? 'unnamed'} ${at}`;
	if (state === 'open') return { kind: 'connection', key, at, state: 'connected' };
	if (state !== 'close' && state !== 'refused') return { kind: 'ignored', key, at, reason: 'unsupported' };
	const reason = text(statusReason);
	return { kind: 'connection', key, at, state: 'disconnected', ...optional('detail', reason && `WhatsApp's reason ${reason}`) };
}
