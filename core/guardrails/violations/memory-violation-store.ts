import type { ViolationRecord, ViolationStore } from '../../ports/guardrails/violations';

export function memoryViolationStore(): ViolationStore {
	const tenants = new Map<string, { last: number; records: ViolationRecord[] }>();
	const watchers = new Set<() => void>();
	const of = (tenant: string) => {
		let stored = tenants.get(tenant);
		if (!stored) tenants.set(tenant, (stored = { last: 0, records: [] }));
		return stored;
	};
	const keys = new Set<string>();
	const store: ViolationStore = {
		async append(tenant, records, { max, since }) {
			const stored = of(tenant);
			for (const record of records) stored.records.push({ ...record, id: ++stored.last });
			stored.records = stored.records.slice(-max).filter(({ at }) => at >= since);
			for (const wake of watchers) wake();
		},
		async appendOnce(tenant, key, record, keep) {
			const own = JSON.stringify([tenant, key]);
			if (keys.has(own)) return false;
			keys.add(own);
			await store.append(tenant, [record], keep);
			return true;
		},
		async read(tenant, after, limit) {
			return of(tenant)
				.records.filter(({ id }) => id > after)
				.slice(0, limit);
		},
		last: async (tenant) => of(tenant).last,
		lastOfEach: async () => Object.fromEntries([...tenants].map(([tenant, { last }]) => [tenant, last])),
		watch(_tenant, wake) {
			watchers.add(wake);
			return () => watchers.delete(wake);
		},
	};
	return store;
}
