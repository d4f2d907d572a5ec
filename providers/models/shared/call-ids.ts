import { createHash } from 'node:crypto';
import type { ChatMessage } from '../../../core/ports/models/models';

/** Creates unique ids for tool calls without ids, stable for the same call of a conversation. */
export function createCallIds(messages: ChatMessage[]): (index: number) => string {
	let conversation: string | undefined;
	return (index) => `call_${digest(`${(conversation ??= digest(JSON.stringify(messages)))} ${index}`)}`;
}

/** Converts another provider's id; longer ids become a digest. */
export function callIdWithin(max: number, id: string): string {
	return id.length <= max ? id : `call_${digest(id)}`;
}

function digest(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
