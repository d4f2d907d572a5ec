import { splitText } from '../conversations/outbox/split-text';
import type { ChannelDirectory } from '../ports/channels/channel-records';
import type { ConversationMode, Mailbox } from '../ports/channels/mailbox';
import type { MessageContent } from '../ports/channels/message-content';
import type { Answered, NewSend, Outbox } from '../ports/channels/outbox';

interface Parts {
	mailbox: Pick<Mailbox, 'find'>;
	outbox: Pick<Outbox, 'enqueue'>;
	directory: ChannelDirectory;
}

/** Its key names the message within the tenant: a repeated one is sent once. */
export interface NewMessage extends Omit<NewSend, 'byPerson'> {
	/** Sends also while a person writes, as their own words. */
	evenIfSilent?: boolean;
	answers?: Answered;
}

/** What became of a message. `unsupported`: the channel cannot send its kind, and nothing was stored. */
export type Handed =
	| { kind: 'queued'; ids: string[] }
	| { kind: 'silent'; mode: Exclude<ConversationMode, 'agent'> }
	| { kind: 'opted-out' }
	| { kind: 'no-basis' }
	| { kind: 'unknown-conversation' }
	| { kind: 'unsupported'; sends: string[] };

/** Puts a message into the outbox of its conversation; a long text becomes several. */
export async function sendInConversation(
	{ mailbox, outbox, directory }: Parts,
	{ tenant, id }: { tenant: string; id: string },
	{ key, content, replyTo, run, evenIfSilent = false, answers }: NewMessage,
): Promise<Handed> {
	const conversation = await mailbox.find(tenant, id);
	const open = conversation && (await directory.find(tenant, conversation.channel));
	if (open === undefined) return { kind: 'unknown-conversation' };
	const { sends: kinds, maxTextLength } = open.channel.abilities;
	if (!kinds.has(content.kind)) return { kind: 'unsupported', sends: [...kinds] };
	const sends: NewSend[] = splitContent(content, maxTextLength).map((part, index) => ({
		...{ key: `${key} ${index}`, content: part },
		...(index === 0 && replyTo !== undefined && { replyTo }),
		...(run !== undefined && { run }),
		...(evenIfSilent && { byPerson: true as const }),
	}));
	return outbox.enqueue(tenant, id, sends, { evenIfSilent, ...(answers && { answers }) });
}

const splitContent = (content: MessageContent, maxLength: number): MessageContent[] =>
	content.kind === 'text' ? splitText(content.text, maxLength).map((text) => ({ kind: 'text', text })) : [content];
