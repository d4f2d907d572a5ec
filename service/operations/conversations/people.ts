import { randomUUID } from 'node:crypto';
import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional, optionalEach, orNull } from '../../../core/base/shape';
import { handOver } from '../../../core/channels/hand-over';
import { readSummary } from '../../../core/conversations/hand-over/read-summary';
import { summaryFields } from '../../../core/ports/channels/hand-overs';
import { integer, open, string } from '../../../manifests/registry/api/answer-fields';
import { reason, text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { ofOthers, operation, type OperationContext } from '../operation';
import { person, toActor } from '../to-actor';
import { noConversation, ofConversation, tag } from './of-conversation';
import type { ReadingHost } from './read-texts';

const scope = 'conversation:manage';

export const handOverConversation = operation({
	summary: 'Give a conversation to people: the agent is silent, and the desk gets a summary',
	tag,
	method: 'POST',
	path: 'conversations/:conversation/hand-over',
	scope,
	input: {
		params: ofConversation,
		body: closed({
			reason,
			as: person,
			...optional({ say: text(10_000), summary: optionalEach(summaryFields, Type.String({ maxLength: 2_000 })) }),
		}),
	},
	refusals: ofOthers,
	output: Type.Object({
		id: string,
		conversation: string,
		channel: string,
		state: string,
		withdrawn: integer,
		desk: open(),
		said: orNull(Type.Enum(['queued', 'opted-out'], { description: 'What became of `say`; the customer may want no messages' })),
	}),
	/** @throws TroupeError INPUT_INVALID, RESOURCE_NOT_FOUND, CHANNEL_NOT_FOUND, CREDENTIAL_NOT_FOUND */
	async perform({ conversation, reason: why, as, say = '', summary: written = {} }, context: OperationContext<ReadingHost>) {
		const { tenant } = context.host;
		const read = readSummary(written);
		if (read.kind === 'invalid') throw invalid(`The summary ${read.problem}.`, 'Write an object of texts, such as {"name": "Maria"}.');
		const parts = await openChannels(context.host);
		const done = await handOver(parts, {
			tenant,
			conversation,
			key: `command ${randomUUID()}`,
			reason: why,
			summary: read.summary,
			by: toActor(as, context),
			isPerson: true,
			lastWords: say,
		});
		if (done.kind === 'unknown-conversation') throw noConversation(conversation);
		const { handOver: stored, withdrawn, desk } = done;
		const contact = say === '' ? undefined : (await parts.mailbox.find(tenant, conversation))?.contact;
		const isOut = contact !== undefined && (await parts.rights.isOptedOut(tenant, contact));
		const said = contact === undefined ? null : isOut ? ('opted-out' as const) : ('queued' as const);
		return { id: stored.id, conversation: stored.conversation, channel: stored.channel, state: stored.state, withdrawn, desk, said };
	},
});

export const setConversationMode = operation({
	summary: 'Switch the agent of a conversation on or off',
	tag,
	method: 'POST',
	path: 'conversations/:conversation/mode',
	scope,
	input: { params: ofConversation, body: closed({ mode: Type.Enum(['agent', 'off']), as: person }) },
	output: Type.Object({ conversation: string, before: string, mode: string, withdrawn: integer }),
	/** @throws TroupeError INPUT_INVALID, RESOURCE_NOT_FOUND */
	async perform({ conversation, mode, as }, context: OperationContext<ReadingHost>) {
		const { tenant } = context.host;
		const { mailbox } = await openChannels(context.host);
		const found = await mailbox.find(tenant, conversation);
		const change = { mode, until: null, by: toActor(as, context), reason: 'troupe conversation mode' };
		const changed = found && (await mailbox.setMode(tenant, found.id, change));
		if (changed === undefined) throw noConversation(conversation);
		return { conversation: found!.id, before: found!.mode, mode, withdrawn: changed.withdrawn };
	},
});

export const settleConversation = operation({
	summary: 'Leave a conversation without an answer: nobody is asked about it any more',
	tag,
	method: 'POST',
	path: 'conversations/:conversation/settle',
	scope,
	input: { params: ofConversation, body: closed({ reason, as: person }) },
	refusals: ofOthers,
	output: Type.Object({ conversation: string, settledBy: string }),
	/** @throws TroupeError INPUT_INVALID if nobody waits, RESOURCE_NOT_FOUND */
	async perform({ conversation, reason: why, as }, context: OperationContext<ReadingHost>) {
		const { tenant } = context.host;
		const { mailbox, waits } = await openChannels(context.host);
		const found = await mailbox.find(tenant, conversation);
		if (found === undefined) throw noConversation(conversation);
		const by = toActor(as, context);
		if (await waits.leave(tenant, found.id, { by, reason: why })) return { conversation: found.id, settledBy: by };
		throw invalid(`Nobody waits in the conversation ${found.id}.`, 'See who does with `troupe conversation list --waiting`.');
	},
});

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
