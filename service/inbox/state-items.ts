import { openEvents } from '../../providers/compose/events/events';
import { openHostIncidents } from '../../providers/compose/privacy/host-incidents';
import { openWork } from '../../providers/compose/state/host-work';
import { openTenantIncidents } from '../privacy/incident-calendar';
import type { InboxSource } from './inbox-item';

/** Incidents with personal data of which somebody has to be told, or that nobody has closed. */
export const incidentItems: InboxSource = {
	kinds: ['incident'],
	scopes: ['tenant:manage'],
	async read(host, max) {
		const { store } = await openHostIncidents(host);
		const { describe } = await openTenantIncidents(host);
		const found = await store.list(host.tenant, { isOpen: true }, max);
		return Promise.all(
			found.map(async (one) => {
				const { authority, people, cause, notedBy } = await describe(one);
				const open = [authority, people].filter(({ state }) => state === 'open').flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt]));
				return {
					...{ kind: 'incident' as const, id: one.id, title: one.id, subject: cause ?? undefined, requestedBy: notedBy, risk: one.risk },
					...{ since: one.knownAt, ...(open.length > 0 && { due: Math.min(...open.map((time) => Date.parse(time))) }) },
				};
			}),
		);
	},
};

/** Once or twice, everything fails. */
const minAttempts = 3;

/** Work of the queue that failed again and again. */
export const workItems: InboxSource = {
	kinds: ['work'],
	scopes: ['work:manage'],
	async read(host, max) {
		const found = await (await openWork(host)).list(host.tenant, { minAttempts }, max);
		return found.map(({ kind, key, lane, dueAt }) => ({
			...{ kind: 'work' as const, id: `${kind}:${key}`, title: kind, subject: lane || undefined, since: dueAt },
		}));
	},
};

/** Events that a subscription did not take, for good. */
export const deliveryItems: InboxSource = {
	kinds: ['delivery'],
	scopes: ['events:manage'],
	async read(host, max) {
		const { deliveries } = await openEvents(host);
		return (await deliveries.list(host.tenant, { state: 'dead' }, max)).map(({ id, type, subscription, createdAt, endedAt }) => ({
			...{ kind: 'delivery' as const, id, title: type, subject: subscription, since: endedAt ?? createdAt },
		}));
	},
};
