import { findOriginRule } from '../conversations/choose-origin';
import type { MailboxRules } from '../ports/channels/mailbox-rules';
import type { Turn } from '../ports/channels/mailbox';
import { type OnceParts, sendOnce } from './send-once';

/** Greets a contact who comes from an origin with its own greeting, once for each. @returns the messages sent in this turn */
export async function greetByOrigin(parts: OnceParts, rules: Pick<MailboxRules, 'origins'>, turn: Turn): Promise<string | undefined> {
	const origins = turn.messages.flatMap(({ content }) =>
		content.flatMap((part) => (part.kind === 'text' && part.origin ? [part.origin] : [])),
	);
	const rule = origins.map((origin) => findOriginRule(rules, origin)).findLast((one) => one?.greeting !== undefined);
	if (rule === undefined) return undefined;
	return sendOnce(parts, turn, `greeting ${rule.from} ${turn.conversation.contact}`, rule.greeting!);
}
