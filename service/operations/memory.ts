import { closed } from '../../core/base/shape';
import { type MemoryOperation, type MemoryTaskResult, memoryTasks, type NotReached } from '../../core/memory/task/memory-task';
import { denied } from '../../manifests/registry/access/access';
import { open } from '../../manifests/registry/api/answer-fields';
import type { MemoryHost } from '../../providers/compose/hosts/knowledge-host';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { isHeldBy } from '../../providers/compose/privacy/host-holds';
import { forgetPerson, type ForgettingHost, notYet } from '../privacy/forget-person';
import { find, scope } from './contacts/contacts';
import { findIfKnown } from './privacy/find-person';
import { ofModels, operation, type OperationContext } from './operation';
import type { Reaching } from './reach';

interface Whose {
	person?: string;
	conversation?: string;
}

/** Ids of persons are personal data: they are in bodies, never in an address. */
const ofMemory = <Name extends MemoryOperation>(name: Name, summary: string, action?: string) => {
	const { operation: _operation, ...fields } = memoryTasks[name].properties;
	return operation({
		summary,
		tag: 'memory',
		method: 'POST',
		path: `memory/${name}`,
		scope: 'memory:manage',
		...(action !== undefined && { act: ({ person, conversation }: Whose) => ({ action, person, conversation }) }),
		input: { body: closed(fields) },
		output: open(),
		refusals: ofModels,
		/** @throws TroupeError as runMemoryTask */
		async perform(input: object, { host, signal }: OperationContext<MemoryHost>) {
			return (await runMemoryTask({ ...input, operation: name }, host, signal)) as Extract<MemoryTaskResult, { operation: Name }>;
		},
	});
};

export const memoryOperations = {
	recall: ofMemory('recall', 'Recall the memories of a person, or the newest turns of a conversation'),
	remember: ofMemory('remember', 'Store facts of a person, each once, or a turn of a conversation', 'memory.added'),
	preferences: ofMemory('preferences', 'Set and remove preferences of a person, and read all', 'memory.preferences_set'),
	export: ofMemory('export', 'Return everything that is stored of a person', 'data.exported'),
	forget: forgetInMemory(),
};

/** Forgets a person everywhere, a conversation where it is stored. */
function forgetInMemory() {
	const declared = ofMemory('forget', 'Forget a person everywhere, as privacy/forget does, or remove a conversation');
	return operation({
		...declared,
		act: ({ person, conversation }: Whose) => ({
			action: person === undefined ? 'conversation.forgotten' : 'person.forgotten',
			person,
			conversation,
		}),
		/** @throws TroupeError as runMemoryTask; ACCESS_DENIED; that of an unreachable place, retryable */
		async perform(
			input: { person?: string; conversation?: string; timeoutMs: number },
			context: OperationContext<ForgettingHost & Reaching>,
		) {
			const { host, signal, by } = context;
			const { person, ...rest } = input;
			if (person === undefined) return declared.perform(input, context);
			const { contacts } = await openChannels(host);
			const contact = await findIfKnown(() => find(contacts, host.tenant, person));
			if (contact) checkScope(host);
			const forgotten = await forgetPerson({ person, contact, by }, host, signal);
			if (forgotten.hold) throw await isHeldBy(forgotten.hold, host);
			if (!forgotten.receipt && forgotten.away) throw notYet(forgotten.away, forgotten);
			const removed = { ...forgotten.removed };
			if (rest.conversation !== undefined) {
				const more = await declared.perform(rest, context);
				for (const name of Object.keys(removed) as Array<keyof typeof removed>) removed[name] += more.removed[name];
			}
			const notReached = joinNotReached(forgotten.notReached);
			return { operation: 'forget' as const, removed, ...(notReached && { notReached }) };
		},
	});
}

/** @throws TroupeError ACCESS_DENIED: forgetting a contact reaches conversations, desks, the CRM and processes */
function checkScope({ grant }: Reaching): void {
	if (grant === undefined || grant.scopes.has(scope)) return;
	const fix = `Use a key with the scope ${scope}.`;
	throw denied('scope', 'The person is a contact: to forget them removes conversations, and what desks and the CRM have.', fix, { scope });
}

const joinNotReached = (all: readonly NotReached[]): NotReached | undefined =>
	all.length === 0
		? undefined
		: {
				stores: all.flatMap(({ stores }) => stores),
				where: all.map(({ stores, where }) => (all.length > 1 ? `${stores.join(', ')}: ${where}` : where)).join('; '),
			};
