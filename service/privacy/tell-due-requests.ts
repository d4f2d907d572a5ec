import { dayMs } from '../../core/base/privacy/kept-classes';
import type { answeredKinds } from '../../core/ports/channels/contact-rights';
import type { MemoryStoreHost } from '../../providers/compose/hosts/state-host';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { composeEvents } from '../../providers/compose/events/events';
import { openTenantCalendar, type TenantCalendar } from './request-calendar';

type Place = MemoryStoreHost & { stateFolder: string };

/** Time enough to answer, or to extend. */
const warnedDays = 3;

/**
 * Tells of requests about data whose last day is near, and of those whose last day has passed: once each, however many services do it. One that is
 * extended is told of again at its new time.
 */
export async function tellDueRequests(host: Place): Promise<void> {
	const { rights } = await openChannels(host);
	const calendars = new Map<string, TenantCalendar>();
	for (const request of await rights.listWaiting()) {
		const { tenant, protocol, contact } = request;
		const calendar = calendars.get(tenant) ?? (await openTenantCalendar({ ...host, tenant }));
		calendars.set(tenant, calendar);
		const { dueOn, dueAt, isLate } = calendar.describe(request);
		if (dueOn === null || dueAt === null || dueAt - warnedDays * dayMs > calendar.now) continue;
		const kind = request.kind as (typeof answeredKinds)[number];
		const data = { protocol, kind, ...(contact !== null && { contact }), dueOn, isLate };
		const key = `request due ${protocol} ${dueOn} ${isLate ? 'late' : 'near'}`;
		await composeEvents({ ...host, tenant }).publish(tenant, { type: 'contact.request-due', data, key });
	}
}
