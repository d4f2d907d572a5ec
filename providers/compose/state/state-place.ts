import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSetting } from '../../../core/base/settings/settings';
import { TroupeError } from '../../../core/base/errors';
import { isPostgresAddress } from '../../database/database-place';
import { stateFile } from '../../database/state-database';
import type { StateHost } from '../hosts/state-host';
import { refuseMoved } from './moved-state';

/**
 * Returns the shared PostgreSQL, else a file in the state folder; undefined without either: the store ends with the process. @param file separate
 * file, such as `knowledge.db` @throws TroupeError INPUT_INVALID for a database that is not PostgreSQL, STATE_CONFLICT for a file of a home whose
 * state was moved
 */
export function findStatePlace(host: StateHost, file = stateFile): string | undefined {
	const database = findDatabase(host);
	if (database !== undefined || host.stateFolder === undefined) return database;
	refuseMoved(host.stateFolder, file);
	return join(host.stateFolder, file);
}

/** Only an existing state: reading creates no file. */
export function findExistingState(host: StateHost): string | undefined {
	const place = findStatePlace(host);
	return place !== undefined && (isPostgresAddress(place) || existsSync(place)) ? place : undefined;
}

/** Undefined if the state is local. @throws TroupeError INPUT_INVALID */
export function findDatabase({ database = readSetting('TROUPE_DATABASE_URL') }: Pick<StateHost, 'database'>): string | undefined {
	if (!database) return undefined;
	if (isPostgresAddress(database)) return database;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'TROUPE_DATABASE_URL is not the address of a PostgreSQL.',
		fix: 'Write postgres://user:password@host:5432/database, or unset it: state is then kept in files in TROUPE_HOME.',
	});
}
