import { dayMs } from '../../core/base/privacy/kept-classes';
import type { answeredKinds, WaitingRequest } from '../../core/ports/channels/contact-rights';
import type { MemoryStoreHost } from '../../providers/compose/hosts/state-host';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { composeEvents } from '../../providers/compose/events/events';
import { openTenantCalendar, type TenantCalendar } from './request-calendar';

type Place = MemoryStoreHost & { stateFolder: string };

/** Time to answer or extend. */
const warnedDays = 3;

/**
 * Warns of data requests near or past their last day, once each over all services, and again after an extension. A fault holds up no other. @param
 * onFault told of it
 */
export async function tellDueRequests(host: Place, onFault: (fault: unknown, tenant: string) => void): Promise<void> {
	const { rights } = await openChannels(host);
	const calendars = new Map<string, TenantCalendar>();
	const tell = async (request: WaitingRequest): Promise<void> => {
		const { tenant, protocol, contact } = request;
		const calendar = calendars.get(tenant) ?? (await openTenantCalendar({ ...host, tenant }));
		calendars.set(tenant, calendar);
		const { dueOn, dueAt, isLate } = calendar.describe(request);
		if (dueOn === null || dueAt === null || dueAt - warnedDays * dayMs > calendar.now) return;
		const kind = request.kind as (typeof answeredKinds)[number];
		const data = { protocol, kind, ...(contact !== null && { contact }), dueOn, isLate };
		const key = `request due ${protocol} ${dueOn} ${isLate ? 'late' : 'near'}`;
		await composeEvents({ ...host, tenant }).publish(tenant, { type: 'contact.request-due', data, key });
	};
	for (let waiting = await rights.listWaiting(); waiting.length > 0; waiting = await rights.listWaiting(undefined, waiting.at(-1)))
		for (const request of waiting) await tell(request).catch((fault: unknown) => onFault(fault, request.tenant));
}
