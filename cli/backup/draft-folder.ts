import { isRunning } from '../../core/base/is-running';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { keysFileOf } from './sealed-keys';

/** A private folder beside an archive, in which the archive is made. */
interface Draft {
	folder: string;
	archive: string;
	keys: string;
	/** Names the archive and its keys. The archive comes last: its presence means completeness. */
	publish(): void;
	remove(): void;
}

/** Opens a draft, and removes drafts of killed backups of that name. The folder must exist: a missing one can be an unmounted disk. */
export function openDraft(archive: string): Draft {
	const around = dirname(archive);
	const name = basename(archive);
	for (const other of readdirSync(around)) {
		const [, pid] = (other.startsWith(`.${name}.`) && /\.(\d+)\.draft$/.exec(other)) || [];
		if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(around, other), { recursive: true, force: true });
	}
	const folder = join(around, `.${name}.${process.pid}.draft`);
	mkdirSync(folder, { mode: 0o700 });
	const draft = join(folder, 'archive');
	const keys = join(folder, 'keys');
	return {
		folder,
		archive: draft,
		keys,
		publish() {
			if (existsSync(keys)) renameSync(keys, keysFileOf(archive));
			syncFolder(around);
			renameSync(draft, archive);
			syncFolder(around);
		},
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

/** New names in a folder survive a loss of power. */
export function syncFolder(folder: string): void {
	const descriptor = openSync(folder, 'r');
	try {
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}
