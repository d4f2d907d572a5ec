import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../../core/base/errors';

/** In a home whose state was moved to PostgreSQL: a MovedState. */
export const markName = 'moved-state.json';

export interface MovedState {
	/** The address, without a password. */
	to: string;
	files: string[];
	/** ISO 8601. */
	at: string;
}

const looked = new Map<string, MovedState | undefined>();

/**
 * Refuses a file that was moved: two states would go apart. Looks once for each folder of a process.
 * @throws TroupeError STATE_CONFLICT
 */
export function refuseMoved(stateFolder: string, file: string): void {
	if (!looked.has(stateFolder)) looked.set(stateFolder, readMoved(stateFolder));
	const moved = looked.get(stateFolder);
	if (!moved?.files.includes(file)) return;
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The state of ${stateFolder} was moved to ${moved.to}, but TROUPE_DATABASE_URL is not set.`,
		fix: `Set TROUPE_DATABASE_URL. To go back to the files as they were at the move, remove ${markName} there.`,
		details: { folder: stateFolder, file, to: moved.to },
	});
}

function readMoved(stateFolder: string): MovedState | undefined {
	try {
		const { to, files, at } = JSON.parse(readFileSync(join(stateFolder, markName), 'utf8')) as Partial<MovedState>;
		return { to: String(to), files: Array.isArray(files) ? files : [], at: String(at) };
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw cause;
	}
}
