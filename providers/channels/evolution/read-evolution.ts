import type { ChannelEvent, MessageContent, StatusEvent, StoredRequest } from '../../../core/ports';
import { fields, type Fields, optional, readObject, readTime, requireText, text } from '../shared/payload';
import { claimsOfIds, findGathering, withoutDevice } from '../shared/whatsapp-id';

const provider = 'Evolution API';

/** Reads a webhook of Evolution API 2: https://doc.evolution-api.com/v2/en/configuration/webhooks. */
export function readEvolution({ stored, receivedAt }: StoredRequest): ChannelEvent[] {
	const body = readObject(stored, provider);
	const data = fields(body['data']);
	switch (body['event']) {
		case 'messages.upsert':
		case 'send.message':
			return [readMessage(data, { byProgram: body['event'] === 'send.message', receivedAt })];
		case 'messages.update':
			return [readStatus(data, receivedAt)];
		case 'connection.update':
			return [readConnection(data, receivedAt)];
		default:
			return [{ kind: 'ignored', key: `${text(body['event']) ?? 'unnamed'} ${receivedAt}`, at: receivedAt, reason: 'unsupported' }];
	}
}

/** Evolution reports its own messages as `send.message` only, so that an own message in `messages.upsert` was typed by a person. */
export function readMessage(data: Fields, { byProgram, receivedAt }: { byProgram: boolean; receivedAt: number }): ChannelEvent {
	const key = fields(data['key']);
	const id = requireText(key, 'id', provider);
	const address = withoutDevice(requireText(key, 'remoteJid', provider));
	const about = { key: `message ${id}`, at: readTime(data['messageTimestamp'], receivedAt) };
	const gathering = findGathering(address);
	if (gathering !== undefined) return { kind: 'ignored', ...about, reason: gathering };
	const content = readContent(fields(data['message']), id);
	if (content === undefined) return { kind: 'ignored', ...about, reason: 'unsupported' };
	const fromMe = key['fromMe'] === true;
	const others = ['remoteJidAlt', 'previousRemoteJid', ...(fromMe ? [] : ['senderPn', 'senderLid'])].map((name) => text(key[name]));
	return {
		...{ kind: 'message', id, address, ...about, content: [content] },
		contact: claimsOfIds(address, ...others),
		author: fromMe ? 'account' : 'contact',
		// In a message of ours, the name is our own.
		...(fromMe ? { byProgram } : optional('name', text(data['pushName']))),
		...optional('replyTo', text(fields(data['contextInfo'])['stanzaId'])),
	};
}

const wrappers = ['ephemeralMessage', 'viewOnceMessage', 'viewOnceMessageV2', 'viewOnceMessageV2Extension', 'documentWithCaptionMessage'];

const media = {
	audioMessage: 'audio',
	imageMessage: 'image',
	stickerMessage: 'image',
	videoMessage: 'video',
	ptvMessage: 'video',
	documentMessage: 'document',
} as const;

/** @param id under which Evolution stores the message and finds its media */
function readContent(message: Fields, id: string): MessageContent | undefined {
	const wrapper = wrappers.find((name) => message[name] !== undefined);
	if (wrapper !== undefined) return readPlain(fields(fields(message[wrapper])['message']), id);
	return readPlain(message, id);
}

function readPlain(message: Fields, id: string): MessageContent | undefined {
	const words = readWords(message);
	if (words !== undefined) return { kind: 'text', text: words };
	const reaction = fields(message['reactionMessage']);
	const messageId = text(fields(reaction['key'])['id']);
	if (messageId !== undefined) return { kind: 'reaction', emoji: text(reaction['text']) ?? '', messageId };
	const { degreesLatitude: latitude, degreesLongitude: longitude, name } = fields(message['locationMessage']);
	if (typeof latitude === 'number' && typeof longitude === 'number') {
		return { kind: 'location', latitude, longitude, ...optional('name', text(name)) };
	}
	const found = Object.entries(media).find(([field]) => message[field] !== undefined && message[field] !== null);
	if (found === undefined) return undefined;
	const part = fields(message[found[0]]);
	return {
		...{ kind: found[1], reference: id },
		...optional('mimeType', text(part['mimetype'])),
		...optional('fileName', text(part['fileName'])),
		...optional('caption', text(part['caption'])),
		...(typeof part['seconds'] === 'number' && { seconds: part['seconds'] }),
	};
}

/** What a person typed, or the label of the button or row that they chose. */
const readWords = (message: Fields): string | undefined =>
	text(message['conversation']) ??
	text(fields(message['extendedTextMessage'])['text']) ??
	text(fields(message['buttonsResponseMessage'])['selectedDisplayText']) ??
	text(fields(message['templateButtonReplyMessage'])['selectedDisplayText']) ??
	text(fields(message['listResponseMessage'])['title']);

const statuses: Record<string, StatusEvent['status']> = {
	...{ SERVER_ACK: 'sent', DELIVERY_ACK: 'delivered', READ: 'read', PLAYED: 'read', ERROR: 'failed' },
};

/** The status of a message of theirs tells what we did with it. */
function readStatus(data: Fields, at: number): ChannelEvent {
	const id = requireText(data, 'keyId', provider);
	const [name, address] = [text(data['status']) ?? '', withoutDevice(text(data['remoteJid']) ?? '')];
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
