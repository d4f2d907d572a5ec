import { findOriginRule } from '../conversations/choose-origin';
import type { MailboxRules } from '../ports/channels/mailbox-rules';
import type { Turn } from '../ports/channels/mailbox';
import type { Outbox } from '../ports/channels/outbox';

interface GreetingParts {
	outbox: Pick<Outbox, 'enqueue' | 'find'>;
}

/** Greets a contact who comes from a place with a greeting of its own, once for each such place. @returns what was sent in this turn */
export async function greetByOrigin(
	{ outbox }: GreetingParts,
	rules: Pick<MailboxRules, 'origins'>,
	turn: Turn,
): Promise<string | undefined> {
	const { tenant, id, contact } = turn.conversation;
	const origins = turn.messages.flatMap(({ content }) =>
		content.flatMap((part) => (part.kind === 'text' && part.origin ? [part.origin] : [])),
	);
	const rule = origins.map((origin) => findOriginRule(rules, origin)).findLast((one) => one?.greeting !== undefined);
	if (rule === undefined) return undefined;
	const key = `greeting ${rule.from} ${contact}`;
	const sent = await outbox.enqueue(tenant, id, [{ key, content: { kind: 'text', text: rule.greeting! } }]);
	if (sent.kind !== 'queued') return undefined;
	const isOld = ((await outbox.find(tenant, sent.ids[0]!))?.createdAt ?? 0) < turn.messages[0]!.arrivedAt;
	return isOld ? undefined : rule.greeting;
}
