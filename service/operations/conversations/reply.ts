import { randomUUID } from 'node:crypto';
import * as Type from 'typebox/type';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional, orNull } from '../../../core/base/shape';
import { describeClosed, findReplyWindow } from '../../../core/channels/reply-window';
import { type Handed, sendInConversation } from '../../../core/channels/send-in-conversation';
import type { Conversation } from '../../../core/ports/channels/mailbox';
import { systemClock } from '../../../core/ports/host';
import { integer, string, texts, time } from '../../../manifests/registry/api/answer-fields';
import { text } from '../../../manifests/registry/api/fields';
import { openChannels, type OpenChannels } from '../../../providers/compose/channels/open-channels';
import { composeEvents } from '../../../providers/compose/events/events';
import { ofOthers, operation, type OperationContext } from '../operation';
import { person, toActor } from '../to-actor';
import { noConversation, ofConversation, tag } from './of-conversation';
import type { ReadingHost } from './read-texts';

const scope = 'conversation:manage';

export const replyField = Type.Object(
	{
		state: Type.Enum(['open', 'template', 'closed', 'opted-out', 'no-channel'], {
			description: 'template: the template of the channel goes out, and the message once the contact writes; closed: nothing can be sent',
		}),
		closesAt: orNull(Type.String({ description: 'Until when the provider takes free texts; null where it always does' })),
	},
	{ description: 'Whether a person can answer by hand' },
);

type ReplyState = 'open' | 'template' | 'closed' | 'opted-out' | 'no-channel';
type Place = OperationContext<ReadingHost>['host'];

/** A channel with an unknown account sends nothing. */
export async function describeReply(found: Conversation, host: Place): Promise<{ state: ReplyState; closesAt: string | null }> {
	const parts = await openChannels(host);
	const { tenant } = host;
	if (await parts.rights.isOptedOut(tenant, found.contact)) return { state: 'opted-out', closesAt: null };
	const open = await parts.directory.find(tenant, found.channel).catch((fault: unknown) => {
		if (isTroupeError(fault)) return undefined;
		throw fault;
	});
	if (open === undefined) return { state: 'no-channel', closesAt: null };
	const window = findReplyWindow(open.channel.abilities, open.rules, found.lastContactAt, (host.clock ?? systemClock).now());
	return { state: window.kind, closesAt: window.kind === 'open' ? toIso(window.closesAt ?? null) : null };
}

export const replyInConversation = operation({
	summary: 'Answer a customer by hand: the conversation is a person’s from then on, and the agent is silent',
	tag,
	method: 'POST',
	path: 'conversations/:conversation/reply',
	scope,
	input: {
		params: ofConversation,
		body: closed({
			text: text(10_000),
			as: person,
			...optional({
				key: Type.String({
					description: 'Names the message: sent again, it is one; with another text, it is refused',
					pattern: '^[\\w-]{8,64}$',
				}),
			}),
		}),
	},
	refusals: { ...ofOthers, 409: 'The provider takes no free text now, the contact wants no messages, or the key names another text' },
	output: Type.Object({
		conversation: string,
		ids: texts,
		withdrawn: integer,
		waitsForContact: Type.Boolean(),
		closesAt: orNull(time),
	}),
	/** @throws TroupeError INPUT_INVALID, RESOURCE_NOT_FOUND, STATE_CONFLICT, CREDENTIAL_NOT_FOUND */
	async perform({ conversation, text: written, as, key = randomUUID() }, context: OperationContext<ReadingHost>) {
		const { host } = context;
		if (written.trim() === '') throw invalid('The text is empty.', 'Write what the customer is to read.');
		const parts = await openChannels(host);
		const found = await parts.mailbox.find(host.tenant, conversation);
		if (found === undefined) throw noConversation(conversation);
		const window = await requireWindow(found, parts, host);
		const by = toActor(as, context);
		const handed = await sendInConversation(
			parts,
			{ tenant: host.tenant, id: found.id },
			{
				key: `reply ${found.id} ${key}`,
				content: { kind: 'text', text: written },
				writer: as ?? by.replace(/^\w+:/, ''),
				takesOver: { by },
			},
		);
		const { ids, takeOver } = requireQueued(handed, found);
		if (takeOver?.wasAgents) {
			const data = { channel: found.channel, conversation: found.id };
			await composeEvents(host).publish(host.tenant, { type: 'conversation.taken-over', data, key: `reply ${ids[0]}` });
		}
		return {
			conversation: found.id,
			ids,
			withdrawn: takeOver?.withdrawn ?? 0,
			waitsForContact: window.kind === 'template',
			closesAt: toIso((window.kind === 'open' && window.closesAt) || null),
		};
	},
});

/** @throws TroupeError STATE_CONFLICT if nothing can go out; RESOURCE_NOT_FOUND, CREDENTIAL_NOT_FOUND */
async function requireWindow(found: Conversation, { directory }: OpenChannels, host: Place) {
	const open = await directory.find(host.tenant, found.channel);
	if (open === undefined) throw noConversation(found.id);
	const window = findReplyWindow(open.channel.abilities, open.rules, found.lastContactAt, (host.clock ?? systemClock).now());
	if (window.kind !== 'closed') return window;
	throw refused(
		describeClosed(window.hours),
		`Let whoever manages the channel set a template: troupe channel set ${found.channel} --template NAME/LANGUAGE. Or call the customer.`,
	);
}

/** @throws TroupeError STATE_CONFLICT, RESOURCE_NOT_FOUND */
function requireQueued(handed: Handed, { id, channel }: Conversation): Extract<Handed, { kind: 'queued' }> {
	if (handed.kind === 'queued') return handed;
	if (handed.kind === 'unknown-conversation') throw noConversation(id);
	if (handed.kind === 'opted-out') throw refused('The customer wants no more messages.', 'Wait until they write, or ask them another way.');
	if (handed.kind === 'no-basis')
		throw refused('The message needs a consent that is not recorded.', 'Record one with `troupe contacts consent`, if there is one.');
	throw refused(`The channel ${channel} cannot send texts now.`, 'See what it can send with `troupe channel list`.');
}

const refused = (message: string, fix: string) => new TroupeError({ code: 'STATE_CONFLICT', message, fix });
const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
