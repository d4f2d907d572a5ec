import { getErrorMessage, isTroupeError } from '../../core/base/errors';
import { dataRequestKinds } from '../../core/ports/channels/contact-rights';
import { systemClock } from '../../core/ports/host';
import { warnOperator } from '../../core/guardrails/masking/warn-operator';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { PlanRecords } from '../../planner/kept/plan-records';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openEvents } from '../../providers/compose/events/events';
import { openHostPlans } from '../../providers/compose/state/host-plans';
import { openWork } from '../../providers/compose/state/host-work';
import { type AnyScope, listAllowed, type PartialScope } from '../access/scopes';
import { openTenantCalendar } from '../privacy/request-calendar';
import { withTimeout } from '../with-timeout';
import { draftItems } from './draft-items';
import type { DueFilter, InboxHost, InboxItem, InboxKind, InboxSource } from './inbox-item';
import { runItems, settingsItems } from './run-items';
import { taskItems } from './task-items';

const handOverItems: InboxSource = {
	kinds: ['hand-over'],
	scopes: ['conversation:manage'],
	async read(host, max) {
		const found = await (await openChannels(host)).handOvers.list(host.tenant, { isAsked: true }, max);
		// A repeated hand-over counts once, by its last.
		const newest = [...new Map(found.toReversed().map((one) => [one.conversation, one])).values()];
		return newest.map(({ conversation, channel, by, state, at, answerBy }) => ({
			kind: 'hand-over' as const,
			id: conversation,
			title: channel,
			subject: state,
			requestedBy: by,
			since: at,
			due: answerBy,
		}));
	},
};

const unsentItems: InboxSource = {
	kinds: ['unsent'],
	scopes: ['channel:manage'],
	async read(host, max) {
		const found = await (await openChannels(host)).outbox.list(host.tenant, { isUnsent: true }, max);
		return found.map(({ id, channel, code, state, createdAt }) => ({
			kind: 'unsent' as const,
			id: `${channel}:${id}`,
			title: channel,
			subject: code ?? state,
			since: createdAt,
		}));
	},
};

const isAnswered = (kind: string) => kind !== 'restriction' && (dataRequestKinds as readonly string[]).includes(kind);

const dataRequestItems: InboxSource = {
	kinds: ['data-request'],
	scopes: ['channel:manage'],
	async read(host, max) {
		const { rights } = await openChannels(host);
		const [found, calendar] = await Promise.all([rights.listWaiting(host.tenant), openTenantCalendar(host)]);
		return found
			.filter(({ kind }) => isAnswered(kind))
			.slice(0, max)
			.map((one) => ({
				kind: 'data-request' as const,
				id: one.protocol,
				title: one.kind,
				subject: one.protocol,
				requestedBy: one.by,
				since: one.at,
				due: calendar.describe(one).dueAt,
			}));
	},
};

const minAttempts = 3;

const workItems: InboxSource = {
	kinds: ['work'],
	scopes: ['work:manage'],
	async read(host, max) {
		const found = await (await openWork(host)).list(host.tenant, { minAttempts }, max);
		return found.map(({ kind, key, lane, dueAt }) => ({
			kind: 'work' as const,
			id: `${kind}:${key}`,
			title: kind,
			subject: lane || undefined,
			since: dueAt,
		}));
	},
};

const deliveryItems: InboxSource = {
	kinds: ['delivery'],
	scopes: ['events:manage'],
	async read(host, max) {
		const { deliveries } = await openEvents(host);
		return (await deliveries.list(host.tenant, { state: 'dead' }, max)).map(({ id, type, subscription, createdAt, endedAt }) => ({
			kind: 'delivery' as const,
			id,
			title: type,
			subject: subscription,
			since: endedAt ?? createdAt,
		}));
	},
};

/** Proved plans and plan changes: nothing runs until a person confirms their hash. */
const planItems: InboxSource = {
	kinds: ['plan'],
	scopes: ['process:read', 'process:deploy'],
	async read(host, max) {
		const records = new PlanRecords(await openHostPlans(host), host.tenant, host.clock ?? systemClock);
		const { items } = await records.list({ state: 'proved', limit: max });
		return items.map(({ id, hash, tree, version, provedAt, changedAt }) => ({
			kind: 'plan' as const,
			id: `${id}:${hash}`,
			title: tree?.name ?? id,
			subject: version,
			since: Date.parse(provedAt ?? changedAt),
		}));
	},
};

const sources: readonly InboxSource[] = [
	runItems,
	settingsItems,
	taskItems,
	draftItems,
	planItems,
	handOverItems,
	dataRequestItems,
	unsentItems,
	deliveryItems,
	workItems,
];

/** Per source: more than a person decides in a day. */
const maxOfSource = 1_000;
/** A stalled store does not hold up the others. */
const sourceMs = 4_000;

interface KindCount {
	kind: InboxKind;
	count: number;
	isMore: boolean;
}

interface Inbox {
	items: InboxItem[];
	counts: KindCount[];
	omitted: Array<{ kinds: readonly InboxKind[]; code: string; message: string }>;
}

/** Reads a caller's items. The number of sources bounds its cost. */
export async function readInbox(host: InboxHost): Promise<Inbox> {
	const own = sources.filter(({ scopes }) => scopes.every((scope) => has(host.grant, scope)));
	const inbox: Inbox = { items: [], counts: [], omitted: [] };
	await Promise.all(
		own.map(async (source) => {
			const { kinds, max = maxOfSource } = source;
			try {
				const found = await withTimeout(source.read(host, max + 1), sourceMs, `Reading ${kinds.join(' and ')} for the inbox`);
				if (found === undefined) return;
				const listed = found.slice(0, max);
				const isMore = found.length > max;
				inbox.items.push(...listed);
				for (const kind of kinds) inbox.counts.push({ kind, count: listed.filter((one) => one.kind === kind).length, isMore });
			} catch (fault) {
				inbox.omitted.push({ kinds, ...describeFault(fault) });
				warnOperator(`The inbox omits ${kinds.join(' and ')}: ${getErrorMessage(fault)}`, { code: 'TROUPE_INBOX' });
			}
		}),
	);
	return { ...inbox, items: inbox.items.sort(compareItems) };
}

/** A partial scope admits its caller; the source lists that part only. A caller on the machine sees all. */
const has = (grant: Grant | undefined, scope: AnyScope): boolean =>
	grant === undefined || grant.scopes.has(scope) || (listAllowed(grant.scopes, scope as PartialScope)?.length ?? 0) > 0;

const describeFault = (fault: unknown) =>
	isTroupeError(fault)
		? { code: fault.code, message: fault.message }
		: { code: 'INTERNAL', message: 'It could not be read. The log of the service says why.' };

export const placeOfItem = ({ due, since, kind, id }: InboxItem): [number, number, string, string] => [
	due ?? Number.MAX_SAFE_INTEGER,
	...([since, kind, id] as const),
];

const compareItems = (one: InboxItem, other: InboxItem): number => comparePlaces(placeOfItem(one), placeOfItem(other));

export function comparePlaces(one: readonly (number | string)[], other: readonly (number | string)[]): number {
	const at = one.findIndex((part, index) => part !== other[index]);
	if (at < 0) return 0;
	return one[at]! < other[at]! ? -1 : 1;
}

const dayMs = 86_400_000;
const weekMs = 604_800_000;
const aheadMs: Record<DueFilter, number> = { late: 0, day: dayMs, week: weekMs };

export const isDueWithin = ({ due }: InboxItem, filter: DueFilter, now: number): boolean =>
	typeof due === 'number' && due <= now + aheadMs[filter];

export const readNow = ({ clock = systemClock }: Pick<InboxHost, 'clock'>): number => clock.now();
