import { addOpenTime } from '../../../../core/conversations/hours/business-hours';
import { nameTurnRun } from '../../../../core/conversations/mailbox/name-turn-run';
import { waitPrefix } from '../../../../core/conversations/outbox/own-texts';
import type { UntoldConversation } from '../../../../core/ports/channels/waits';
import type { MailboxRules } from '../../../../core/ports/channels/mailbox-rules';
import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import { readChannelRules } from '../channel-rules';
import type { ConversationRow } from '../conversation-rows';
import { answers, isAwaited, isUnanswered } from '../message-answers';
import { hasFailed, isUnsettled, ofOutgoing } from '../unsent-conditions';
import { followUpPrefix } from './follow-up-names';
import { type HandOverRow, isAsked, isLastWords, selectHandOvers } from './hand-over-rows';

export interface Wait extends Pick<UntoldConversation, 'waitsFor' | 'since' | 'hasAnswer' | 'run'> {
	dueAt: number;
	handOver?: HandOverRow;
	/** Set until the hand-over's last words reach the customer; the clock does not run yet. */
	isUnheard?: true;
}

const ofConversation = 'message.tenant = conversation.tenant AND message.conversation = conversation.id';
const unanswered = `FROM message WHERE ${ofConversation} AND ${isUnanswered}`;
const awaited = `FROM message WHERE ${ofConversation} AND ${isAwaited}`;
/** Nothing of ours reached the customer after the message but that they have to wait, and what was to answer it did not. */
const unreached = `FROM message WHERE ${ofConversation} AND message.author = 'contact' AND message.begins_turn = 1
	AND message.waits NOT IN (0, ${answers.left})
	AND message.number > coalesce((SELECT max(own.number) FROM message AS own WHERE own.tenant = conversation.tenant
	AND own.conversation = conversation.id AND own.author <> 'contact'
	AND NOT EXISTS (${ofOutgoing('own')} AND (outgoing.name LIKE '${waitPrefix}%' OR ${hasFailed}))), 0)
	AND EXISTS (SELECT 1 FROM outgoing JOIN unsent ON unsent.tenant = outgoing.tenant AND unsent.outgoing = outgoing.id
	WHERE outgoing.tenant = conversation.tenant AND outgoing.conversation = conversation.id
	AND outgoing.created_at >= message.arrived_at AND ${isUnsettled})`;
const queued = `FROM outgoing WHERE outgoing.tenant = conversation.tenant AND outgoing.conversation = conversation.id
	AND outgoing.waits = 1 AND outgoing.state = 'queued' AND outgoing.tried_at IS NOT NULL
	AND outgoing.name NOT LIKE '${followUpPrefix}%' AND outgoing.name NOT LIKE '${waitPrefix}%'`;
const asked = `FROM hand_over WHERE hand_over.tenant = conversation.tenant AND hand_over.conversation = conversation.id AND ${isAsked}`;

const unheard = `FROM hand_over JOIN outgoing ON ${isLastWords} WHERE hand_over.tenant = conversation.tenant
	AND hand_over.conversation = conversation.id AND hand_over.state = 'open' AND outgoing.waits = 1`;

export const isOwn = `NOT EXISTS (SELECT 1 FROM desk_link WHERE desk_link.tenant = conversation.tenant AND desk_link.channel = conversation.channel
	AND desk_link.address = conversation.address)`;

const waits = (until: string) =>
	`${isOwn} AND (EXISTS (SELECT 1 ${unanswered} ${until && `AND message.arrived_at <= ${until}`})
	OR EXISTS (SELECT 1 ${awaited} ${until && `AND message.arrived_at <= ${until}`})
	OR EXISTS (SELECT 1 ${asked} ${until && `AND hand_over.at <= ${until}`})
	OR EXISTS (SELECT 1 ${queued} ${until && `AND outgoing.created_at <= ${until}`})
	OR EXISTS (SELECT 1 ${unreached} ${until && `AND message.arrived_at <= ${until}`}))`;

/** SQL condition on `conversation`: the contact waits for an answer. */
export const isWaiting = waits('');

export const stillWaits = `EXISTS (SELECT 1 FROM conversation WHERE conversation.tenant = late_conversation.tenant
	AND conversation.id = late_conversation.conversation AND ${waits('late_conversation.since')})`;

interface Times {
	id: string;
	unanswered: number | null;
	waits: number | null;
	awaited: number | null;
	turn: string | null;
	unreached: number | null;
	queued: number | null;
	unheard: number | null;
}

export async function findWaits(connection: StateConnection, tenant: string, rows: readonly ConversationRow[]): Promise<Map<string, Wait>> {
	const ids = JSON.stringify(rows.map(({ id }) => id));
	const among = textsOf(connection);
	const times = await connection.all<Times>(
		`SELECT id, (SELECT min(message.arrived_at) ${unanswered}) AS unanswered, (SELECT min(message.waits) ${unanswered}) AS waits,
		(SELECT min(message.arrived_at) ${awaited}) AS awaited, (SELECT message.turn ${awaited} ORDER BY message.arrived_at LIMIT 1) AS turn,
		(SELECT min(message.arrived_at) ${unreached}) AS unreached, (SELECT min(outgoing.created_at) ${queued}) AS queued,
		(SELECT min(outgoing.created_at) ${unheard}) AS unheard FROM conversation WHERE tenant = ? AND id IN ${among} AND ${isOwn}`,
		tenant,
		ids,
	);
	const timesOf = new Map(times.map((one) => [one.id, one]));
	const open = await selectHandOvers(connection, `tenant = ? AND conversation IN ${among} AND ${isAsked} ORDER BY at`, tenant, ids);
	const handOvers = new Map(open.map((one) => [one.conversation, one]));
	const rules = new Map<string, MailboxRules>();
	const found = new Map<string, Wait>();
	for (const row of rows) {
		const { channel, id } = row;
		if (!rules.has(channel)) rules.set(channel, await readChannelRules(connection, row));
		const wait = await measure(connection, row, { rules: rules.get(channel)!, handOver: handOvers.get(id), times: timesOf.get(id) });
		if (wait) found.set(id, wait);
	}
	return found;
}

async function measure(
	connection: StateConnection,
	row: ConversationRow,
	{ rules, handOver, times }: { rules: MailboxRules; handOver: HandOverRow | undefined; times: Times | undefined },
): Promise<Wait | undefined> {
	if (times === undefined) return undefined;
	// A message to a returned agent waits for the agent.
	if (handOver && (handOver.state !== 'missed' || (times.unanswered ?? times.unreached) === null))
		return measureHandOver(handOver, rules, times);
	// A notice about a missing decision does not cover the next unanswered message.
	if (times.unanswered === null && times.awaited !== null) {
		const since = Number(times.awaited);
		return { waitsFor: 'person', since, dueAt: await addOpenTime(rules, since, rules.personWaitMs), run: nameTurnRun(times.turn!) };
	}
	const first = times.unanswered ?? times.unreached;
	if (first === null) return measureQueue(times, rules);
	const since = Number(first);
	// Given-up turns and undelivered answers need a person.
	const isAgents = row.mode === 'agent' && times.waits !== null && times.waits !== answers['given-up'];
	if (!isAgents) return { waitsFor: 'person', since, dueAt: await addOpenTime(rules, since, rules.personWaitMs) };
	const begins = Math.max(since, await findReturn(connection, row));
	// People answer in opening hours, as do agents whose messages wait until then.
	const dueAt = rules.whenClosed === 'answer' ? begins + rules.agentWaitMs : await addOpenTime(rules, begins, rules.agentWaitMs);
	return { waitsFor: 'agent', since, dueAt };
}

async function measureHandOver(handOver: HandOverRow, rules: MailboxRules, { unheard }: Times): Promise<Wait> {
	const since = Number(handOver.at);
	const answerBy = handOver.state === 'missed' ? null : handOver.answerBy;
	const dueAt = answerBy ?? (await addOpenTime(rules, since, rules.personWaitMs));
	const isUnheard = answerBy !== null && unheard !== null;
	return { waitsFor: 'person', since, dueAt: Number(dueAt), handOver, ...(isUnheard && { isUnheard }) };
}

function measureQueue({ queued: first }: Times, { agentWaitMs }: MailboxRules): Wait | undefined {
	if (first === null) return undefined;
	const since = Number(first);
	return { waitsFor: 'agent', since, dueAt: since + agentWaitMs, hasAnswer: true };
}

/** A returned agent's time starts at its return. */
async function findReturn(connection: StateConnection, { tenant, contact, channel, id }: ConversationRow): Promise<number> {
	const of = `${JSON.stringify({ channel, conversation: id }).slice(0, -1)},%`;
	const last = await connection.get<{ at: number | null }>(
		`SELECT max(at) AS at FROM contact_log WHERE tenant = ? AND contact = ? AND kind = 'mode' AND details LIKE ?`,
		tenant,
		contact,
		of,
	);
	return Number(last?.at ?? 0);
}
