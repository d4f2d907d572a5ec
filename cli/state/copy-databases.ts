import { statSync } from 'node:fs';
import { isTroupeError } from '../../core/base/errors';
import { checkCopy, openSnapshot, type DatabaseSchema, type Snapshot } from '../../providers/database/back-up';
import { inboxFile } from '../../providers/state/channels/receipts/file-inbox';
import type { Terminal } from '../terminal/terminal';
import { fetchEngineState } from './fetch-engine-state';

interface DatabaseCopy {
	name: string;
	from: string;
	to: string;
}

interface CopiedDatabase {
	name: string;
	bytes: number;
	schema: DatabaseSchema;
}

const engineFile = 'engine.db';

/**
 * Copies databases while in use, and checks each copy. All have one moment, except a running engine's, copied before: a job it repeats finds
 * its trail in the others. @param url the service that holds the state of the engine @param onCopied called with each copy that is complete
 * @throws TroupeError ENGINE_UNREACHABLE, STORAGE_*
 */
export async function copyDatabases(
	copies: DatabaseCopy[],
	url: string,
	terminal: Terminal,
	onCopied: (copied: CopiedDatabase) => void,
): Promise<void> {
	const engine = copies.find(({ name }) => name === engineFile);
	const isFetched = engine !== undefined && !(await copyUnlessInUse(engine));
	if (isFetched) await fetchEngineState(url, engine.to, terminal.environment);
	// Rows that move from one to another meanwhile are in both copies, and count once: requests from the inbox, audit entries from the registry.
	const others = copies.filter((copy) => copy !== engine).sort((one, other) => rank(one) - rank(other));
	const snapshots: Array<[DatabaseCopy, Snapshot]> = [];
	try {
		for (const copy of others) snapshots.push([copy, await openSnapshot(copy.from)]);
		// One after the other: each ends its snapshot early, and its owner can empty the journal.
		for (const [{ to }, snapshot] of snapshots) {
			await snapshot.copy(to);
			snapshot.close();
		}
	} finally {
		for (const [, snapshot] of snapshots) snapshot.close();
	}
	for (const { name, to } of copies) onCopied({ name, schema: await checkCopy(to), bytes: statSync(to).size });
}

const copiedFirst = [inboxFile, 'registry.db'];
const rank = ({ name }: DatabaseCopy): number => (copiedFirst.includes(name) ? 0 : 1);

/** Returns false while the process of the engine has the file to itself. */
async function copyUnlessInUse({ from, to }: DatabaseCopy): Promise<boolean> {
	let snapshot: Snapshot;
	try {
		snapshot = await openSnapshot(from);
	} catch (error) {
		if (isTroupeError(error) && error.code === 'STORAGE_LOCKED') return false;
		throw error;
	}
	try {
		await snapshot.copy(to);
		return true;
	} finally {
		snapshot.close();
	}
}
