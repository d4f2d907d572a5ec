import { intersectAskers } from '../../../core/ports/knowledge/readers';
import { findInstanceOf, type Named, type State } from '../state/tenants';

/** Caller of the service, with its names for readers of documents: an instance has the names shared by all callers that put something into it. */
export interface Starter {
	startedBy?: string;
	session?: string;
	asker?: readonly string[];
}

export interface StarterRow {
	started_by: string | null;
	session: string | null;
	asker: string | null;
}

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
 * The instance reads only what every contributing caller may read. Variables pass between calling and called instances, so all are narrowed.
 * The operator, and events without a caller, change nothing.
 */
export function narrowReaders(kernel: State, instanceKey: number, { startedBy, asker }: Starter): void {
	if (startedBy === undefined && asker === undefined) return;
	const whole = kernel.database.all<{ key: number; asker: string | null }>(family, instanceKey);
	for (const { key, asker: before } of whole) {
		const names = before === null ? (asker ?? []) : intersectAskers(JSON.parse(before) as string[], asker ?? []);
		kernel.database.run('UPDATE process_instance SET asker = ? WHERE key = ?', JSON.stringify(names), key);
	}
}

interface Brought {
	what: Named;
	key: number;
	by?: Starter;
}

/** For a command that puts something into an instance. A refused command narrows nothing. */
export function bringTo<Result>(kernel: State, { what, key, by = {} }: Brought, command: (key: number) => Result): Result {
	// Before the command, which can end its target.
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
