/** Puts documents into a collection, changes and removes them, and says of each when it was answered: until it is killed, or done. */
import { writeSync } from 'node:fs';
import type { KnowledgeStore } from '../../core/ports';
import { openPostgresKnowledgeStore, openSqliteKnowledgeStore } from '../../providers/knowledge/sql-knowledge-store';
import { withVectors } from '../../sandbox/prepared-documents';
import { planOf } from './victim-plan';

const [place = '', who = '', rounds = '0'] = process.argv.slice(2);

async function work(): Promise<void> {
	const store: KnowledgeStore = await (place.startsWith('postgres:') ? openPostgresKnowledgeStore(place) : openSqliteKnowledgeStore(place));
	const collection = await store.open('handbook', withVectors);
	for (let round = 0; round < Number(rounds); round++) {
		const { put, remove } = planOf(who, round);
		await collection.put(put);
		if (remove.length > 0) await collection.remove({ ids: remove });
		// At once, not when the process has time for it: what was said is known after a kill.
		writeSync(1, `${round}\n`);
	}
	await store.close();
}

void work().catch((error: unknown) => {
	process.stderr.write(`${String(error)}\n`);
	process.exitCode = 1;
});
