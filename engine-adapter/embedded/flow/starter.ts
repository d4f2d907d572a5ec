import type { Kernel } from './kernel';

/** The caller of the service that starts an instance, and the names by which readers of documents know it. */
export interface Starter {
	startedBy?: string;
	asker?: readonly string[];
}

/** Columns of what remembers a starter. */
export interface StarterRow {
	started_by: string | null;
	asker: string | null;
}

/** Returns the caller that started an instance, or the instance that called it. */
export function findStarter(kernel: Kernel, instanceKey: number): Starter {
	const row = kernel.database.get<StarterRow>('SELECT started_by, asker FROM process_instance WHERE key = ?', instanceKey);
	return row ? readStarter(row) : {};
}

export function readStarter({ started_by: startedBy, asker }: StarterRow): Starter {
	return { ...(startedBy !== null && { startedBy }), ...(asker !== null && { asker: JSON.parse(asker) as string[] }) };
}

export function toStarterRow({ startedBy, asker }: Starter): StarterRow {
	return { started_by: startedBy ?? null, asker: asker ? JSON.stringify(asker) : null };
}
