import { randomBytes } from 'node:crypto';
import type { PreparedDocument } from '../../../core/ports/knowledge/stored-documents';
import type { ChromaCollections } from './chroma-collections';
import { toRecords } from './chroma-records';
import { ChromaMissing } from './chroma-server';
import * as outside from '../vectors/outside-vectors';
import { type Transactions, NotDelivered, type VectorDelivery, type Wanted } from '../vectors/vector-index';

const newDelivery = () => randomBytes(9).toString('base64url');

/** Sends vectors before the change that stores them, under unique ids announced in the catalogue. */
export async function deliverToChroma(
	collections: ChromaCollections,
	catalogue: Transactions,
	{ row, documents }: Wanted,
	since: number,
): Promise<VectorDelivery> {
	const { generation } = row;
	const coming = new Map(documents.filter(({ vectors }) => vectors && vectors.length > 0).map((one) => [newDelivery(), one]));
	const announced = [...coming].map(([delivery, { id, chunks }]) => ({ delivery, document: id, chunks: chunks.length, since }));
	const dismiss = async (unkept: outside.Announced[]) => {
		if (unkept.length > 0) await catalogue.change((connection) => outside.dismissComing(connection, generation, unkept));
	};
	if (coming.size > 0) {
		const isNew = await catalogue.change(async (connection) => {
			await outside.announce(connection, generation, announced);
			return !(await outside.anyKept(connection, generation));
		});
		try {
			await bring(collections, row, isNew, coming);
		} catch (fault) {
			await dismiss(announced);
			throw fault;
		}
	}
	const byDocument = new Map(announced.map(({ document, delivery }) => [document, delivery]));
	const kept = new Set<string>();
	return {
		keep: async (connection, ofChange, { id, vectors = [] }, first) => {
			if (vectors.length === 0) return;
			const delivery = byDocument.get(id);
			const came = delivery !== undefined && ofChange === generation && (await outside.keep(connection, generation, delivery, first));
			if (!came) throw new NotDelivered(row.name);
			kept.add(delivery);
		},
		end: (stands) => dismiss(announced.filter(({ delivery }) => !stands || !kept.has(delivery))),
	};
}

async function bring(
	collections: ChromaCollections,
	row: Wanted['row'],
	isNew: boolean,
	coming: ReadonlyMap<string, PreparedDocument>,
): Promise<void> {
	const { server } = collections;
	const maxRecords = await server.readMaxAtOnce();
	try {
		await collections.make(row, isNew, async (collection) => {
			for (const records of toRecords(coming, maxRecords)) await server.ask(() => collection.add(records));
		});
	} catch (fault) {
		if (!(fault instanceof ChromaMissing)) throw fault;
		// Dropped meanwhile, and perhaps created again.
		throw new NotDelivered(row.name, fault);
	}
}
