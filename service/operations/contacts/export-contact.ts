import * as Type from 'typebox/type';
import { toIso } from '../../../core/base/iso-time';
import { closed } from '../../../core/base/shape';
import { type ReachedOutside, reachOutside } from '../../../core/channels/reach-outside';
import { describeBurst } from '../../../core/conversations/mailbox/describe-burst';
import type { Lead } from '../../../core/ports/leads';
import { open, string } from '../../../manifests/registry/api/answer-fields';
import { openLeadStores } from '../../../providers/compose/agents/lead-stores';
import { listNames } from '../../../providers/compose/channels/forget-outside';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import type { Host } from '../../../providers/compose/hosts/host';
import { runMemoryTask } from '../../../providers/compose/memory/memory';
import { describeRecord } from '../../../providers/compose/runs/describe-record';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { describeConsent } from './contact-consents';
import { contact, find, findContact, scope, tag } from './contacts';
import { operation, type OperationContext, type OperationHost } from '../operation';

type Place = OperationHost & Host;

/** More than one person has. */
const maxMessages = 100_000;
const maxOthers = 1_000;

export const exportContact = operation({
	act: (_input, answer) => ({
		action: 'data.exported',
		object: { kind: 'contact', value: (answer as { contact: { id: string } } | undefined)?.contact.id },
	}),
	summary: 'Return what is stored of a contact, for the person themself: names, conversations, memories, leads and runs',
	tag,
	method: 'POST',
	path: 'contacts/export',
	scope,
	maxAtOnce: 2,
	input: { body: closed({ contact }) },
	output: Type.Object({
		contact: open(),
		requests: Type.Array(open()),
		consents: Type.Array(open()),
		conversations: Type.Array(open()),
		memories: Type.Array(open()),
		leads: Type.Array(Type.Object({ store: string, lead: open() }), { description: 'Of the stores that agents of the machine name.' }),
		runs: Type.Array(open(), { description: 'Runs of agents for these conversations, without texts.' }),
		notReached: Type.Array(open(), { description: 'Stores of leads that could not be asked, and why.' }),
	}),
	/** @throws TroupeError RESOURCE_NOT_FOUND */
	async perform({ contact: typed }, context: OperationContext<Place>) {
		const { host, signal } = context;
		const { contacts, rights } = await openChannels(host);
		const found = await find(contacts, host.tenant, typed);
		const { conversations: _listed, timeZone: _zone, ...described } = await findContact.perform({ contact: found.id }, context);
		const names = await listNames(found, host);
		const requests = await rights.list(host.tenant, { contact: found.id }, maxOthers);
		const consents = await rights.listConsents(host.tenant, found.id, maxOthers);
		const leads = await readLeads(names.leads, host, signal);
		const told = await Promise.all(names.conversations.map((id) => readConversation(id, host)));
		return {
			contact: described,
			requests: requests.map(({ protocol, kind, at, outcome }) => ({ protocol, kind, at: toIso(at), outcome })),
			consents: consents.map(({ by: _by, ...consent }) => describeConsent(consent)),
			conversations: told.map(({ conversation }) => conversation),
			memories: await readMemories(names.people, host, signal),
			...leads,
			runs: told.flatMap(({ runs }) => runs),
		};
	},
});

/** Both sides: words to the person are about the person too. Company people stay unnamed. */
async function readConversation(id: string, host: Place) {
	const { conversations, mailbox, handOvers } = await openChannels(host);
	const of = [host.tenant, id] as const;
	const whole = await conversations.find(host.tenant, id);
	const messages = await mailbox.readMessages(...of, maxMessages);
	const handed = await handOvers.list(host.tenant, { conversation: id }, maxOthers);
	const store = await openRuns(host, host.stateFolder);
	const runs = await Promise.all((whole?.names ?? [id]).map((conversation) => store.list(maxOthers, false, { conversation })));
	return {
		conversation: {
			id,
			channel: whole?.channel ?? null,
			messages: messages.map((one) => ({ at: toIso(one.at), author: one.author, text: describeBurst([one]) })),
			handOvers: handed.map(({ at, reason, summary }) => ({ at: toIso(at), reason, summary })),
			notes: (await conversations.listNotes(...of, maxOthers)).map(({ at, kind, text }) => ({ at: toIso(at), kind, text })),
		},
		runs: runs
			.flat()
			.map(describeRecord)
			.map(({ runId, agent, state, outcome, startedAt }) => ({ runId, agent: agent?.id ?? null, state, outcome, startedAt })),
	};
}

async function readMemories(people: string[], host: Place, signal: AbortSignal) {
	const exported = await Promise.all(people.map((person) => runMemoryTask({ operation: 'export', person }, host, signal)));
	return exported.flatMap((result) => (result.operation === 'export' ? result.memories : []));
}

export async function readLeads(names: string[], host: Place, signal: AbortSignal) {
	const asked: ReachedOutside = { reached: [], notReached: [] };
	const leads: Array<{ store: string; lead: Lead }> = [];
	const { stores, unread } = await openLeadStores(host);
	for (const { agent, reason } of unread) asked.notReached.push({ stores: [`leads of the agent ${agent}`], where: reason });
	for (const { name, store } of stores)
		await reachOutside(name, asked, signal, async (until) => {
			for (const each of names) {
				const lead = await store.findLead(each, until);
				if (lead) leads.push({ store: name, lead });
			}
			return leads.length > 0;
		});
	return { leads, notReached: asked.notReached };
}
