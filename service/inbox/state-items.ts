import { openEvents } from '../../providers/compose/events/events';
import { openWork } from '../../providers/compose/state/host-work';
import type { InboxSource } from './inbox-item';

const minAttempts = 3;

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
