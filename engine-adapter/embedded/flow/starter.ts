import { narrowAsker } from '../../../core/ports/knowledge/readers';
import { findInstanceOf, type Named, type State } from '../state/tenants';

/**
 * The caller of the service that starts an instance, and the names by which readers of documents know it: of an instance, those that every caller has
 * who put something into it.
 */
export interface Starter {
	startedBy?: string;
	session?: string;
	asker?: readonly string[];
}

/** Columns of what remembers a starter. */
export interface StarterRow {
	started_by: string | null;
	session: string | null;
	asker: string | null;
}

/** Returns the caller that started an instance, or the instance that called it. */
export function findStarter(kernel: State, instanceKey: number): Starter {
	const row = kernel.database.get<StarterRow>('SELECT started_by, session, asker FROM process_instance WHERE key = ?', instanceKey);
	return row ? readStarter(row) : {};
}

export function readStarter({ started_by: startedBy, session, asker }: StarterRow): Starter {
	return {
		...(startedBy !== null && { startedBy }),
		...(session !== null && { session }),
		...(asker !== null && { asker: JSON.parse(asker) as string[] }),
	};
}

export function toStarterRow({ startedBy, session, asker }: Starter): StarterRow {
	return { started_by: startedBy ?? null, session: session ?? null, asker: asker ? JSON.stringify(asker) : null };
}

/**
 * Narrows what an instance may read to what a caller may read too who puts something into it: whoever words the question shall not read as somebody else.
 * Variables pass between callers and called, so all of them are narrowed. The operator, and what no caller caused, change nothing.
 */
export function narrowReaders(kernel: State, instanceKey: number, { startedBy, asker }: Starter): void {
	if (startedBy === undefined && asker === undefined) return;
	const whole = kernel.database.all<{ key: number; asker: string | null }>(family, instanceKey);
	for (const { key, asker: before } of whole) {
		const names = before === null ? (asker ?? []) : narrowAsker(JSON.parse(before) as string[], asker ?? []);
		kernel.database.run('UPDATE process_instance SET asker = ? WHERE key = ?', JSON.stringify(names), key);
	}
}

/** The thing that a command names, and the caller that puts something into its instance. */
interface Brought {
	what: Named;
	key: number;
	by?: Starter;
}

/** Does a command that puts something into an instance, and narrows what this reads. A command that is refused narrows nothing. */
export function bringTo<Result>(kernel: State, { what, key, by = {} }: Brought, command: (key: number) => Result): Result {
	// Before the command, which can end what it names.
	const instanceKey = findInstanceOf(kernel, what, key);
	const result = command(key);
	if (instanceKey !== undefined) narrowReaders(kernel, instanceKey, by);
	return result;
}

const family = `WITH RECURSIVE
	above (key, parent_key) AS (
		SELECT key, parent_key FROM process_instance WHERE key = ?
		UNION ALL SELECT parent.key, parent.parent_key FROM above JOIN process_instance AS parent ON parent.key = above.parent_key),
	family (key) AS (
		SELECT key FROM above WHERE parent_key IS NULL
		UNION ALL SELECT child.key FROM family JOIN process_instance AS child ON child.parent_key = family.key)
	SELECT key, asker FROM process_instance WHERE key IN (SELECT key FROM family)`;
