import type { Memory, MemoryChange, StoredMemory } from '../../core/ports/memory';
import { knownOwner, newOwner, type MemoryParts, type Owner } from './owners';
import { checkFacts, sealFacts } from './seals';
import type { Connection, FactRow } from './memory-tables';

export async function readMemories(parts: MemoryParts, connection: Connection, person: string): Promise<StoredMemory[]> {
	const stored = await findPerson(parts, connection, parts.sealing.hash('person', person));
	return stored ? openFacts(connection, stored) : [];
}

export async function changeMemories(
	parts: MemoryParts,
	connection: Connection,
	person: string,
	change: (memories: StoredMemory[]) => MemoryChange,
): Promise<void> {
	const hash = parts.sealing.hash('person', person);
	const known = await findPerson(parts, connection, hash);
	const { put, remove } = change(known ? await openFacts(connection, known) : []);
	if (!known && put.length === 0) return;
	const owner = known?.owner ?? (await addPerson(parts, connection, hash));
	const replaced = [...remove, ...put.map(({ id }) => id)];
	if (replaced.length > 0) await connection.deleteFrom('memory_facts').where('person', '=', hash).where('id', 'in', replaced).execute();
	for (const memory of put)
		await connection
			.insertInto('memory_facts')
			.values({ person: hash, ...openFact(owner, memory) })
			.execute();
	const seal = sealFacts(owner, await readFacts(connection, hash));
	await connection.updateTable('memory_persons').set({ touched_at: parts.now(), seal }).where('person', '=', hash).execute();
	await removeEmpty(connection, hash);
}

export async function useMemories(parts: MemoryParts, connection: Connection, person: string, ids: string[]): Promise<void> {
	const hash = parts.sealing.hash('person', person);
	const now = parts.now();
	await connection
		.updateTable('memory_facts')
		.set(({ eb }) => ({ used_at: now, uses: eb('uses', '+', 1) }))
		.where('person', '=', hash)
		.where('id', 'in', ids)
		.execute();
	await connection.updateTable('memory_persons').set({ touched_at: now }).where('person', '=', hash).execute();
}

export async function removePerson(connection: Connection, hash: string): Promise<number> {
	const { numDeletedRows } = await connection.deleteFrom('memory_facts').where('person', '=', hash).executeTakeFirstOrThrow();
	await connection.deleteFrom('memory_persons').where('person', '=', hash).execute();
	return Number(numDeletedRows);
}

interface StoredPerson {
	owner: Owner;
	seal: Uint8Array;
}

async function findPerson(parts: MemoryParts, connection: Connection, hash: string): Promise<StoredPerson | undefined> {
	const row = await connection.selectFrom('memory_persons').select(['data_key', 'seal']).where('person', '=', hash).executeTakeFirst();
	return row && { owner: await knownOwner(parts, hash, row.data_key), seal: row.seal };
}

async function addPerson(parts: MemoryParts, connection: Connection, hash: string): Promise<Owner> {
	const { owner, dataKey } = await newOwner(parts, hash);
	await connection
		.insertInto('memory_persons')
		.values({ person: hash, data_key: dataKey, touched_at: parts.now(), seal: sealFacts(owner, []) })
		.execute();
	return owner;
}

async function removeEmpty(connection: Connection, hash: string): Promise<void> {
	const left = await connection.selectFrom('memory_facts').select('id').where('person', '=', hash).limit(1).executeTakeFirst();
	if (!left) await connection.deleteFrom('memory_persons').where('person', '=', hash).execute();
}

const readFacts = (connection: Connection, person: string): Promise<FactRow[]> =>
	connection.selectFrom('memory_facts').selectAll().where('person', '=', person).execute();

/** @throws TroupeError VAULT_UNREADABLE */
async function openFacts(connection: Connection, { owner, seal }: StoredPerson): Promise<StoredMemory[]> {
	const rows = await readFacts(connection, owner.hash);
	checkFacts(owner, seal, rows);
	return rows.map((row) => openMemory(owner, row)).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

type Content = Pick<Memory, 'kind' | 'text' | 'key' | 'labels' | 'importance' | 'at'>;

function openFact(owner: Owner, memory: StoredMemory): Omit<FactRow, 'person'> {
	const { id, kind, text, key, labels, importance, at, vector, stamp, usedAt, uses } = memory;
	const content: Content = { kind, text, key, labels, importance, at };
	return {
		id,
		content: owner.seal(JSON.stringify(content), `fact ${id}`),
		// A vector reveals parts of the text.
		vector: vector ? owner.seal(asText(vector), `vector ${id}`) : null,
		stamp: (vector && stamp) ?? null,
		used_at: usedAt,
		uses,
	};
}

function openMemory(owner: Owner, { id, content, vector, stamp, used_at, uses }: FactRow): StoredMemory {
	return {
		id,
		...(JSON.parse(owner.unseal(content, `fact ${id}`)) as Content),
		usedAt: used_at,
		uses,
		...(vector && stamp !== null && { vector: asVector(owner.unseal(vector, `vector ${id}`)), stamp }),
	};
}

/** Two code units for each number: keys seal texts. */
const asText = (vector: Float32Array) => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('utf16le');

function asVector(text: string): Float32Array {
	return new Float32Array(new Uint8Array(Buffer.from(text, 'utf16le')).buffer);
}
