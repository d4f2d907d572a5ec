import { getErrorMessage, isTroupeError } from '../../core/base/errors';
import { systemClock } from '../../core/ports/host';
import { warnOperator } from '../../core/guardrails/masking/warn-operator';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { type AnyScope, listAllowed, type PartialScope } from '../access/scopes';
import { withTimeout } from '../with-timeout';
import { dataRequestItems, handOverItems, unsentItems } from './channel-items';
import { draftItems } from './draft-items';
import type { DueFilter, InboxHost, InboxItem, InboxKind, InboxSource } from './inbox-item';
import { planItems } from './plan-items';
import { runItems, settingsItems } from './run-items';
import { deliveryItems, workItems } from './state-items';
import { taskItems } from './task-items';

const sources: readonly InboxSource[] = [
	...[runItems, settingsItems, taskItems, draftItems, planItems, handOverItems],
	...[dataRequestItems, unsentItems, deliveryItems, workItems],
];

/** Per source: more than a person decides in a day. */
const maxOfSource = 1_000;
/** A stalled store does not hold up the others. */
const sourceMs = 4_000;

export interface KindCount {
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

const [dayMs, weekMs] = [86_400_000, 604_800_000];
const aheadMs: Record<DueFilter, number> = { late: 0, day: dayMs, week: weekMs };

export const isDueWithin = ({ due }: InboxItem, filter: DueFilter, now: number): boolean =>
	typeof due === 'number' && due <= now + aheadMs[filter];

export const readNow = ({ clock = systemClock }: Pick<InboxHost, 'clock'>): number => clock.now();
