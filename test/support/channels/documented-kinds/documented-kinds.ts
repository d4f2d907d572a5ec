import { describeBurst } from '../../../../core/conversations/mailbox/describe-burst';
import type { ChannelEvent, MessageEvent } from '../../../../core/ports/channels/channel-events';
import type { StoredMessage } from '../../../../core/ports/channels/mailbox';

/** What becomes of an event. `told`: it is told with the customer's next message. */
type Effect =
	| 'read'
	| 'told'
	| 'corrected'
	| 'deleted'
	| 'person'
	| 'program'
	| 'missed-call'
	| 'status'
	| 'conversation'
	| 'connected'
	| 'disconnected'
	| 'ignored';

/** `words`: what the agent reads, or the status, the change, or the reason. */
export type DocumentedKind = readonly [kind: string, body: object, effect: Effect, words?: string];

/** The kinds of events that a provider's pages list, each with a body of our own writing. */
export interface DocumentedKinds {
	provider: string;
	pages: ReadonlyArray<{ page: string; kinds: readonly DocumentedKind[] }>;
	read(request: { stored: string; receivedAt: number }): ChannelEvent[];
}

/** Returns what becomes of an event, as a row of the list says it. */
export function describeEvent(event: ChannelEvent): [effect: Effect, words?: string] {
	switch (event.kind) {
		case 'message':
			return describeMessage(event);
		case 'status':
			return ['status', event.status];
		case 'conversation':
			return ['conversation', Object.keys(event.changes).join(', ')];
		case 'connection':
			return [event.state];
		case 'ignored':
			return ['ignored', event.reason];
		case 'missed-call':
			return ['missed-call'];
	}
}

function describeMessage({ author, byProgram, edits, content }: MessageEvent): [effect: Effect, words?: string] {
	if (content.length === 0) return ['deleted'];
	const words = describeBurst([{ content } as StoredMessage]);
	if (author === 'account') return [byProgram === true ? 'program' : 'person', words];
	if (edits !== undefined) return ['corrected', words];
	return [content.every(({ kind }) => kind === 'reaction') ? 'told' : 'read', words];
}
