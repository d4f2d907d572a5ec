import { findOriginRule } from '../conversations/choose-origin';
import type { ChannelRecords } from '../ports/channels/channel-records';
import type { Turn } from '../ports/channels/mailbox';
import type { Outbox } from '../ports/channels/outbox';

interface GreetingParts {
	channels: Pick<ChannelRecords, 'find'>;
	outbox: Pick<Outbox, 'enqueue' | 'find'>;
}

/** Greets a contact who comes from a place with a greeting of its own, once for each such place. @returns the turn; in it, who answers reads that */
export async function greetByOrigin({ channels, outbox }: GreetingParts, turn: Turn): Promise<Turn> {
	const { tenant, channel, id, contact } = turn.conversation;
	const origins = turn.messages.flatMap(({ content }) =>
		content.flatMap((part) => (part.kind === 'text' && part.origin ? [part.origin] : [])),
	);
	if (origins.length === 0) return turn;
	const { rules = {} } = (await channels.find(tenant, channel)) ?? {};
	const rule = origins.map((origin) => findOriginRule(rules, origin)).findLast((one) => one?.greeting !== undefined);
	if (rule === undefined) return turn;
	const key = `greeting ${rule.from} ${contact}`;
	const sent = await outbox.enqueue(tenant, id, [{ key, content: { kind: 'text', text: rule.greeting! } }]);
	if (sent.kind !== 'queued') return turn;
	const isOld = ((await outbox.find(tenant, sent.ids[0]!))?.createdAt ?? 0) < turn.messages[0]!.arrivedAt;
	return isOld ? turn : { ...turn, greeting: rule.greeting! };
}
