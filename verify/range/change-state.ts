import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { stateFile } from '../../providers/database/state-database';
import type { Range } from './range';

/** Changes a database of the range, by default that of the state, as somebody could who has the file. */
export function changeState<Result>({ home }: Range, change: (database: DatabaseSync) => Result, file = stateFile): Result {
	const database = new DatabaseSync(join(home, file));
	try {
		database.exec('PRAGMA busy_timeout = 5000');
		return change(database);
	} finally {
		database.close();
	}
}
