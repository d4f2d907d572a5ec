import * as Type from 'typebox/type';
import type { Environment } from '../../../core/base/settings/setting-names';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional } from '../../../core/base/shape';
import { parseTenant } from '../../../core/base/tenant';
import { integer } from '../../../manifests/registry/api/answer-fields';
import { list, text } from '../../../manifests/registry/api/fields';
import type { Host } from '../../../providers/compose/hosts/host';
import type { MemoryHost } from '../../../providers/compose/hosts/knowledge-host';
import { forgetAgain, openForgottenList } from '../../../providers/compose/memory/forget-everywhere';
import { openMemory } from '../../../providers/compose/memory/memory';
import { type ForgottenEntry, joinByTenant } from '../../../providers/state/conversations/forgotten-list';
import { forgetProcessesAgain } from '../../privacy/forget-processes';
import { moment, readTime } from '../../http/read-time';
import { operation, type OperationContext, type OperationHost } from '../operation';
import { checkReach, type Reaching, reachesAll } from '../reach';

type Context = OperationContext<MemoryHost & OperationHost & Reaching & Pick<Host, 'forgetInProcesses'> & { environment?: Environment }>;
type SentEntry = Omit<ForgottenEntry, 'isDone'>;
type Input = { from: string; tenant?: string; entries?: SentEntry[] };

const maxHashes = 50_000;
const hashes = list(text(200), 10_000);
const entry = closed({ id: text(100), at: moment, tenant: text(200), persons: hashes, conversations: hashes });

export const forgetPersonsAgain = operation({
	act: () => ({ action: 'person.forgotten_again' }),
	summary: 'Forget again whom the lists name since a time, after a database was restored by its own means',
	tag: 'memory',
	method: 'POST',
	path: 'memory/forget-again',
	scope: 'memory:manage',
	input: {
		body: closed({
			from: moment,
			...optional({
				tenant: Type.String({ description: 'Default: the own one, or all with tenant:tenants', minLength: 1, maxLength: 200 }),
				entries: Type.Array(entry, { description: 'Of the lists of other machines, which hold keyed hashes', maxItems: 10_000 }),
			}),
		}),
	},
	maxBodyBytes: 8 * 1024 * 1024,
	maxAtOnce: 2,
	output: Type.Object({
		entries: integer,
		removed: Type.Object({ memories: integer, conversations: integer, turns: integer, vaultKeys: integer, runs: integer }),
	}),
	/** @throws TroupeError INPUT_INVALID, ACCESS_DENIED, MEMORY_STORE_UNREACHABLE, VAULT_UNREADABLE */
	async perform({ from, tenant, entries: sent = [] }: Input, { host, signal }: Context) {
		const whose = tenant ?? (reachesAll(host, 'tenant:tenants') ? undefined : host.tenant);
		if (whose !== undefined) checkReach(whose, host, 'tenant:tenants');
		const since = readTime('from', from);
		const times = new Map(sent.map((one) => [one, checkSent(one, host)]));
		if (host.grant) checkTotal(sent);
		const isWanted = (one: SentEntry) => (times.get(one) ?? Date.parse(one.at)) >= since && (whose === undefined || whose === one.tenant);
		const own = await openForgottenList(host.stateFolder, host.environment).read();
		const wanted = [...own, ...sent].filter(isWanted);
		const removed = { memories: 0, conversations: 0, turns: 0, vaultKeys: 0, runs: 0 };
		for (const names of joinByTenant(wanted)) {
			signal.throwIfAborted();
			const ofTenant = { ...host, tenant: names.tenant };
			// The state knows their names in processes.
			await forgetProcessesAgain(names, ofTenant, signal);
			const counts = await forgetAgain(names, await openMemory(ofTenant), ofTenant);
			for (const name of Object.keys(removed) as Array<keyof typeof removed>) removed[name] += counts[name];
		}
		return { entries: new Set(wanted.map(({ id }) => id)).size, removed };
	},
});

/** Other machines' lists are untrusted input. @returns its time @throws TroupeError INPUT_INVALID, ACCESS_DENIED */
function checkSent({ at, tenant }: SentEntry, host: Context['host']): number {
	checkReach(parseTenant(tenant, 'The tenant of an entry'), host, 'tenant:tenants');
	return readTime('at', at);
}

/** @throws TroupeError INPUT_TOO_LARGE */
function checkTotal(sent: SentEntry[]): void {
	const total = sent.reduce((sum, { persons, conversations }) => sum + persons.length + conversations.length, 0);
	if (total <= maxHashes) return;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The entries have ${total} hashes; a request has at most ${maxHashes}.`,
		fix: 'Send the entries in several requests.',
	});
}
