import { TroupeError } from '../../../core/base/errors';
import type { CollectionStamp, Filter } from '../../../core/ports';
import type { Catalogue } from './catalogue';
import { findGeneration, notFound } from './generations';
import { readStamp, stampDiffers, writeStamp } from './stamps';
import type { CollectionRow, Connection } from '../database/knowledge-tables';
import type { Look } from '../vectors/vector-index';

/** A collection, or its shadow, as somebody holds it: found anew in each transaction, as others may have changed, swapped or dropped it. */
export class HeldGeneration {
	/** @param generation of a shadow, which goes on to be meant when it has taken its collection's place */
	constructor(
		readonly catalogue: Catalogue,
		readonly name: string,
		public stamp: CollectionStamp,
		private readonly generation?: number,
	) {}

	/** As it is now. @throws TroupeError KNOWLEDGE_NOT_FOUND */
	async row(connection: Connection): Promise<CollectionRow> {
		const row =
			this.generation === undefined
				? await findGeneration(connection, this.name, 'serving')
				: await connection.selectFrom('knowledge_collections').selectAll().where('generation', '=', this.generation).executeTakeFirst();
		if (!row) throw notFound(this.name);
		return row;
	}

	/** A re-embedding may have put another in its place since it was found. @throws TroupeError KNOWLEDGE_STAMP_DIFFERS, STATE_CONFLICT */
	async ofSameStamp(connection: Connection): Promise<CollectionRow> {
		const row = await this.row(connection);
		if (row.stamp !== writeStamp(this.stamp)) throw stampDiffers(this.name, this.stamp, readStamp(row.stamp));
		if (this.stamp.embedding && row.vectors !== this.catalogue.vectors.place) throw elsewhere(row);
		return row;
	}

	look(filter?: Filter): Look {
		return (work) =>
			this.catalogue.read(async (connection) => {
				const index = await this.catalogue.index(connection, await this.ofSameStamp(connection));
				return work({ connection, index, fits: await index.fitting(connection, filter) });
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
