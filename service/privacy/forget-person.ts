import { toIso } from '../../core/base/iso-time';
import { TroupeError } from '../../core/base/errors';
import type { ReachedOutside } from '../../core/channels/reach-outside';
import type { NotReached } from '../../core/memory/task/memory-task';
import { answeredKinds } from '../../core/ports/channels/contact-rights';
import type { Contact } from '../../core/ports/channels/contacts';
import { systemClock } from '../../core/ports/host';
import { stayWords } from '../../core/privacy/register-words';
import { forgetOutside } from '../../providers/compose/channels/forget-outside';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openVaultKeys } from '../../providers/compose/guardrails/vault-parts';
import type { Host } from '../../providers/compose/hosts/host';
import { forgetSessions, type Removed } from '../../providers/compose/memory/forget-everywhere';
import { openMemory, runMemoryTask } from '../../providers/compose/memory/memory';
import { compactFiles } from '../../providers/compose/privacy/compact-files';
import { findHold } from '../../providers/compose/privacy/host-holds';
import { openHostForgettings } from '../../providers/compose/state/host-forgettings';
import type { NamedPerson } from '../../providers/state/count-person';
import type { StoredHold } from '../../providers/state/privacy/holds';
import type { OperationHost } from '../operations/operation';
import { describeExecutions, forgetInN8n, hasReachableExecutions } from './forget-executions';
import { forgetLateProcesses, forgetProcesses, noProcesses, type ProcessesOutcome } from './forget-processes';
import { describeLarge, type ForgottenPlace, isOfNobody, type Receipt, writeReceipt } from './forgetting-receipt';
import { listHoldNames } from './hold-names';
import { renewHolds } from './hold-person';
import { type CountedRows, countRows, namePerson, type PersonNames } from './name-person';
import { openTenantCalendar } from './request-calendar';
import { findStayReason, isAnonymised, isFoundByText } from './register';

export type ForgettingHost = OperationHost & Host;

interface ForgetRequest {
	/** As asked for: an id, or a name such as `phone=+5544999999999`. */
	person: string;
	/** Undefined if no channel knows the person. */
	contact: Contact | undefined;
	/** Completes despite places that could be reached later. */
	leaveUnreached?: boolean;
	by: string;
}

interface Forgotten extends ReachedOutside {
	/** Undefined until all is done. */
	receipt?: Receipt;
	/** A hold prevented the forgetting: nothing was removed, or only what came before it. It continues after the hold. */
	hold?: StoredHold;
	/** True if nothing is left since an earlier one. */
	isRepeated: boolean;
	removed: Removed;
	protocols: string[];
	openRequests: string[];
}

const maxRequests = 100;

/**
 * Forgets a person everywhere: outside places, processes, and last the state, which knows the other places. Repeatable until all is done; then it
 * returns the receipt. @throws TroupeError STORAGE_*, VAULT_UNREADABLE; the reason of the signal
 */
export async function forgetPerson(request: ForgetRequest, host: ForgettingHost, signal: AbortSignal): Promise<Forgotten> {
	const { person, contact } = request;
	const whom = await namePerson(person, contact, host);
	// A hold by a number can predate the contact, and lack its names.
	await renewHolds(host, host.tenant);
	const hold = await findHold(listHoldNames(whom), host);
	if (hold) return { ...isHeld, hold };
	const before = await countRows(person, whom, host, signal);
	// One restarted after a killed process can have no row left: it still ends, without the earlier receipt.
	const isResumed = await isOpen(person, host);
	const isDone = !isResumed && contact === undefined && before.every(isKeptOnPurpose) && !(await hasReachableExecutions(before, host));
	const earlier = isDone ? await findReceipt(person, host) : undefined;
	if (earlier) return { ...repeated(earlier), openRequests: await listStillOpen(earlier.openRequests ?? [], host) };
	const end = await begin(request, whom, host);
	// A later hold hears of the forgetting; an earlier one is found here.
	const held = () => findHold(listHoldNames(whom), host);
	const since = await held();
	if (since) return { ...isHeld, hold: since };
	const outside: ReachedOutside = contact ? await forgetOutside(contact, host, signal) : { reached: [], notReached: [] };
	const executions = await forgetInN8n(whom, host, outside, signal);
	const meanwhile = await held();
	if (meanwhile) return { ...isHeld, ...outside, hold: meanwhile };
	const processes = await forgetProcesses(request.person, whom, host, outside, signal);
	if (outside.away && !request.leaveUnreached) return { ...outside, isRepeated: false, removed: { ...nothing }, ...noRequests };
	const last = await held();
	if (last) return { ...isHeld, ...outside, hold: last };
	const [protocols, openRequests] = await listRequests(request, host);
	const removed = await forgetState(request, whom, host, outside.notReached, signal);
	const late = await forgetLateProcesses(processes, request.person, whom, host, outside, signal, { isSecondLook: true });
	const lateExecutions = await forgetInN8n(whom, host, outside, signal);
	await settle(protocols, request.by, outside, host);
	const after = await countRows(person, whom, host, signal);
	refuseLeft(after);
	const places = [
		...listTables(before, after),
		...describeExecutions([executions, lateExecutions]),
		...describeProcesses([processes, late]),
		...describeOutside(outside),
	];
	const large = isOfNobody({ places }) ? [] : await compactFiles(host);
	return {
		...outside,
		receipt: await end([...places, ...large.map(describeLarge)], openRequests),
		isRepeated: false,
		removed,
		protocols,
		openRequests,
	};
}

const nothing: Removed = { memories: 0, conversations: 0, turns: 0, vaultKeys: 0, runs: 0 };

const noRequests = { protocols: [], openRequests: [] };

const isHeld: Forgotten = { isRepeated: false, removed: { ...nothing }, reached: [], notReached: [], ...noRequests };

const repeated = (receipt: Receipt): Forgotten => ({
	receipt,
	isRepeated: true,
	reached: [],
	notReached: [],
	removed: { ...nothing },
	...noRequests,
});

const isKeptOnPurpose = (rows: CountedRows): boolean => findStayReason(rows) !== undefined;

async function isOpen(person: string, host: ForgettingHost): Promise<boolean> {
	const { store } = await openHostForgettings(host);
	const keys = await openVaultKeys(host, host.stateFolder);
	return store.isOpen(host.tenant, [keys.pseudonym('subject', host.tenant, person)]);
}

async function findReceipt(person: string, host: ForgettingHost): Promise<Receipt | undefined> {
	const { store } = await openHostForgettings(host);
	const keys = await openVaultKeys(host, host.stateFolder);
	const receipt = await store.findReceipt(host.tenant, keys.pseudonym('subject', host.tenant, person));
	return receipt === undefined ? undefined : (JSON.parse(receipt) as Receipt);
}

/** Notes the begin, so that another process can finish. @returns a function that notes the end */
async function begin({ person, contact, leaveUnreached, by }: ForgetRequest, whom: NamedPerson, host: ForgettingHost) {
	const { tenant, clock = systemClock } = host;
	const { store, seal } = await openHostForgettings(host);
	const keys = await openVaultKeys(host, host.stateFolder);
	const hash = (name: string) => keys.pseudonym('subject', tenant, name);
	const subject = hash(contact?.id ?? person);
	const request = await seal(JSON.stringify({ person: contact?.id ?? person, leaveUnreached, by }), `${tenant} ${subject}`);
	const aliases = (contact?.aliases ?? []).map(({ kind, value }) => `${kind}=${value}`);
	const names = [...new Set([person, ...whom.contacts, ...aliases].map(hash))];
	await store.begin({ tenant, subject, request }, names, clock.now());
	return async (places: ForgottenPlace[], openRequests: string[]): Promise<Receipt> => {
		const receipt = writeReceipt({ tenant, subject, at: toIso(clock.now()), places, openRequests });
		// A mistyped name leaves nothing.
		if (isOfNobody(receipt)) await store.drop(tenant, subject);
		else await store.end(tenant, subject, JSON.stringify(receipt), clock.now());
		return receipt;
	};
}

/** The contact itself last, so that an interrupted call can be repeated. */
async function forgetState(
	{ person, contact }: ForgetRequest,
	whom: PersonNames,
	host: ForgettingHost,
	notReached: NotReached[],
	signal: AbortSignal,
): Promise<Removed> {
	const removed: Removed = await forgetSessions([...whom.conversations, ...whom.sessions], await openMemory(host), host);
	// An agent can know somebody as the person, and as the conversation.
	const whose = contact ? whom.contacts.toReversed().map((each) => ({ person: each })) : [{ person, conversation: person }];
	for (const each of whose) {
		const result = await runMemoryTask({ operation: 'forget', ...each }, host, signal);
		if (result.operation !== 'forget') continue;
		for (const [name, count] of Object.entries(result.removed) as Array<[keyof Removed, number]>) removed[name] += count;
		if (result.notReached && !notReached.some(({ where }) => where === result.notReached!.where)) notReached.push(result.notReached);
	}
	return removed;
}

/** Splits open requests: once the contact is removed, nothing tells whose they are. */
async function listRequests({ contact }: ForgetRequest, host: ForgettingHost): Promise<[erasures: string[], others: string[]]> {
	if (!contact) return [[], []];
	const { rights } = await openChannels(host);
	const asked = await rights.list(host.tenant, { kinds: answeredKinds, contact: contact.id, isOpen: true }, maxRequests);
	const ofKind = (isErasure: boolean) => asked.filter(({ kind }) => (kind === 'erasure') === isErasure).map(({ protocol }) => protocol);
	return [ofKind(true), ofKind(false)];
}

async function listStillOpen(protocols: readonly string[], host: ForgettingHost): Promise<string[]> {
	const { rights } = await openChannels(host);
	const found = await Promise.all(protocols.map((protocol) => rights.find(host.tenant, protocol)));
	return found.flatMap((request) => (request?.settledAt === null ? [request.protocol] : []));
}

async function settle(protocols: string[], by: string, { reached, notReached }: ReachedOutside, host: ForgettingHost): Promise<void> {
	const { rights } = await openChannels(host);
	const outcome = [['forgotten', ...reached].join(', '), ...notReached.map(describeNotReached)].join('; ');
	const calendar = await openTenantCalendar(host);
	for (const protocol of protocols) {
		const request = await rights.find(host.tenant, protocol);
		await rights.settle(host.tenant, protocol, { by, outcome, dueAt: request ? calendar.describe(request).dueAt : null });
	}
}

const describeNotReached = ({ stores, where }: NotReached) => `not reached: ${stores.join(', ')} ${where}`;

function refuseLeft(after: readonly CountedRows[]): void {
	// A matching text can be about a longer number.
	const left = after.filter((rows) => !isKeptOnPurpose(rows) && !isFoundByText(rows));
	if (left.length === 0) return;
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Rows of the person came back while they were forgotten: ${left.map(({ store, table, rows }) => `${rows} in ${store} ${table}`).join(', ')}.`,
		fix: 'Do it again: what was removed stays removed.',
		retryable: true,
	});
}

function listTables(before: readonly CountedRows[], after: readonly CountedRows[]): ForgottenPlace[] {
	return before.map((one) => {
		const left = after.find(({ store, table }) => store === one.store && table === one.table)?.rows ?? 0;
		const stays = findStayReason(one);
		const gone = Math.max(0, one.rows - left);
		const place = `${one.store} ${one.table}`;
		// A demand's row stays without its person.
		if (isAnonymised(one) && gone > 0) return { place, removed: 0, anonymised: gone, stays: stayWords.rights.en };
		// A waiting request about somebody else later counts as a receipt.
		return {
			place,
			removed: gone,
			...(left > 0 && stays && { stays: stayWords[stays].en }),
		};
	});
}

function describeProcesses(outcomes: readonly ProcessesOutcome[]): ForgottenPlace[] {
	const of = outcomes.flatMap((outcome) => (outcome === noProcesses ? [] : [outcome]));
	const left = of.at(-1)?.left ?? [];
	const sum = (field: 'instances' | 'messages') => of.reduce((total, outcome) => total + outcome[field], 0);
	return of.length === 0
		? []
		: [
				{ place: 'processes: instances', removed: sum('instances'), ...(left.length > 0 && { left: [...left] }) },
				{ place: 'processes: messages', removed: sum('messages') },
			];
}

const describeOutside = ({ reached, notReached }: ReachedOutside): ForgottenPlace[] => [
	...reached.map((place) => ({ place, removed: 1 })),
	...notReached.map(({ stores, where }) => ({ place: stores.join(', '), removed: 0, stays: where })),
];

/** For callers that expect completion. */
export const notYet = ({ code, cause, retryAfterMs }: TroupeError, { reached, notReached }: ReachedOutside) =>
	new TroupeError({
		code,
		cause,
		retryAfterMs,
		retryable: true,
		message: `The contact is not forgotten yet: ${[...notReached.map(describeNotReached), ...reached.map((place) => `removed: ${place}`)].join('; ')}`,
		fix: 'Do it again when it is back: what was removed stays removed. To forget the contact without it, add --leave-unreached (leaveUnreached over HTTP).',
	});
