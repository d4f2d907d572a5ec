import { isOneOf } from '../database/is-one-of';
import type { Connection, OutsideVectorsRow } from '../database/knowledge-tables';
import { slices } from '../database/word-rows';

const rowsAtOnce = 500;

export type Announced = Pick<OutsideVectorsRow, 'delivery' | 'document' | 'chunks' | 'since'>;

export async function announce(connection: Connection, generation: number, coming: Announced[]): Promise<void> {
	const rows = coming.map((row) => ({ ...row, generation, state: 'coming' as const, first_chunk: 0 }));
	for (const some of slices(rows, rowsAtOnce)) await connection.insertInto('knowledge_outside_vectors').values(some).execute();
}

/** @returns false if another process removed them as abandoned */
export async function keep(connection: Connection, generation: number, delivery: string, first: number): Promise<boolean> {
	const { numUpdatedRows } = await connection
		.updateTable('knowledge_outside_vectors')
		.set({ state: 'kept', first_chunk: first })
		.where('generation', '=', generation)
		.where('delivery', '=', delivery)
		.where('state', '=', 'coming')
		.executeTakeFirst();
	return numUpdatedRows === 1n;
}

export async function dismiss(connection: Connection, generation: number, document: string): Promise<void> {
	await connection
		.updateTable('knowledge_outside_vectors')
		.set({ state: 'leaving' })
		.where('generation', '=', generation)
		.where('document', '=', document)
		.where('state', '=', 'kept')
		.execute();
}

export async function dismissAll(connection: Connection, generation: number): Promise<void> {
	await connection.deleteFrom('knowledge_outside_vectors').where('generation', '=', generation).where('state', '<>', 'coming').execute();
	await connection
		.insertInto('knowledge_outside_vectors')
		.values({ generation, delivery: '', document: '', state: 'leaving', first_chunk: 0, chunks: 0, since: 0 })
		.execute();
}

/** Dismisses vectors that were not kept; some may arrive later. */
export async function dismissComing(connection: Connection, generation: number, announced: Announced[]): Promise<void> {
	for (const some of slices(announced, rowsAtOnce)) {
		await connection
			.updateTable('knowledge_outside_vectors')
			.set({ state: 'leaving' })
			.where('generation', '=', generation)
			.where('state', '=', 'coming')
			.where(
				isOneOf(
					connection,
					'delivery',
					some.map(({ delivery }) => delivery),
				),
			)
			.execute();
		await connection
			.insertInto('knowledge_outside_vectors')
			.values(some.map((row) => ({ ...row, generation, state: 'leaving' as const, first_chunk: 0 })))
			// A kept one stays if it is unknown whether the change was committed.
			.onConflict((conflict) => conflict.columns(['generation', 'delivery']).doNothing())
			.execute();
	}
}

/** Started before `since`: the deliverer is gone. */
export async function dismissAbandoned(connection: Connection, since: number): Promise<void> {
	await connection
		.updateTable('knowledge_outside_vectors')
		.set({ state: 'leaving' })
		.where('state', '=', 'coming')
		.where('since', '<', since)
		.execute();
}

export async function anyAbandoned(connection: Connection, since: number): Promise<boolean> {
	const row = await connection
		.selectFrom('knowledge_outside_vectors')
		.select('delivery')
		.where('state', '=', 'coming')
		.where('since', '<', since)
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}

export type Leaving = Pick<OutsideVectorsRow, 'generation' | 'delivery' | 'chunks'>;

export async function leaving(connection: Connection, max: number): Promise<Leaving[]> {
	return connection
		.selectFrom('knowledge_outside_vectors')
		.select(['generation', 'delivery', 'chunks'])
		.where('state', '=', 'leaving')
		.limit(max)
		.execute();
}

export async function forgetLeft(connection: Connection, generation: number, deliveries: string[]): Promise<void> {
	for (const some of slices(deliveries, rowsAtOnce))
		await connection
			.deleteFrom('knowledge_outside_vectors')
			.where('generation', '=', generation)
			.where('state', '=', 'leaving')
			.where(isOneOf(connection, 'delivery', some))
			.execute();
}

export type Kept = Pick<OutsideVectorsRow, 'delivery' | 'document' | 'first_chunk' | 'chunks'>;

export async function listKept(connection: Connection, generation: number, by: 'delivery' | 'document', values: string[]): Promise<Kept[]> {
	const rows: Kept[] = [];
	for (const some of slices(values, rowsAtOnce))
		rows.push(
			...(await connection
				.selectFrom('knowledge_outside_vectors')
				.select(['delivery', 'document', 'first_chunk', 'chunks'])
				.where('generation', '=', generation)
				.where('state', '=', 'kept')
				.where(isOneOf(connection, by, some))
				.execute()),
		);
	return rows;
}

export async function anyKept(connection: Connection, generation: number): Promise<boolean> {
	const row = await connection
		.selectFrom('knowledge_outside_vectors')
		.select('delivery')
		.where('generation', '=', generation)
		.where('state', '=', 'kept')
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}

export async function allKept(connection: Connection, generation: number): Promise<Kept[]> {
	return connection
		.selectFrom('knowledge_outside_vectors')
		.select(['delivery', 'document', 'first_chunk', 'chunks'])
		.where('generation', '=', generation)
		.where('state', '=', 'kept')
		.execute();
}
