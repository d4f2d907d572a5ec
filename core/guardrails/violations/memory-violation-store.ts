import type { ViolationRecord, ViolationStore } from '../../ports';

/** Stores violations as long as the process lives. */
export function memoryViolationStore(): ViolationStore {
	const tenants = new Map<string, { last: number; records: ViolationRecord[] }>();
	const watchers = new Set<() => void>();
	const of = (tenant: string) => {
		let kept = tenants.get(tenant);
		if (!kept) tenants.set(tenant, (kept = { last: 0, records: [] }));
		return kept;
	};
	return {
		async append(tenant, records, { most, since }) {
			const kept = of(tenant);
			for (const record of records) kept.records.push({ ...record, id: ++kept.last });
			kept.records = kept.records.slice(-most).filter(({ at }) => at >= since);
			for (const wake of watchers) wake();
		},
		async read(tenant, after, limit) {
			return of(tenant)
				.records.filter(({ id }) => id > after)
				.slice(0, limit);
		},
		last: async (tenant) => of(tenant).last,
		watch(wake) {
			watchers.add(wake);
			return () => watchers.delete(wake);
		},
	};
}
