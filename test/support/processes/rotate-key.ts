/**
 * A process that replaces the master key of a home and is killed after a step that lasts: `node rotate-key.js HOME DATABASE STEP`. Steps are commits
 * of SQLite and replacements of a file. Prints the rotation, if it lives so long.
 */
import files from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { rotateMasterKey } from '../../../providers/compose/guardrails/rotate-key';

function killAfter(step: number): void {
	let steps = 0;
	const count = () => {
		steps += 1;
		if (steps === step) process.kill(process.pid, 'SIGKILL');
	};
	const { exec } = DatabaseSync.prototype;
	DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string) {
		exec.call(this, sql);
		if (sql.startsWith('COMMIT')) count();
	};
	const { rename } = files;
	files.rename = async (from, to) => {
		await rename(from, to);
		count();
	};
}

async function main([home = '', database = '', step = '0']: string[]): Promise<void> {
	killAfter(Number(step));
	const host = { stateFolder: home, tenant: 'default', database, memoryStore: database || undefined };
	const rotation = await rotateMasterKey(host, { settleMs: 20, isEverywhere: true, signal: new AbortController().signal });
	process.stdout.write(JSON.stringify(rotation));
}

void main(process.argv.slice(2));
