import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../../core/base/errors';

/** Marks a home whose state was moved to PostgreSQL. */
export const markName = 'moved-state.json';

export interface MovedState {
	/** Without a password. */
	to: string;
	files: string[];
	at: string;
}

/**
 * Refuses any file of a moved home: two states would diverge. Looks each time, so that running processes notice the move. @throws TroupeError
 * STATE_CONFLICT
 */
export function refuseMoved(stateFolder: string, file: string): void {
	const mark = join(stateFolder, markName);
	if (!existsSync(mark)) return;
	const moved = JSON.parse(readFileSync(mark, 'utf8')) as Partial<MovedState>;
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The state of ${stateFolder} was moved to ${moved.to}, but TROUPE_DATABASE_URL is not set.`,
		fix: `Set TROUPE_DATABASE_URL. To go back to the files as they were at the move, remove ${markName} there.`,
		details: { folder: stateFolder, file, to: moved.to },
	});
}
