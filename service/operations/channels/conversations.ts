import { randomUUID } from 'node:crypto';
import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional, optionalEach } from '../../../core/base/shape';
import type { ChannelParts } from '../../../core/channels/channel-parts';
import { handOver } from '../../../core/channels/hand-over';
import { readSummary } from '../../../core/conversations/hand-over/read-summary';
import { summaryFields } from '../../../core/ports/channels/hand-overs';
import type { Conversation } from '../../../core/ports/channels/mailbox';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import { integer, open, string } from '../../../manifests/registry/api/answer-fields';
import { reason, text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { ofOthers, operation, type OperationContext, type OperationHost } from '../operation';
import { person, toActor } from '../to-actor';
import { checkChannel, ofChannel, scope, tag } from './channels';

type Context = OperationContext<OperationHost & { grant?: Grant }>;

/** The address of a customer is personal data. */
const conversation = Type.String({ description: 'Its id, or an address of the customer.', minLength: 1, maxLength: 200 });

export const handOverConversation = operation({
	...{ summary: 'Give a conversation to people: the agent is silent, and the desk gets a summary', tag, method: 'POST' },
	...{ path: 'channels/:channel/hand-over', scope },
	input: {
		params: ofChannel,
		body: closed({
			...{ conversation, reason, as: person },
			...optional({ say: text(10_000), summary: optionalEach(summaryFields, Type.String({ maxLength: 2_000 })) }),
		}),
	},
	refusals: ofOthers,
	output: Type.Object({ id: string, conversation: string, state: string, withdrawn: integer, desk: open() }),
	/** @throws TroupeError INPUT_INVALID, CHANNEL_NOT_FOUND, CREDENTIAL_NOT_FOUND */
	async perform({ channel, conversation: named, reason: why, as, say = '', summary: written = {} }, context: Context) {
		const { tenant } = context.host;
		const read = readSummary(written);
		if (read.kind === 'invalid') throw invalid(`The summary ${read.problem}.`, 'Write an object of texts, such as {"name": "Maria"}.');
		const parts = await openChannels(context.host);
		const { id } = await findConversation(parts, tenant, channel, named);
		const done = await handOver(parts, {
			...{ tenant, conversation: id, key: `command ${randomUUID()}`, reason: why, summary: read.summary },
			...{ by: toActor(as, context), isPerson: true, lastWords: say },
		});
		if (done.kind === 'unknown-conversation') throw noConversation(channel, named);
		const { handOver: stored, withdrawn, desk } = done;
		return { id: stored.id, conversation: id, state: stored.state, withdrawn, desk };
	},
});

export const setConversationMode = operation({
	...{ summary: 'Switch the agent of a conversation on or off', tag, method: 'POST', path: 'channels/:channel/mode', scope },
	input: { params: ofChannel, body: closed({ conversation, mode: Type.Enum(['agent', 'off']), as: person }) },
	output: Type.Object({ conversation: string, before: string, mode: string, withdrawn: integer }),
	/** @throws TroupeError INPUT_INVALID, CHANNEL_NOT_FOUND */
	async perform({ channel, conversation: named, mode, as }, context: Context) {
		const { tenant } = context.host;
		const parts = await openChannels(context.host);
		const { id, mode: before } = await findConversation(parts, tenant, channel, named);
		const change = { mode, until: null, by: toActor(as, context), reason: 'troupe channel mode' };
		const changed = await parts.mailbox.setMode(tenant, id, change);
		if (changed === undefined) throw noConversation(channel, named);
		return { conversation: id, before, mode, withdrawn: changed.withdrawn };
	},
});

/** An address can be any name of the customer: a provider knows a person under several. */
async function findConversation(parts: ChannelParts, tenant: string, channel: string, address: string): Promise<Conversation> {
	await checkChannel(parts, tenant, channel);
	const { mailbox, contacts } = parts;
	const byId = await mailbox.find(tenant, address);
	if (byId?.channel === channel) return byId;
	const [byAddress] = await mailbox.list(tenant, { channel, address }, 1);
	if (byAddress) return byAddress;
	const contact = await contacts.findByAlias(tenant, { kind: address.endsWith('@lid') ? 'lid' : 'phone', value: address });
	const [byName] = contact ? await mailbox.list(tenant, { channel, contact: contact.id }, 1) : [];
	if (byName) return byName;
	throw noConversation(channel, address);
}

const noConversation = (name: string, address: string) =>
	invalid(
		`The channel ${name} has no conversation "${address.slice(0, 60)}".`,
		`Use an id from \`troupe channel log ${name} --sent --json\`, or the customer's address, such as 5544988887777.`,
	);

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
