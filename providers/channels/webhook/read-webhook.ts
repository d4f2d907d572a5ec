import type { AliasClaim, ChannelEvent, StatusEvent } from '../../../core/ports/channels/channel-events';
import type { StoredRequest } from '../../../core/ports/channels/channel';
import { mediaKinds, type MessageContent, originKinds } from '../../../core/ports/channels/message-content';
import { asText, readPlace, unreadable } from '../shared/describe-content';
import { describeOrigin } from '../shared/describe-origin';
import { toEventKey } from '../shared/event-parts';
import { fields, type Fields, optional, payloadInvalid, readObject, readTime, requireText, text } from '../shared/payload';

const provider = 'the webhook';
const maxMedia = 10;

/** Reads a message or a status of docs/channels/webhook.md. @param source names whose addresses these are */
export function readWebhook({ stored, receivedAt }: StoredRequest, source: string): ChannelEvent[] {
	const body = readObject(stored, provider);
	const at = toTime(body['timestamp'], receivedAt);
	switch (body['type']) {
		case 'message':
			return [readMessage(body, readContent(body), at, source)];
		case 'deleted':
			return [readMessage({ ...body, edits: body['id'] }, [], at, source)];
		case 'status':
			return [readStatus(body, at)];
		default:
			return [{ kind: 'ignored', key: `${text(body['type']) ?? 'unnamed'} ${receivedAt}`, at, reason: 'unsupported' }];
	}
}

/** ISO 8601, seconds or milliseconds. */
function toTime(value: unknown, otherwise: number): number {
	const parsed = typeof value === 'string' ? Date.parse(value) : NaN;
	return Number.isFinite(parsed) && parsed > 0 ? parsed : readTime(value, otherwise);
}

/** @param content without any: the message was deleted */
function readMessage(body: Fields, content: MessageContent[], at: number, source: string): ChannelEvent {
	const id = requireText(body, 'id', provider);
	const address = requireText(body, 'address', provider);
	const edits = text(body['edits']);
	const key = toEventKey(id, { content, edits, at });
	if (content.length === 0 && body['type'] !== 'deleted') return { kind: 'ignored', key, at, reason: 'unsupported' };
	const { via: told, ...about } = fields(body['origin']);
	const via = originKinds.find((name) => name === told);
	const isOurs = body['author'] === 'account';
	const origin = via === undefined || isOurs || edits !== undefined ? [] : describeOrigin(via, about);
	return {
		kind: 'message',
		id: edits ?? id,
		key,
		at,
		address,
		content: [...origin, ...content],
		author: isOurs ? 'account' : 'contact',
		contact: readClaims(body, address, source),
		...optional('name', text(body['name'])),
		...optional('replyTo', text(body['replyTo'])),
		...optional('edits', edits),
		...(isOurs && typeof body['byProgram'] === 'boolean' && { byProgram: body['byProgram'] }),
	};
}

/** The sender vouches for its own addresses. Where it has phone numbers from is unknown. */
function readClaims(body: Fields, address: string, source: string): AliasClaim[] {
	const phone = text(fields(body['contact'])['phone']);
	const claims: AliasClaim[] = [{ kind: `custom:${source}`, value: address, proof: 'provider' }];
	return phone === undefined ? claims : [...claims, { kind: 'phone', value: phone, proof: 'entered' }];
}

function readContent(body: Fields): MessageContent[] {
	const content: MessageContent[] = asText(body['text']);
	const media = Array.isArray(body['media']) ? body['media'] : body['media'] === undefined ? [] : [body['media']];
	if (media.length > maxMedia) throw payloadInvalid(provider, `has ${media.length} files, more than ${maxMedia}`);
	content.push(...media.flatMap((file) => readMedia(fields(file))));
	const { emoji, messageId } = fields(body['reaction']);
	if (text(messageId) !== undefined) content.push({ kind: 'reaction', emoji: text(emoji) ?? '', messageId: text(messageId)! });
	content.push(...readPlace(fields(body['location'])));
	return content.length === 0 && media.length > 0 ? [unreadable(text(fields(media[0])['kind']) ?? 'media')] : content;
}

function readMedia(file: Fields): MessageContent[] {
	const kind = mediaKinds.find((name) => name === file['kind']);
	const reference = text(file['url']);
	if (kind === undefined || reference === undefined) return [];
	const [mimeType, fileName, caption] = [file['mimeType'], file['fileName'], file['caption']].map(text);
	return [{ kind, reference, ...optional('mimeType', mimeType), ...optional('fileName', fileName), ...optional('caption', caption) }];
}

const statuses = ['sent', 'delivered', 'read', 'failed'] as const;

function readStatus(body: Fields, at: number): ChannelEvent {
	const id = requireText(body, 'id', provider);
	const status: StatusEvent['status'] | undefined = statuses.find((name) => name === body['status']);
	if (status === undefined) return { kind: 'ignored', key: `status ${id} ${text(body['status'])}`, at, reason: 'unsupported' };
	const about = { key: `status ${id} ${status}`, at, id, address: text(body['address']) ?? '', contact: [] };
	return { kind: 'status', ...about, status, ...optional('reason', text(body['reason'])?.slice(0, 200)) };
}
