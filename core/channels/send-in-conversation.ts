import { splitText } from '../conversations/outbox/split-text';
import type { ChannelDirectory } from '../ports/channels/channel-records';
import type { ConversationMode, Mailbox } from '../ports/channels/mailbox';
import type { MessageContent } from '../ports/channels/message-content';
import type { Answered, Enqueued, NewSend, Outbox } from '../ports/channels/outbox';

interface Parts {
	mailbox: Pick<Mailbox, 'find'>;
	outbox: Pick<Outbox, 'enqueue'>;
	directory: ChannelDirectory;
}

/** The key names the message within the tenant: a repeated one is sent once. */
interface NewMessage extends Omit<NewSend, 'byPerson'> {
	/** Also while a person writes, as their own words. */
	evenIfSilent?: boolean;
	answers?: Answered;
	takesOver?: { by: string };
}

/** `unsupported`: the channel cannot send its kind, and nothing was stored. */
export type Handed =
	| Extract<Enqueued, { kind: 'queued' }>
	| { kind: 'silent'; mode: Exclude<ConversationMode, 'agent'> }
	| { kind: 'opted-out' }
	| { kind: 'no-basis' }
	| { kind: 'unknown-conversation' }
	| { kind: 'unsupported'; sends: string[] };

/** Puts a message into the outbox; a long text becomes several. @throws TroupeError STATE_CONFLICT as `Outbox.enqueue` */
export async function sendInConversation(
	{ mailbox, outbox, directory }: Parts,
	{ tenant, id }: { tenant: string; id: string },
	{ key, content, replyTo, run, writer, takesOver, evenIfSilent = takesOver !== undefined, answers }: NewMessage,
): Promise<Handed> {
	const conversation = await mailbox.find(tenant, id);
	const open = conversation && (await directory.find(tenant, conversation.channel));
	if (open === undefined) return { kind: 'unknown-conversation' };
	const { sends: kinds, maxTextLength } = open.channel.abilities;
	if (!kinds.has(content.kind)) return { kind: 'unsupported', sends: [...kinds] };
	const sends: NewSend[] = splitContent(content, maxTextLength).map((part, index) => ({
		key: `${key} ${index}`,
		content: part,
		...(index === 0 && replyTo !== undefined && { replyTo }),
		...(run !== undefined && { run }),
		...(writer !== undefined && { writer }),
		...(evenIfSilent && { byPerson: true as const }),
	}));
	const { pauseMs } = open.rules;
	return outbox.enqueue(tenant, id, sends, {
		evenIfSilent,
		...(answers && { answers }),
		...(takesOver && { takesOver: { ...takesOver, pauseMs, nextKey: `${key} ${sends.length}` } }),
	});
}

const splitContent = (content: MessageContent, maxLength: number): MessageContent[] =>
	content.kind === 'text' ? splitText(content.text, maxLength).map((text) => ({ kind: 'text', text })) : [content];
