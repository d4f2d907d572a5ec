import { throwIfCancelled } from '../../../core/base/async/cancelled';
import { LoopYielder } from '../../../core/base/async/loop-yielder';
import { countTerms } from '../../../core/words/count-terms';
import type { PreparedDocument, StoredDocument } from '../../../core/ports/knowledge/stored-documents';
import { BlockChanges } from './block-changes';
import type { Catalogue } from '../generations/catalogue';
import { touch } from '../generations/generations';
import { describe, describeAccess } from '../database/known-documents';
import { packText, unpackText } from '../database/stored-text';
import type { CollectionRow, Connection, DocumentRow } from '../database/knowledge-tables';
import type { VectorDelivery } from '../vectors/vector-index';
import { countedAtOnce, slices, WordChanges } from '../database/word-rows';

const rowsAtOnce = 500;
/** Max postings in memory, about 100 bytes each. */
const maxPostings = 200_000;

export type Origin = Pick<DocumentRow, 'ingested_at' | 'writer'> & Pick<StoredDocument, 'describedBy'>;

type Placed = Pick<DocumentRow, 'id' | 'first_chunk' | 'chunks'>;

export class DocumentChanges {
	#words = new WordChanges();
	readonly #pace = new LoopYielder();

	private constructor(
		private readonly catalogue: Catalogue,
		private readonly connection: Connection,
		private readonly row: CollectionRow,
		private readonly blocks: BlockChanges,
		private readonly signal?: AbortSignal,
	) {}

	/** @param row locked by this transaction @param signal makes the next step throw */
	static async begin(catalogue: Catalogue, connection: Connection, row: CollectionRow, signal?: AbortSignal): Promise<DocumentChanges> {
		const index = await catalogue.index(connection, row);
		return new DocumentChanges(catalogue, connection, await touch(connection, row), new BlockChanges(index), signal);
	}

	/** Remove the previous document with the same id first. */
	async putIn(document: PreparedDocument, of: Origin, delivery: VectorDelivery): Promise<void> {
		const { generation } = this.row;
		const { chunks } = document;
		await this.#letOthers();
		const first = this.blocks.allocate(chunks.length);
		await this.connection
			.insertInto('knowledge_documents')
			.values({
				generation,
				id: document.id,
				description: describe({ ...document, describedBy: of.describedBy }),
				content_hash: document.contentHash,
				state: 'ready',
				failure: null,
				ingested_at: of.ingested_at,
				writer: of.writer,
				first_chunk: first,
				chunks: chunks.length,
				characters: document.text.length,
				access: describeAccess(document),
				pages: document.pages ? JSON.stringify(document.pages) : null,
				text: packText(document.text),
			})
			.execute();
		for (const some of slices([...chunks.entries()], rowsAtOnce)) {
			await this.#letOthers();
			const rows = some.map(([index, chunk]) => ({
				generation,
				number: first + index,
				id: chunk.id,
				document: document.id,
				ordinal: chunk.ordinal,
				start_at: chunk.start,
				end_at: chunk.end,
				page: chunk.page ?? null,
				headings: JSON.stringify(chunk.headingPath),
				tokens: chunk.tokens,
				text: packText(chunk.text),
			}));
			await this.connection.insertInto('knowledge_chunks').values(rows).execute();
		}
		await delivery.keep(this.connection, generation, document, first);
		for (const [index, chunk] of chunks.entries()) {
			await this.#letOthers();
			const { counts, length } = countTerms({ ...chunk, title: document.title });
			this.#words.add(first + index, counts);
			this.blocks.set(first + index, length);
			if (this.#words.size > maxPostings) await this.#writeWords();
		}
	}

	async takeOut(documents: Placed[]): Promise<void> {
		const { generation } = this.row;
		for (const document of documents) {
			const { id, first_chunk: from, chunks } = document;
			await this.#letOthers();
			if (chunks > 0) {
				await this.#takeOutChunks(id, from, from + chunks);
				await this.catalogue.vectors.remove(this.connection, generation, document);
			}
			await this.connection.deleteFrom('knowledge_documents').where('generation', '=', generation).where('id', '=', id).execute();
		}
	}

	async finish(): Promise<void> {
		await this.#writeWords();
		await this.blocks.write(this.connection, this.row.revision);
	}

	/** SQLite and new words would block the event loop. @throws TroupeError CANCELLED */
	async #letOthers(): Promise<void> {
		if (this.#pace.isDue()) await this.#pace.rest();
		if (this.signal) throwIfCancelled(this.signal, 'The change of documents was stopped. None of them is stored.', 'Run it again.');
	}

	async #writeWords(): Promise<void> {
		await this.#words.write(this.connection, this.catalogue.database.dialect, this.row.generation);
		this.#words = new WordChanges();
	}

	async #takeOutChunks(id: string, from: number, to: number): Promise<void> {
		const { generation } = this.row;
		const { description } = await this.connection
			.selectFrom('knowledge_documents')
			.select('description')
			.where('generation', '=', generation)
			.where('id', '=', id)
			.executeTakeFirstOrThrow();
		const { title } = JSON.parse(description) as { title: string };
		let words = new WordChanges();
		for (let first = from; first < to; first += countedAtOnce) {
			await this.#letOthers();
			const rows = await this.connection
				.selectFrom('knowledge_chunks')
				.select(['number', 'headings', 'text'])
				.where('generation', '=', generation)
				.where('number', '>=', first)
				.where('number', '<', Math.min(to, first + countedAtOnce))
				.execute();
			for (const { number, headings, text } of rows)
				words.add(number, countTerms({ title, headingPath: JSON.parse(headings) as string[], text: unpackText(text) }).counts);
			if (words.size <= maxPostings) continue;
			await words.takeOut(this.connection, generation, from, to);
			words = new WordChanges();
		}
		await words.takeOut(this.connection, generation, from, to);
		await this.connection
			.deleteFrom('knowledge_chunks')
			.where('generation', '=', generation)
			.where('number', '>=', from)
			.where('number', '<', to)
			.execute();
		this.blocks.clear(from, to);
	}
}
