import type { AbuseStanding, AbuseStore, StoredLift } from '../../core/ports/abuse';
import { type Clock, systemClock } from '../../core/ports/host';

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
		list: async (limit, after) =>
			page(
				[...entries]
					.filter(([contact]) => find(contact)?.violations.length)
					.map(([contact, { standing, changedAt }]) => ({ contact, changedAt, standing }))
					.toSorted((one, other) => other.changedAt - one.changedAt || (one.contact < other.contact ? -1 : 1)),
				limit,
				after && (({ changedAt, contact }) => changedAt < after.changedAt || (changedAt === after.changedAt && contact > after.contact)),
			),
		async lift(contact, by) {
			const isRemoved = entries.delete(contact);
			if (isRemoved) lifts.unshift({ id: String(lifts.length), contact, at: clock.now(), by });
			return isRemoved;
		},
		listLifts: async (limit, after) => page(lifts, limit, after && (({ id }) => Number(id) < Number(after.id))),
	};
}

const page = <Item>(all: Item[], limit: number, isAfter: (item: Item) => boolean = () => true) => all.filter(isAfter).slice(0, limit);
