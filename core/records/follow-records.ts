import type { RecordLog } from '../ports/records';

export interface TenantRecord<Stored> {
	tenant: string;
	record: Stored;
}

export type Cursors = Record<string, number>;

const readAtOnce = 100;

export async function readLast(log: Pick<RecordLog<{ id: number }>, 'last' | 'lastOfEach'>, tenant: string | undefined): Promise<Cursors> {
	return tenant === undefined ? log.lastOfEach() : { [tenant]: await log.last(tenant) };
}

/**
 * Calls the listener with every record once, in its tenant's order, from those after `after`; without it, from now on. Waits for the listener. An
 * error of the store or the listener ends it and goes to `failed`. @param tenant undefined for all; a new one is followed from its first record
 * @returns a function that ends it
 */
export function followRecords<Stored extends { id: number }>(
	store: RecordLog<Stored>,
	tenant: string | undefined,
	listener: (record: TenantRecord<Stored>) => void | Promise<void>,
	failed: (error: unknown) => void,
	after?: Cursors,
): () => void {
	let ended = false;
	let reading = false;
	let woken = false;
	let cursors = after && { ...after };

	async function drain(): Promise<void> {
		cursors ??= await readLast(store, tenant);
		do {
			woken = false;
			for (const [name, last] of Object.entries(await readLast(store, tenant)))
				if (last > (cursors[name] ?? 0)) await drainTenant(name, cursors);
		} while (woken && !ended);
	}

	async function drainTenant(name: string, delivered: Cursors): Promise<void> {
		const next = (): Promise<Stored[]> => (ended ? Promise.resolve([]) : store.read(name, delivered[name] ?? 0, readAtOnce));
		for (let records = await next(); records.length > 0; records = await next()) {
			for (const record of records) {
				if (ended) return;
				await listener({ tenant: name, record });
				delivered[name] = record.id;
			}
		}
	}

	function wake(): void {
		woken = true;
		if (reading || ended) return;
		reading = true;
		drain()
			.catch((error: unknown) => {
				if (ended) return;
				end();
				failed(error);
			})
			.finally(() => {
				reading = false;
				if (woken && !ended) wake();
			});
	}
	const unwatch = store.watch(tenant, wake);
	function end(): void {
		ended = true;
		unwatch();
	}
	wake();
	return end;
}
