import type { AbuseStanding, AbuseStore, StoredLift } from '../../ports/abuse';
import { type Clock, systemClock } from '../../ports/host';

interface Entry {
	standing: AbuseStanding;
	changedAt: number;
	expiresAt: number;
}

/** Stores standings for as long as the process lives, by the ids themselves. */
export function memoryAbuseStore(clock: Clock = systemClock): AbuseStore {
	const entries = new Map<string, Entry>();
	const lifts: StoredLift[] = [];
	const find = (contact: string): AbuseStanding | undefined => {
		const entry = entries.get(contact);
		return entry && entry.expiresAt > clock.now() ? entry.standing : undefined;
	};
	return {
		read: async (contact) => find(contact),
		async change(contact, keepMs, change) {
			const standing = change(find(contact));
			const expiresAt = Math.max(entries.get(contact)?.expiresAt ?? 0, clock.now() + keepMs);
			entries.set(contact, { standing, changedAt: clock.now(), expiresAt });
			return standing;
		},
		list: async (limit) =>
			[...entries]
				.filter(([contact]) => find(contact)?.violations.length)
				.toSorted(([, one], [, other]) => other.changedAt - one.changedAt)
				.slice(0, limit)
				.map(([contact, { standing }]) => ({ contact, standing })),
		async lift(contact, by) {
			const isRemoved = entries.delete(contact);
			if (isRemoved) lifts.unshift({ contact, at: clock.now(), by });
			return isRemoved;
		},
		listLifts: async (limit) => lifts.slice(0, limit),
	};
}
