import { TroupeError } from '../../../core/base/errors';
import type { Filter } from '../../../core/ports/knowledge/filter/filter';
import type { CollectionStamp } from '../../../core/ports/knowledge/collection-stamp';
import type { Asker } from '../../../core/ports/knowledge/readers';
import type { Catalogue } from './catalogue';
import { findGeneration, notFound } from './generations';
import { readStamp, stampDiffers, writeStamp } from './stamps';
import type { CollectionRow, Connection } from '../database/knowledge-tables';
import type { Look } from '../vectors/vector-index';

/** Each transaction looks up the row again: others may have changed, swapped or dropped it. */
export class HeldGeneration {
	constructor(
		readonly catalogue: Catalogue,
		readonly name: string,
		public stamp: CollectionStamp,
		private readonly generation?: number,
	) {}

	/** @throws TroupeError KNOWLEDGE_NOT_FOUND */
	async row(connection: Connection): Promise<CollectionRow> {
		const row =
			this.generation === undefined
				? await findGeneration(connection, this.name, 'serving')
				: await connection.selectFrom('knowledge_collections').selectAll().where('generation', '=', this.generation).executeTakeFirst();
		if (!row) throw notFound(this.name);
		return row;
	}

	/** @throws TroupeError KNOWLEDGE_STAMP_DIFFERS, STATE_CONFLICT if a re-embedding replaced the collection */
	async ofSameStamp(connection: Connection): Promise<CollectionRow> {
		const row = await this.row(connection);
		if (row.stamp !== writeStamp(this.stamp)) throw stampDiffers(this.name, this.stamp, readStamp(row.stamp));
		if (this.stamp.embedding && row.vectors !== this.catalogue.vectors.place) throw elsewhere(row);
		return row;
	}

	/** @param asker default: the store itself, for chunks that a search found */
	look(filter?: Filter, asker: Asker = 'operator'): Look {
		return (work) =>
			this.catalogue.read(async (connection) => {
				const index = await this.catalogue.index(connection, await this.ofSameStamp(connection));
				const fits = await index.fitting(connection, filter);
				const readable = await index.readable(connection, asker, this.catalogue.now());
				if (!readable) return work({ connection, index, fits, filtered: filter !== undefined });
				return work({ connection, index, fits: (number) => readable.has(number) && fits(number), filtered: true });
			});
	}
}

function elsewhere({ name, vectors }: CollectionRow): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message:
			vectors === 'chroma'
				? `The vectors of the collection "${name}" are in Chroma, but this store keeps vectors in its own database.`
				: `The vectors of the collection "${name}" are in the catalogue's database, but this store keeps vectors in Chroma.`,
		fix:
			vectors === 'chroma'
				? 'Set TROUPE_CHROMA_URL to the Chroma server, or re-embed the collection to move its vectors here.'
				: 'Unset TROUPE_CHROMA_URL, or re-embed the collection to move its vectors to Chroma.',
		details: { collection: name },
	});
}
