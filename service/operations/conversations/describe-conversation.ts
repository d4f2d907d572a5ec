import * as Type from 'typebox/type';
import { toIso } from '../../../core/base/iso-time';
import { orNull } from '../../../core/base/shape';
import { readTemperature } from '../../../core/conversations/hand-over/describe-summary';
import { describeBurst } from '../../../core/conversations/mailbox/describe-burst';
import type { ListedConversation } from '../../../core/ports/channels/conversations';
import type { StoredMessage } from '../../../core/ports/channels/mailbox';
import { integer, string, time } from '../../../manifests/registry/api/answer-fields';
import type { ConversationRuns } from '../../../core/ports/runs/conversation-runs';
import type { TextReader } from './read-texts';

const message = { author: Type.Enum(['contact', 'agent', 'person', 'program']), writer: orNull(string), at: time, text: string };

export const conversationFields = {
	id: string,
	channel: string,
	contact: string,
	name: orNull(string),
	mode: Type.Enum(['agent', 'person', 'off']),
	lastMessageAt: time,
	wait: orNull(
		Type.Object({
			since: time,
			waitsFor: Type.Enum(['agent', 'person']),
			isLate: Type.Boolean({ description: 'Longer than the channel allows' }),
			runId: orNull(Type.String({ description: 'The run that waits for a decision of a person' })),
		}),
	),
	isHot: Type.Boolean({ description: 'As the summary of the last hand-over says' }),
	handOver: orNull(Type.Object({ at: time, reason: string, state: string, temperature: orNull(string) })),
	origin: orNull(Type.Object({ via: string, title: orNull(string), source: orNull(string) }, { description: 'As strangers wrote it' })),
	assignedTo: orNull(string),
	lastMessage: orNull(Type.Object(message)),
	runs: integer,
	costUsd: orNull(Type.Number({ description: 'Of the runs that are kept; null where no price is known' })),
	agent: orNull(Type.String({ description: 'Of the last run, as id@version' })),
	sessionAgent: orNull(
		Type.String({ description: 'Who answers in the session while its mode is `agent`; null for a process or workflow' }),
	),
	sessionVersion: orNull(
		Type.String({ description: 'The version of it that the contact has now, by rollouts; null where it is not published here' }),
	),
};
export const messageFields = message;

export const describeMessage = async (one: StoredMessage, texts: TextReader) => ({
	author: one.author,
	writer: one.writer,
	at: toIso(one.at),
	text: await texts.read(describeBurst([one])),
});

export async function describeConversation(
	{ id, channel, contact, mode, isHot, assignedTo, ...one }: ListedConversation,
	runs: ConversationRuns | undefined,
	texts: TextReader,
	sessionVersion: string | null,
) {
	const { handOver, origin, lastMessage, wait } = one;
	return {
		id,
		channel,
		contact,
		name: texts.showsNames ? one.name : null,
		mode,
		lastMessageAt: toIso(one.lastMessageAt),
		wait: wait && { waitsFor: wait.waitsFor, since: toIso(wait.since), isLate: wait.isLate, runId: wait.run },
		isHot,
		handOver: handOver && {
			at: toIso(handOver.at),
			reason: await texts.read(handOver.reason),
			state: handOver.state,
			temperature: handOver.temperature && (await texts.read(readTemperature(handOver.temperature))),
		},
		origin: origin && {
			via: origin.via,
			title: origin.title === undefined ? null : await texts.read(origin.title),
			source: origin.source === undefined ? null : await texts.read(origin.source),
		},
		assignedTo,
		lastMessage: lastMessage && (await describeMessage(lastMessage, texts)),
		runs: runs?.runs ?? 0,
		costUsd: runs === undefined ? 0 : runs.costUsd,
		agent: runs?.agent ?? null,
		sessionAgent: one.sessionAgent,
		sessionVersion,
	};
}
export type DescribedConversation = Awaited<ReturnType<typeof describeConversation>>;
