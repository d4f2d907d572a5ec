import { existsSync } from 'node:fs';
import type { Tables } from '../../../core/base/privacy/personal-data';
import { isTroupeError } from '../../../core/base/errors';
import type { KeyRing } from '../../../core/guardrails/vault/key-ring';
import { headBytes, type WrappingKey } from '../../../core/guardrails/vault/wrapping-key';
import { isPostgresAddress } from '../../database/database-place';
import { type Reseal, type ResealChange, resealColumn } from '../../database/reseal-rows';
import { everyTenant, openStateDatabase } from '../../database/state-database';
import type { MemoryStoreHost } from '../hosts/state-host';
import { findMemoryPlace } from '../memory/memory';
import { findStatePlace } from '../state/state-place';

interface SealedStore {
	columns: Array<readonly [table: string, column: string]>;
	change: ResealChange;
	empty(): Promise<void>;
	close(): Promise<void>;
}

interface SealedState {
	/** Seals values of other keys under the current one, once through all columns. @param onRows gets the table and the number of resealed values */
	reseal(
		ring: KeyRing,
		signal: AbortSignal,
		onRows: (table: string, rows: number) => void,
	): Promise<{ resealed: number; unreadable: number }>;
	/** Removes overwritten values from the journals. @returns false while another process reads a journal: values remain in it */
	empty(): Promise<boolean>;
	close(): Promise<void>;
}

export const listColumns = (tables: Tables): Array<readonly [string, string]> =>
	Object.entries(tables).flatMap(([table, { underMasterKey }]) =>
		(underMasterKey?.split(' ') ?? []).map((column) => [table, column] as const),
	);

export async function openSealedState(host: MemoryStoreHost & { stateFolder: string }): Promise<SealedState> {
	// The inbox before the state: its rows that become receipts meanwhile are resealed there.
	const stores = [await openInboxRows(host), await openState(host), await openMemoryRows(host)].filter((store) => store !== undefined);
	return {
		async reseal(ring, signal, onRows) {
			const counts = { resealed: 0, unreadable: 0 };
			for (const id of ring.ids.filter((each) => each !== ring.current.id)) {
				const reseal = betweenKeys(ring.find(id)!, ring.current);
				for (const { columns, change } of stores)
					for (const column of columns) {
						const of = await resealColumn(change, column, reseal, { signal, onRows: (rows) => onRows(column[0], rows) });
						counts.resealed += of.resealed;
						counts.unreadable += of.unreadable;
					}
			}
			return counts;
		},
		async empty() {
			let isEmpty = true;
			for (const store of stores)
				await store.empty().catch((error: unknown) => {
					if (!isTroupeError(error) || !error.retryable) throw error;
					isEmpty = false;
				});
			return isEmpty;
		},
		async close() {
			for (const store of stores) await store.close();
		},
	};
}

const betweenKeys = (from: WrappingKey, to: WrappingKey): Reseal => ({
	prefix: from.prefix,
	headBytes,
	toNewHead(head) {
		try {
			return to.sealHead(from.openHead(head));
		} catch (error) {
			if (isTroupeError(error) && error.code === 'VAULT_UNREADABLE') return undefined;
			throw error;
		}
	},
});

async function openState(host: MemoryStoreHost & { stateFolder: string }): Promise<SealedStore> {
	const [{ stateSubjects }, { vaultSchema }] = await Promise.all([
		import('../../state/subjects'),
		import('../../state/vault/vault-schema'),
	]);
	const database = openStateDatabase(findStatePlace(host)!, vaultSchema);
	return {
		columns: stateSubjects.flatMap(({ tables }) => listColumns(tables)),
		change: (work) => database.change(everyTenant, work),
		empty: () => database.emptyLog(),
		close: () => database.close(),
	};
}

async function openInboxRows(host: MemoryStoreHost & { stateFolder: string }): Promise<SealedStore | undefined> {
	const [{ inboxPlace }, { inboxSchema }] = await Promise.all([
		import('../../state/channels/receipts/file-inbox'),
		import('../../state/channels/receipts/inbox-schema'),
	]);
	const place = findStatePlace(host)!;
	if (isPostgresAddress(place) || !existsSync(inboxPlace(place))) return undefined;
	const database = openStateDatabase(inboxPlace(place), inboxSchema);
	return {
		columns: listColumns(inboxSchema.tables),
		change: (work) => database.change(everyTenant, work),
		empty: () => database.emptyLog(),
		close: () => database.close(),
	};
}

async function openMemoryRows(host: MemoryStoreHost & { stateFolder: string }): Promise<SealedStore | undefined> {
	const place = findMemoryPlace(host, host.stateFolder);
	if (!isPostgresAddress(place) && !existsSync(place)) return undefined;
	const [{ memoryData }, { openMemoryFile }, { openMemoryPostgres }] = await Promise.all([
		import('../../memory/memory-tables'),
		import('../../memory/memory-database'),
		import('../../memory/postgres-memory'),
	]);
	const database = await (isPostgresAddress(place) ? openMemoryPostgres(place) : openMemoryFile(place));
	return {
		columns: listColumns(memoryData),
		change: database.changeRows,
		empty: () => database.forget(),
		close: () => database.close(),
	};
}
