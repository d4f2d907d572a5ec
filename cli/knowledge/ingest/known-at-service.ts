import type { IngestedDocument } from '../../../core/knowledge/ingest/ingest-events';
import { selectRemarks } from '../../../core/knowledge/ingest/ingestion';
import { hashSource } from '../../../core/knowledge/ingest/prepare-document';
import type { PersonalDataPolicy } from '../../../core/knowledge/private-data/document-policy';
import { readerVersion } from '../../../providers/documents/process/reader-version';
import { type DescribedDocument, listDocuments } from '../../../service/operations/knowledge/documents';
import { callOperation } from '../../services/call-operation';
import type { Terminal } from '../../terminal/terminal';

const listedAtOnce = 1_000;

type Known = Omit<DescribedDocument, 'metadata'>;

/** Tells which files the collection of a service has already: they are not sent again. It is listed for the first of them. */
export class KnownAtService {
	#known: Promise<ReadonlyMap<string, Known>> | undefined;

	constructor(
		private readonly collection: string,
		private readonly personalData: PersonalDataPolicy = 'mask',
		private readonly terminal: Terminal,
	) {}

	/** @param source as it is sent @returns the stored document, where the file is the same */
	async find(
		id: string,
		bytes: Uint8Array,
		source: Omit<Parameters<typeof hashSource>[0] & Parameters<typeof hashSource>[1], 'bytes'>,
	): Promise<IngestedDocument | undefined> {
		// Where they cannot be listed, all are sent: the service knows what it has.
		this.#known ??= this.#list().catch(() => new Map());
		const stored = (await this.#known).get(id);
		if (stored?.sourceHash === undefined || stored.state === 'failed') return undefined;
		const parts = { reader: { version: readerVersion }, personalData: this.personalData };
		if (stored.sourceHash !== hashSource({ ...source, bytes }, source, parts)) return undefined;
		const { title, chunks } = stored;
		return { id, title, state: 'unchanged', chunks, ...selectRemarks(stored) };
	}

	async #list(): Promise<ReadonlyMap<string, Known>> {
		const known = new Map<string, Known>();
		const { collection } = this;
		let cursor: string | undefined;
		do {
			const page = await callOperation(listDocuments, { collection, limit: listedAtOnce, cursor }, this.terminal);
			for (const { metadata: _, ...document } of page.items) known.set(document.id, document);
			({ cursor } = page);
		} while (cursor !== undefined);
		return known;
	}
}
