import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { stateFile } from '../../../database/state-database';
import type { Range } from './range';

/** Changes the database of the range as somebody could who has the file. */
export function changeState<Result>({ home }: Range, change: (database: DatabaseSync) => Result): Result {
	const database = new DatabaseSync(join(home, stateFile));
	try {
		database.exec('PRAGMA busy_timeout = 5000');
		return change(database);
	} finally {
		database.close();
	}
}
