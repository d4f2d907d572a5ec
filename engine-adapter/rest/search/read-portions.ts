import type { Kernel } from '../../embedded/flow/kernel';
import type { TenantIds } from '../../embedded/state/tenants';
import type { TenantEngine } from '../../embedded/tenant-engine';

/** Reads rows in portions, in order of their keys. Other commands run between two portions. */
export async function* readPortions<Row>(
	engine: TenantEngine,
	/** Rows with a greater key than `after`, as many as one portion holds. */
	look: (kernel: Kernel, page: { after: string | undefined; tenants: TenantIds }) => Row[],
	keyOf: (row: Row) => string,
): AsyncGenerator<Row[]> {
	for (let after: string | undefined; ;) {
		const from = after;
		const rows = await engine.read((kernel, tenants) => look(kernel, { after: from, tenants }));
		if (rows.length === 0) return;
		yield rows;
		after = keyOf(rows.at(-1)!);
	}
}
