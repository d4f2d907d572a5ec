/** A conversation held by an agent until it returns it. */
import { readArguments } from '../../../tools/read-arguments';
import { returnName } from '../../../teams/agent-tool';
import type { ChatResponse } from '../../../ports/models/models';
import { isReal } from '../../agent-parts';
import type { Conclusion } from '../conclusion/conclusion';
import { addNote, type Conversation } from '../run/conversation';
import type { Run } from '../run/run';
import type { EntryBody, TrailEntry } from '../trail/trail-entry';
import { callAgent, rereadAgent } from './call-agent';
import { speaksToCustomer } from './caller';
import type { PendingCall } from '../tools/planned-work';

/** Call id of the holding agent. */
const callId = 'held';

const canBeHeld = (run: Run): boolean =>
	speaksToCustomer(run) && (run.parts.members ?? []).some(({ definition }) => definition.handOver === 'stays');

export async function readHolder(run: Run): Promise<Pick<EntryBody<'prepared'>, 'heldBy'>> {
	if (!canBeHeld(run)) return {};
	const { definition, conversations, members = [] } = run.parts;
	const heldBy = (await conversations?.read(run.conversationId))?.heldBy?.[definition.id];
	return members.some(({ tool }) => tool.name === heldBy) ? { heldBy } : {};
}

export async function keepHolder(run: Run): Promise<void> {
	const { parts, conversationId, handedOver, trail } = run;
	const holder = handedOver?.stays ? handedOver.call : undefined;
	if (!isReal(parts) || !canBeHeld(run) || holder === trail.recorded('prepared')?.heldBy) return;
	await parts.conversations?.change(conversationId, (state) => {
		const { [parts.definition.id]: _before, ...others } = state?.heldBy ?? {};
		const heldBy = { ...others, ...(holder !== undefined && { [parts.definition.id]: holder }) };
		return { replies: 0, questionsInARow: 0, ...state, heldBy };
	});
}

/**
 * Lets the holding agent answer. @returns undefined if there is none, or if it returned the conversation; its note is then added to the conversation
 */
export async function continueHeld(
	run: Run,
	{ heldBy }: EntryBody<'prepared'>,
	conversation: Conversation,
): Promise<Conclusion | { waiting: PendingCall[] } | undefined> {
	const member = run.parts.members?.find(({ tool }) => tool.name === heldBy);
	if (!member) return undefined;
	const finished = run.trail.recorded('tool-finished', callId);
	run.trail.recorded('tool-started', callId);
	if (finished) await rereadAgent(run, callId, member);
	const came = finished ?? (await callAgent(run, 0, { kind: 'agent', callId, member, ready: { masked: {}, input: {} } }));
	if ('waiting' in came) return came;
	if (run.handedOver) return { kind: 'handed-over', outcome: run.handedOver.outcome };
	addNote(conversation, { from: member.tool.name, text: came.text }, run.id, run.context);
	return undefined;
}

/** Reads the note of a returned conversation; undefined if it was not returned. */
export function readReturned(
	{ caller }: Run,
	{ toolCalls = [] }: ChatResponse,
	done: Array<TrailEntry<'tool-finished'>>,
): string | undefined {
	if (!caller?.keeps) return undefined;
	const isDone = (id: string) => done.some((entry) => entry.callId === id && entry.outcome === 'ok');
	const call = toolCalls.find(({ id, name }) => name === returnName && isDone(id));
	if (!call) return undefined;
	const { note } = readArguments(call.arguments).value ?? {};
	return typeof note === 'string' ? note : '';
}
