import type * as sqlite from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';

interface Change {
	work: () => Promise<unknown>;
	synced: boolean;
	resolve: (result: unknown) => void;
	reject: (cause: unknown) => void;
}

interface Applied {
	change: Change;
	result?: unknown;
	failure?: { cause: unknown };
}

/** More would delay the first ones. */
const maxShared = 128;

/** Waiting changes of a file share a transaction and its slow sync. Each is applied whole or not at all, and acknowledged after the commit. */
export class SharedCommits {
	readonly #waiting: Change[] = [];
	#isScheduled = false;

	/** @param takeTurn runs an act while nothing else of this process uses the file */
	constructor(
		private readonly database: sqlite.DatabaseSync,
		private readonly takeTurn: (act: () => Promise<void>) => Promise<void>,
	) {}

	add<Result>(work: () => Promise<Result>, synced: boolean): Promise<Result> {
		const { promise, resolve, reject } = Promise.withResolvers<Result>();
		this.#waiting.push({ work, synced, resolve: resolve as (result: unknown) => void, reject });
		this.#schedule();
		return promise;
	}

	#schedule(): void {
		if (this.#isScheduled) return;
		this.#isScheduled = true;
		void this.takeTurn(async () => {
			if (this.#waiting.some(({ synced }) => synced)) await setImmediate();
			this.#isScheduled = false;
			const changes = this.#waiting.splice(0, maxShared);
			if (this.#waiting.length > 0) this.#schedule();
			await this.#apply(changes);
		});
	}

	async #apply(changes: Change[]): Promise<void> {
		const isSynced = changes.some(({ synced }) => synced);
		try {
			// In WAL, a synced commit includes all before it.
			if (isSynced) this.database.exec('PRAGMA synchronous = FULL');
			const applied = await this.#inTransaction(changes);
			for (const { change, result, failure } of applied) {
				if (failure) change.reject(failure.cause);
				else change.resolve(result);
			}
		} catch (cause) {
			for (const { reject } of changes) reject(cause);
		} finally {
			if (isSynced && this.database.isOpen) this.database.exec('PRAGMA synchronous = NORMAL');
		}
	}

	/** `IMMEDIATE`: a read that turns into a write would not wait for another process. */
	async #inTransaction(changes: Change[]): Promise<Applied[]> {
		const { database } = this;
		database.exec('BEGIN IMMEDIATE');
		try {
			const applied: Applied[] = [];
			for (const change of changes) applied.push(changes.length === 1 ? await applyAlone(change) : await this.#applyBesideOthers(change));
			database.exec('COMMIT');
			return applied;
		} catch (error) {
			// A full disk has rolled it back already.
			if (database.isTransaction) database.exec('ROLLBACK');
			throw error;
		}
	}

	/** A failed change is undone; the others stay. @throws only faults of the whole transaction */
	async #applyBesideOthers(change: Change): Promise<Applied> {
		const { database } = this;
		database.exec('SAVEPOINT one_change');
		try {
			const result = await change.work();
			database.exec('RELEASE one_change');
			return { change, result };
		} catch (cause) {
			if (!database.isTransaction) throw cause;
			database.exec('ROLLBACK TO one_change; RELEASE one_change');
			return { change, failure: { cause } };
		}
	}
}

const applyAlone = async (change: Change): Promise<Applied> => ({ change, result: await change.work() });
