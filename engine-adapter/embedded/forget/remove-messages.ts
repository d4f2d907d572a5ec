import type { Kernel } from '../flow/kernel';
import type { ForgettingEngine } from './find-mentions';
import type { PersonNames } from './person-names';

const rowsPerPortion = 2_000;

interface MessageRow {
	key: number;
	correlation_key: string;
	message_id: string | null;
	variables: string;
}

/** Includes messages stored to refuse a repetition. Returns their number. */
export async function removeMessages(engine: ForgettingEngine, names: PersonNames, tenantId: string, signal: AbortSignal): Promise<number> {
	let removed = 0;
	for (let after: number | undefined = 0; after !== undefined;) {
		signal.throwIfAborted();
		const from: number = after;
		const portion = await engine.read((kernel) => removePortion(kernel, names, tenantId, from));
		removed += portion.removed;
		after = portion.next;
	}
	return removed;
}

function removePortion({ database }: Kernel, names: PersonNames, tenantId: string, after: number): { removed: number; next?: number } {
	const rows = database.all<MessageRow>(
		'SELECT key, correlation_key, message_id, variables FROM message WHERE tenant_id = ? AND key > ? ORDER BY key LIMIT ?',
		...[tenantId, after, rowsPerPortion],
	);
	const theirs = rows.filter(
		({ correlation_key, message_id, variables }) =>
			names.isName(correlation_key) ||
			names.isMentionedIn(correlation_key) ||
			names.isMentionedIn(message_id) ||
			names.isMentionedIn(variables),
	);
	for (const { key } of theirs) {
		database.run('DELETE FROM message_correlation WHERE message_key = ?', key);
		database.run('DELETE FROM message WHERE key = ?', key);
	}
	return { removed: theirs.length, next: rows.length < rowsPerPortion ? undefined : rows.at(-1)!.key };
}
