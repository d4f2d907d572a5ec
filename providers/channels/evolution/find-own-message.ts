import { TroupeError } from '../../../core/base/errors';
import { digestContent } from '../../../core/conversations/outbox/digest-content';
import type { OutgoingMessage } from '../../../core/ports/channels/channel';
import { fields, type Fields, text } from '../shared/payload';
import { readMessage } from './read-evolution';
import { toJid } from './to-jid';

/** How far Evolution's clock can be behind ours. */
const clockToleranceMs = 60_000;
/** The newest messages of the conversation. */
const lookedUp = 50;

/**
 * WhatsApp Web's protocol carries no marks, so that a message is found by its content and time.
 * @throws TroupeError CHANNEL_REFUSED if Evolution stores no messages: then an empty list proves nothing
 */
export async function findOwnMessage(
	{ address, content }: OutgoingMessage,
	since: number,
	ask: (query: object) => Promise<unknown>,
): Promise<[string] | undefined> {
	const { messages } = fields(await ask({ where: { key: { remoteJid: toJid(address) } }, page: 1, offset: lookedUp }));
	const records = objects(fields(messages)['records']);
	if (records.length === 0) throw storesNothing();
	const wanted = digestContent([content]);
	for (const record of records) {
		const isOld = Number(record['messageTimestamp']) * 1_000 + clockToleranceMs < since;
		if (isOld || phones.has(text(record['source']) ?? '')) continue;
		const event = readMessage(record, { byProgram: true, receivedAt: since });
		if (event.kind === 'message' && event.author === 'account' && digestContent(event.content) === wanted) return [event.id];
	}
	return undefined;
}

const objects = (value: unknown): Fields[] => (Array.isArray(value) ? value : []).map(fields);

/** A message of these devices was typed by a person. */
const phones = new Set(['android', 'ios']);

const storesNothing = () =>
	new TroupeError({
		code: 'CHANNEL_REFUSED',
		message: 'Evolution API has stored no message of this conversation, so that nobody can tell whether one was sent.',
		fix: 'Set DATABASE_SAVE_DATA_NEW_MESSAGE=true on its server.',
	});
