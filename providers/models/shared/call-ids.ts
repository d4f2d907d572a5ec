import { createHash } from 'node:crypto';
import type { ChatMessage } from '../../../core/ports';

/** Makes ids for tool calls of one answer that its provider gave none: the same for the same call of the same conversation, and no other's. */
export function callIdsFor(messages: ChatMessage[]): (index: number) => string {
	let conversation: string | undefined;
	return (index) => `call_${digestOf(`${(conversation ??= digestOf(JSON.stringify(messages)))} ${index}`)}`;
}

/** Another provider's id as one that this provider takes: ids that are too long are told apart by their digest. */
export function callIdWithin(most: number, id: string): string {
	return id.length <= most ? id : `call_${digestOf(id)}`;
}

function digestOf(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
