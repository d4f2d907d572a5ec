import { readTemperature } from '../../../core/conversations/hand-over/describe-summary';
import { nameAgentVersion } from '../../../core/ports/runs/name-agent-version';
import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional } from '../../../core/base/shape';
import type { ConversationDeal } from '../../../core/ports/channels/conversation-deals';
import type { ConversationFilter, ListedConversation } from '../../../core/ports/channels/conversations';
import { namingFields } from '../../../core/ports/channels/hand-overs';
import { systemClock } from '../../../core/ports/host';
import { originKinds } from '../../../core/ports/channels/message-content';
import { runContents } from '../../../core/ports/runs/run-content';
import { open, string } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { describeRecord } from '../../../providers/compose/runs/describe-record';
import { openRuns } from '../../../providers/compose/state/host-runs';
import type { RecordedRun } from '../../../providers/state/runs/list-runs';
import { decodePlace, toPage } from '../../http/page';
import { checkChannel } from '../channels/channels';
import { describeSend } from '../channels/sends';
import { operation, type OperationContext } from '../operation';
import { conversationFields, describeConversation, describeMessage, messageFields } from './describe-conversation';
import { describeDecisions } from './describe-decisions';
import { day, readDay, readTimeZone, timeZone } from './read-day';
import { openTexts, type ReadingHost, type TextReader } from './read-texts';

export const tag = 'conversations';
export const ofConversation = closed({ conversation: text(100) });
const scope = 'conversation:read';
const content = Type.Enum([...runContents], { description: 'What the caller sees of texts, as the tenant keeps those of runs' });

/** Without a day, a list goes back as far as runs are kept by themselves; that of who waits has all. */
const usualMs = 31 * 86_400_000;
const usualPeriod = (now: number): number => now - usualMs;

export const listConversations = operation({
	...{ summary: 'List conversations of all channels, by their last message', tag, method: 'GET', path: 'conversations', scope },
	input: {
		query: closed(
			optional({
				...{ day, channel: text(60), mode: Type.Enum(['agent', 'person', 'off']), origin: Type.Enum([...originKinds]) },
				waiting: Type.Boolean({ description: 'Only those where the contact waits for an answer' }),
				hot: Type.Boolean({ description: 'Only those whose last hand-over calls the contact hot' }),
				...{ limit: limit(200), cursor },
			}),
		),
	},
	output: Type.Object({ items: Type.Array(Type.Object(conversationFields)), content, timeZone, ...optional({ cursor: string }) }),
	/** @throws TroupeError INPUT_INVALID for a day that no calendar has, CHANNEL_NOT_FOUND */
	async perform(input, { host }: OperationContext<ReadingHost>) {
		const { limit: max = 50, cursor: after, day: named, waiting: isWaiting, hot: isHot, ...filter } = input;
		const usual = () => ({ from: isWaiting ? 0 : usualPeriod((host.clock ?? systemClock).now()) });
		const period: Pick<ConversationFilter, 'from' | 'to'> = named === undefined ? usual() : await readDay(named, host);
		const place = decodePlace(after, 0, '');
		const wanted: ConversationFilter = {
			...filter,
			from: period.from,
			...(period.to !== undefined && { to: period.to }),
			isWaiting,
			isHot,
			before: place,
		};
		const parts = await openChannels(host);
		const found = await parts.conversations.list(host.tenant, wanted, max + 1);
		if (found.length === 0 && input.channel !== undefined) await checkChannel(parts, host.tenant, input.channel);
		const texts = await openTexts(host);
		const { items, ...more } = toPage(found, max, ({ lastMessageAt, id }) => [lastMessageAt, id]);
		return { items: await describeAll(items, host, texts), content: texts.content, timeZone: await readTimeZone(host), ...more };
	},
});

/** Adds what the runs of conversations cost. @param period undefined: all runs that are kept */
export async function describeAll(
	found: readonly ListedConversation[],
	host: ReadingHost,
	texts: TextReader,
	period?: { from: number; to: number },
) {
	const runs = await openRuns(host, host.stateFolder);
	const sums = await runs.sumConversations(found, period);
	return Promise.all(found.map((one) => describeConversation(one, sums.get(one.id), texts)));
}

/** More than anybody reads. */
const [maxOthers, usualMessages] = [50, 50];

export const showConversation = operation({
	...{ summary: 'Show a conversation: its messages, hand-overs, notes, runs and what was sent', tag, method: 'GET' },
	...{ path: 'conversations/:conversation', scope },
	input: { params: ofConversation, query: closed(optional({ limit: limit(500) })) },
	output: Type.Object({
		...{
			...conversationFields,
			content,
			timeZone,
			messages: Type.Array(Type.Object(messageFields), { description: 'The last ones, oldest first' }),
		},
		...{ handOvers: Type.Array(open()), notes: Type.Array(open()), sends: Type.Array(open()), ranAs: Type.Array(open()) },
		deals: Type.Array(open(), { description: 'As the CRM last told them' }),
		decisions: Type.Array(open(), { description: 'What runs wait for that a person decides, before the customer is answered' }),
		settings: Type.Array(open(), { description: 'Versions of the settings of the channel that answered, the last first' }),
	}),
	/** @throws TroupeError RESOURCE_NOT_FOUND */
	async perform({ conversation, limit: max = usualMessages }, { host }: OperationContext<ReadingHost>) {
		const { tenant } = host;
		const { conversations, mailbox, handOvers, outbox, deals, settings } = await openChannels(host);
		const found = await conversations.find(tenant, conversation);
		if (found === undefined) throw noConversation(conversation);
		const { id } = found;
		const texts = await openTexts(host);
		const [whole] = await describeAll([found], host, texts);
		const messages = await mailbox.readMessages(tenant, id, max);
		const handed = await handOvers.list(tenant, { conversation: id }, maxOthers);
		const notes = await conversations.listNotes(tenant, id, maxOthers);
		const runs = await listRuns(found, host);
		return {
			...{ ...whole!, content: texts.content, timeZone: await readTimeZone(host) },
			messages: await Promise.all(messages.map((one) => describeMessage(one, texts))),
			handOvers: await Promise.all(handed.map((one) => describeHandOver(one, texts))),
			notes: await Promise.all(notes.map(async ({ at, ...note }) => ({ ...note, at: toIso(at), text: await texts.readNote(note.text) }))),
			settings: ((await settings.listUsed(tenant, [id])).get(id) ?? []).map(({ firstAt: _first, lastAt, ...one }) => ({
				...one,
				lastAt: toIso(lastAt),
			})),
			sends: (await outbox.list(tenant, { conversation: id }, maxOthers)).map(describeSend),
			deals: (await deals.list(tenant, { conversations: [id] }, maxOthers)).map(describeDeal),
			decisions: await describeDecisions(runs, host, texts),
			ranAs: runs.map(describeRecord).map(({ runId, agent, state, outcome, costUsd, startedAt }) => ({
				...{ runId, agent: agent && nameAgentVersion(agent.id, agent.version), state, outcome, costUsd: costUsd ?? null, startedAt },
			})),
		};
	},
});

const describeDeal = ({ account, id, state, recordedAt, closedAt, askedAt }: ConversationDeal) => ({
	...{ account, id, state, recordedAt: toIso(recordedAt), closedAt: toIso(closedAt), askedAt: toIso(askedAt) },
});

/** The last ones first: those of a session are together. */
async function listRuns({ names }: ListedConversation, host: ReadingHost) {
	const store = await openRuns(host, host.stateFolder);
	const runs: RecordedRun[] = [];
	for (const conversation of names)
		if (runs.length < maxOthers) runs.push(...(await store.list(maxOthers - runs.length, false, { conversation })));
	return runs.toSorted((one, other) => other.startedAt - one.startedAt);
}

interface Handed {
	at: number;
	by: string;
	state: string;
	reason: string;
	summary: Partial<Record<string, string>>;
}

async function describeHandOver({ at, by, state, reason, summary }: Handed, texts: TextReader) {
	const shown = Object.entries(summary).filter(([name]) => texts.showsNames || !namingFields.includes(name));
	const fields = shown.map(
		async ([name, value = '']) => [name, await texts.read(name === 'temperature' ? readTemperature(value) : value)] as const,
	);
	return { at: toIso(at), by, state, reason: await texts.read(reason), summary: Object.fromEntries(await Promise.all(fields)) };
}

export const noConversation = (id: string) =>
	new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `The tenant has no conversation ${JSON.stringify(id.slice(0, 60))}.`,
		fix: 'Use an id of GET /api/v1/conversations or `troupe conversation list`.',
	});
