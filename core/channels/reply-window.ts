import type { ChannelAbilities } from '../ports/channels/channel';
import type { MailboxRules } from '../ports/channels/mailbox-rules';
import type { MessageContent } from '../ports/channels/message-content';

/** `open`: every message, until `closesAt`; `template`: the channel's template first, then the rest; `closed`: neither. */
type ReplyWindow =
	| { kind: 'open'; /** Milliseconds since the epoch. */ closesAt?: number }
	| { kind: 'template'; template: Extract<MessageContent, { kind: 'template' }> }
	| { kind: 'closed'; hours: number };

export function findReplyWindow(
	{ serviceWindowMs, sends }: Pick<ChannelAbilities, 'serviceWindowMs' | 'sends'>,
	{ template }: Pick<MailboxRules, 'template'>,
	lastContactAt: number | null,
	now: number,
): ReplyWindow {
	if (serviceWindowMs === undefined) return { kind: 'open' };
	if (lastContactAt !== null && now - lastContactAt < serviceWindowMs) return { kind: 'open', closesAt: lastContactAt + serviceWindowMs };
	if (template === undefined || !sends.has('template')) return { kind: 'closed', hours: serviceWindowMs / 3_600_000 };
	const [name, language] = template.split('/') as [string, string];
	return { kind: 'template', template: { kind: 'template', name, language, parameters: [] } };
}

export const describeClosed = (hours: number): string =>
	`The contact's last message is older than ${hours} hours; only a template can be sent.`;
