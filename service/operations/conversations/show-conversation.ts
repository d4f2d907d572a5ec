import * as Type from 'typebox/type';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional, orNull } from '../../../core/base/shape';
import { readTemperature } from '../../../core/conversations/hand-over/describe-summary';
import { describeContent } from '../../../core/conversations/mailbox/describe-burst';
import type { ConversationDeal } from '../../../core/ports/channels/conversation-deals';
import type { ListedConversation } from '../../../core/ports/channels/conversations';
import { namingFields } from '../../../core/ports/channels/hand-overs';
import { nameAgentVersion } from '../../../core/ports/runs/name-agent-version';
import { open, string } from '../../../manifests/registry/api/answer-fields';
import { limit } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { describeRecord } from '../../../providers/compose/runs/describe-record';
import { findSuspendedRun } from '../../../providers/compose/state/find-suspended';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { readPendingOf } from '../../../providers/compose/state/read-pending';
import type { RecordedRun } from '../../../providers/state/runs/list-runs';
import { describeSend } from '../channels/sends';
import { operation, type OperationContext } from '../operation';
import { content, describeAll } from './conversations';
import { conversationFields, describeMessage, messageFields } from './describe-conversation';
import { noConversation, ofConversation, tag } from './of-conversation';
import { readTimeZone, timeZone } from './read-day';
import { openTexts, type ReadingHost, type TextReader } from './read-texts';
import { describeReply, replyField } from './reply';

/** More than anybody reads. */
const maxOthers = 50;
const usualMessages = 50;

export const showConversation = operation({
	summary: 'Show a conversation: its messages, hand-overs, notes, runs and what was sent',
	tag,
	method: 'GET',
	path: 'conversations/:conversation',
	scope: 'conversation:read',
	input: { params: ofConversation, query: closed(optional({ limit: limit(500) })) },
	output: Type.Object({
		...conversationFields,
		content,
		timeZone,
		messages: Type.Array(Type.Object({ ...messageFields, run: orNull(string) }), { description: 'The last ones, oldest first' }),
		handOvers: Type.Array(open()),
		notes: Type.Array(open()),
		sends: Type.Array(open()),
		ranAs: Type.Array(open()),
		deals: Type.Array(open(), { description: 'As the CRM last told them' }),
		decisions: Type.Array(open(), { description: 'What runs wait for that a person decides, before the customer is answered' }),
		reply: replyField,
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
		const sends = await outbox.list(tenant, { conversation: id }, maxOthers);
		const runAt = new Map(sends.map(({ sentAt, run }) => [sentAt, run]));
		const state = await mailbox.find(tenant, id);
		if (state === undefined) throw noConversation(conversation);
		return {
			...whole!,
			content: texts.content,
			timeZone: await readTimeZone(host),
			messages: await Promise.all(
				messages.map(async (one) => ({
					...(await describeMessage(one, texts)),
					run: one.author === 'agent' ? (runAt.get(one.at) ?? null) : null,
				})),
			),
			reply: await describeReply(state, host),
			handOvers: await Promise.all(handed.map((one) => describeHandOver(one, texts))),
			notes: await Promise.all(notes.map(async ({ at, ...note }) => ({ ...note, at: toIso(at), text: await texts.readNote(note.text) }))),
			settings: ((await settings.listUsed(tenant, [id])).get(id) ?? []).map(({ firstAt: _first, lastAt, ...one }) => ({
				...one,
				lastAt: toIso(lastAt),
			})),
			sends: await Promise.all(sends.map(async (one) => ({ ...describeSend(one), text: await texts.read(describeContent(one.content)) }))),
			deals: (await deals.list(tenant, { conversations: [id] }, maxOthers)).map(describeDeal),
			decisions: await describeDecisions(runs, host, texts),
			ranAs: runs.map(describeRecord).map(({ runId, agent, state: of, outcome, reason, errorCode, costUsd, startedAt }) => ({
				runId,
				agent: agent && nameAgentVersion(agent.id, agent.version),
				state: of,
				outcome,
				reason,
				errorCode,
				costUsd: costUsd ?? null,
				startedAt,
			})),
		};
	},
});

const describeDeal = ({ account, id, state, recordedAt, closedAt, askedAt }: ConversationDeal) => ({
	account,
	id,
	state,
	recordedAt: toIso(recordedAt),
	closedAt: toIso(closedAt),
	askedAt: toIso(askedAt),
});

/** Last first: a session's runs are together. */
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

async function describeDecisions(runs: readonly RecordedRun[], host: ReadingHost, texts: TextReader) {
	const found = runs.filter(({ state }) => state === 'waiting').map((run) => describeRun(run, host, texts));
	return (await Promise.all(found)).filter((one) => one !== undefined);
}

async function describeRun({ runId }: RecordedRun, host: ReadingHost, texts: TextReader) {
	const suspended = await findSuspendedRun(runId, host);
	if (suspended === undefined) return undefined;
	const { agent, decideBy } = suspended.state;
	const pending = (await readPendingOf(suspended.state, host)).map(async (one) => ({
		id: one.id,
		kind: one.kind,
		...(one.kind === 'approval' ? { tool: one.tool } : { question: await texts.read(one.question) }),
	}));
	return {
		runId,
		agent: nameAgentVersion(agent.id, agent.version),
		decideBy: toIso(decideBy),
		pending: await Promise.all(pending),
	};
}
