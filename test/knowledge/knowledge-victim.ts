/**
 * Works on a collection, and says of each thing when it was answered, until it is killed, or done. `put`: puts documents into it, changes and
 * removes them. `swap`: re-embeds it by one model and by the other, in turn. `hold`: holds its shadow, for good.
 */
import { writeSync } from 'node:fs';
import type { Collection } from '../../core/ports/knowledge/knowledge-store';
import { openKnowledgeStore } from '../../providers/compose/knowledge/knowledge-store';
import type { KnowledgeStorePlace } from '../../providers/compose/hosts/knowledge-host';
import { withVectors } from '../support/prepared-documents';
import { createPlan, createStamp, findVersion } from './victim-plan';

const [place = '', what = '', who = '', rounds = '0'] = process.argv.slice(2);

// At once, not when the process has time for it: what was said is known after a kill.
const say = (line: string | number) => writeSync(1, `${line}\n`);

async function putAndRemove(collection: Collection, round: number): Promise<void> {
	const { put, remove } = createPlan(who, round);
	await collection.put(put);
	if (remove.length > 0) await collection.remove({ ids: remove });
	say(round);
}

async function swap(collection: Collection, round: number): Promise<void> {
	const stamp = createStamp(round);
	const shadow = await collection.shadow(stamp);
	for (const { id, metadata } of await collection.documents({}, { limit: 1_000 }))
		await shadow.put([findVersion(id, metadata.version as number, stamp)]);
	say('swapping');
	await collection.swap();
	say('swapped');
}

async function hold(collection: Collection): Promise<never> {
	await collection.holdShadow();
	say('held');
	// Until it is killed.
	for (;;) await new Promise((later) => setTimeout(later, 60_000));
}

async function work(): Promise<void> {
	const store = await openKnowledgeStore({ knowledgeStore: JSON.parse(place) as KnowledgeStorePlace });
	const collection = what === 'put' ? await store.open('handbook', withVectors) : (await store.find('handbook'))!;
	if (what === 'hold') await hold(collection);
	for (let round = 0; round < Number(rounds); round++) await (what === 'put' ? putAndRemove : swap)(collection, round);
	await store.close();
}

void work().catch((error: unknown) => {
	process.stderr.write(`${String(error)}\n`);
	process.exitCode = 1;
});
