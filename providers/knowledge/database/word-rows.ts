import { sql } from 'kysely';
import { letOthersRun } from '../../../core/base/async/loop-yielder';
import { blockSize, encodePostings, withoutChunks } from '../../../core/words/postings';
import { isOneOf } from './is-one-of';
import type { Dialect } from '../../database/tenant-database';
import type { Connection, WordRow } from './knowledge-tables';

/** Max rows of a statement: PostgreSQL supports 65,535 values, SQLite 32,766. */
const rowsAtOnce = 500;
/** Chunks counted before yielding: a tenth of a second if all words are new. */
export const countedAtOnce = 16;

export class WordChanges {
	readonly #blocks = new Map<number, Map<string, Array<[number: number, count: number]>>>();

	size = 0;

	add(number: number, counts: ReadonlyMap<string, number>): void {
		this.size += counts.size;
		const block = Math.floor(number / blockSize);
		let terms = this.#blocks.get(block);
		if (!terms) this.#blocks.set(block, (terms = new Map<string, Array<[number, number]>>()));
		for (const [term, count] of counts) {
			const entries = terms.get(term);
			if (entries) entries.push([number, count]);
			else terms.set(term, [[number, count]]);
		}
	}

	async write(connection: Connection, dialect: Dialect, generation: number): Promise<void> {
		for (const [block, terms] of this.#blocks) {
			// Fixed order avoids deadlocks of two writers on PostgreSQL.
			const rows = [...terms].map(([term, entries]) => ({ generation, term, block, postings: encodePostings(entries) }));
			await append(
				connection,
				dialect,
				rows.sort((a, b) => (a.term < b.term ? -1 : 1)),
			);
		}
	}

	/** Removes the chunks from `from` up to, excluding, `to` from the rows of the added terms. */
	async takeOut(connection: Connection, generation: number, from: number, to: number): Promise<void> {
		for (const [block, terms] of this.#blocks)
			for (const some of slices([...terms.keys()], rowsAtOnce)) {
				await letOthersRun();
				const rows = await connection
					.selectFrom('knowledge_words')
					.select(['term', 'postings'])
					.where('generation', '=', generation)
					.where('block', '=', block)
					.where(isOneOf(connection, 'term', some))
					.execute();
				const left = rows
					.map(({ term, postings }) => ({ generation, term, block, postings: withoutChunks(block, postings, from, to) }))
					.filter(({ postings }) => postings.length > 0);
				await connection
					.deleteFrom('knowledge_words')
					.where('generation', '=', generation)
					.where('block', '=', block)
					.where(isOneOf(connection, 'term', some))
					.execute();
				if (left.length > 0) await connection.insertInto('knowledge_words').values(left).execute();
			}
	}
}

async function append(connection: Connection, dialect: Dialect, rows: WordRow[]): Promise<void> {
	for (const some of slices(rows, rowsAtOnce)) {
		await letOthersRun();
		await connection
			.insertInto('knowledge_words')
			.values(some)
			.onConflict((conflict) =>
				conflict.columns(['generation', 'term', 'block']).doUpdateSet((row) => {
					const joined = sql<Uint8Array>`${row.ref('knowledge_words.postings')} || ${row.ref('excluded.postings')}`;
					// SQLite treats the concatenation as text.
					return { postings: dialect === 'sqlite' ? sql<Uint8Array>`cast(${joined} as blob)` : joined };
				}),
			)
			.execute();
	}
}

export function* slices<Item>(items: Item[], size: number): Iterable<Item[]> {
	for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
