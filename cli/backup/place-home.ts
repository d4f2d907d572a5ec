import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createFolder } from '../../core/base/create-folder';
import { TroupeError } from '../../core/base/errors';
import { holdFile } from '../../providers/database/sqlite/hold-file';
import { restoringFolder } from '../../providers/database/refuse-while-restoring';
import { syncFolder } from './draft-folder';
import { backupsFolder, replacedPrefix } from './home-contents';

/** Entries that stay where they are when a home is replaced. */
const staying = [restoringFolder, backupsFolder, 'lost+found'];

/**
 * The place of a restore. A home can be a mount point: entries are moved, not the folder. `.restoring` keeps its databases closed. The next
 * restore undoes a killed one, or completes it if files were being placed.
 */
export interface RestorePlace {
	/** Becomes the content of the home. */
	ready: string;
	/** Entries of the home. */
	former: string[];
	/** True if the restore of the same name was interrupted while its files were placed, and is complete now. */
	isComplete: boolean;
	/** Moves the former state aside and the new one in. @returns the folder of the former state */
	publish(): string | undefined;
	/** Ends the work, and brings the former state back unless it was published. */
	close(): Promise<void>;
}

/** @param name of the backup @throws TroupeError STORAGE_LOCKED while another restore works; as the file system does */
export async function openRestorePlace(home: string, name: string): Promise<RestorePlace> {
	const work = join(home, restoringFolder);
	createFolder(work, 0o700);
	const release = await holdFile(join(work, 'lock'), 'restore on another machine');
	if (release === undefined) throw isBusy(home);
	const ready = join(work, 'ready');
	const placing = join(work, `placing ${name}`);
	const replaced = join(work, 'replaced');
	const interrupted = readdirSync(work).find((entry) => entry.startsWith('placing '));
	if (interrupted !== undefined) finish(home, join(work, interrupted), replaced);
	else undo(home, replaced);
	rmSync(ready, { recursive: true, force: true });
	mkdirSync(ready, { mode: 0o700 });
	return {
		ready,
		former: listFormer(home),
		isComplete: interrupted !== undefined && join(work, interrupted) === placing,
		publish() {
			const former = listFormer(home);
			if (former.length > 0) {
				mkdirSync(replaced, { mode: 0o700 });
				for (const entry of former) renameSync(join(home, entry), join(replaced, entry));
			}
			for (const { parentPath, name: entry } of readdirSync(ready, { recursive: true, withFileTypes: true }).filter((each) =>
				each.isDirectory(),
			))
				syncFolder(join(parentPath, entry));
			// From here on, the next restore completes this one.
			syncFolder(home);
			renameSync(ready, placing);
			syncFolder(work);
			return finish(home, placing, replaced);
		},
		async close() {
			undo(home, replaced);
			await release();
			rmSync(work, { recursive: true, force: true });
		},
	};
}

const listFormer = (home: string) => readdirSync(home).filter((entry) => !staying.includes(entry) && !entry.startsWith(replacedPrefix));

/** Can be repeated after a kill at any point. */
function finish(home: string, placing: string, replaced: string): string | undefined {
	for (const entry of readdirSync(placing)) renameSync(join(placing, entry), join(home, entry));
	let former: string | undefined;
	if (existsSync(replaced)) {
		former = join(home, `${replacedPrefix}${new Date().toISOString().replace(/[:.]/g, '-')}`);
		renameSync(replaced, former);
	}
	syncFolder(home);
	rmSync(placing, { recursive: true, force: true });
	return former;
}

function undo(home: string, replaced: string): void {
	if (!existsSync(replaced)) return;
	for (const entry of readdirSync(replaced)) renameSync(join(replaced, entry), join(home, entry));
	syncFolder(home);
	rmSync(replaced, { recursive: true });
}

function isBusy(home: string): TroupeError {
	return new TroupeError({
		code: 'STORAGE_LOCKED',
		message: `${home} is being restored by another process.`,
		fix: 'Wait until that restore is done.',
		retryable: true,
	});
}
