import type { Metadata, MetadataValue } from '../../core/ports/knowledge/filter/filter';
import type { PreparedDocument } from '../../core/ports/knowledge/stored-documents';

/** A filter as people write it, in JSON. */
export type FilterJson = { [key: string]: unknown };

interface Kept {
	document: PreparedDocument;
	ingestedAt: number;
}

/**
 * What a collection is to answer, by looking at each document in turn: written for the tests alone, out of what the documentation says, so
 * that it shares no line with the stores.
 */
export class ReferenceCollection {
	readonly #kept = new Map<string, Kept>();
	/** Ids of those that failed and never gave a text, with when that was. */
	readonly #textless = new Map<string, number>();
	readonly #failed = new Set<string>();

	put(document: PreparedDocument, now: number): 'added' | 'changed' | 'unchanged' {
		const before = this.#kept.get(document.id);
		this.#failed.delete(document.id);
		if (before?.document.contentHash === document.contentHash) return 'unchanged';
		this.#kept.set(document.id, { document, ingestedAt: now });
		this.#textless.delete(document.id);
		return before ? 'changed' : 'added';
	}

	fail(id: string, now: number): void {
		this.#failed.add(id);
		if (!this.#kept.has(id) && !this.#textless.has(id)) this.#textless.set(id, now);
	}

	remove(ids: readonly string[]): void {
		for (const id of ids) {
			this.#kept.delete(id);
			this.#textless.delete(id);
			this.#failed.delete(id);
		}
	}

	/** Ids, by code point. */
	select({ ids, filter, state }: { ids?: string[]; filter?: FilterJson; state?: 'ready' | 'failed' }): string[] {
		const all = [...this.#kept.keys(), ...this.#textless.keys()];
		const fitting = all.filter(
			(id) =>
				(!ids || ids.includes(id)) &&
				(!state || this.#failed.has(id) === (state === 'failed')) &&
				(!filter || fitsJson(filter, this.#readFields(id))),
		);
		return fitting.sort(byCodePoint);
	}

	/** All chunks that fit, the nearest first, ties by id. */
	nearest(vector: Float32Array, filter?: FilterJson): Array<{ chunkId: string; score: number }> {
		return [...this.#kept.values()]
			.filter(({ document: { id } }) => !filter || fitsJson(filter, this.#readFields(id)))
			.flatMap(({ document: { chunks, vectors } }) =>
				chunks.map(({ id }, index) => ({
					chunkId: id,
					score: vectors![index]!.reduce((sum, part, at) => sum + part * vector[at]!, 0),
				})),
			)
			.sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1));
	}

	documents(): PreparedDocument[] {
		return [...this.#kept.values()].map(({ document }) => document);
	}

	#readFields(id: string): Map<string, MetadataValue> {
		const kept = this.#kept.get(id);
		if (!kept)
			return readFields({}, { documentId: id, title: id, mediaType: 'application/octet-stream', ingestedAt: this.#textless.get(id)! });
		const { title, source, mediaType, metadata } = kept.document;
		return readFields(metadata, { documentId: id, title, mediaType, ingestedAt: kept.ingestedAt, ...(source !== undefined && { source }) });
	}
}

const byCodePoint = (a: string, b: string) => {
	const [left, right] = [[...a], [...b]].map((letters) => letters.map((letter) => letter.codePointAt(0)!)) as [number[], number[]];
	const place = left.findIndex((letter, index) => letter !== right[index]);
	if (place === -1) return left.length - right.length;
	return left[place]! - (right[place] ?? -1);
};

function readFields(metadata: Metadata, own: Metadata): Map<string, MetadataValue> {
	return new Map([...Object.entries(metadata), ...Object.entries(own)]);
}

function fitsJson(filter: FilterJson, fields: ReadonlyMap<string, MetadataValue>): boolean {
	return Object.entries(filter).every(([key, operand]) => {
		if (key === '$and') return (operand as FilterJson[]).every((part) => fitsJson(part, fields));
		if (key === '$or') return (operand as FilterJson[]).some((part) => fitsJson(part, fields));
		if (key === '$not') return !fitsJson(operand as FilterJson, fields);
		const conditions = typeof operand === 'object' && operand !== null ? Object.entries(operand) : [['$eq', operand] as const];
		return conditions.every(([operator, value]) => fitsOperator(operator, value as MetadataValue, fields.get(key)));
	});
}

function fitsOperator(operator: string, wanted: MetadataValue, found: MetadataValue | undefined | null): boolean {
	const isAny = (test: (one: unknown) => boolean) => (Array.isArray(found) ? found.some(test) : found !== undefined && test(found));
	const same = (one: unknown, other: unknown) => typeof one === typeof other && (one === other || (one === 0 && other === 0));
	const ordered = () => {
		if (typeof found !== typeof wanted || (typeof found !== 'number' && typeof found !== 'string')) return NaN;
		return typeof found === 'number' ? found - (wanted as number) : byCodePoint(found, wanted as string);
	};
	switch (operator) {
		case '$eq':
			return isAny((one) => same(one, wanted));
		case '$ne':
			return !isAny((one) => same(one, wanted));
		case '$in':
			return isAny((one) => (wanted as unknown[]).some((value) => same(one, value)));
		case '$nin':
			return !isAny((one) => (wanted as unknown[]).some((value) => same(one, value)));
		case '$contains':
			return (
				isAny((one) => typeof one === 'string' && one.split(wanted as string).length > 1) || (wanted === '' && isAny((one) => one === ''))
			);
		case '$gt':
			return ordered() > 0;
		case '$gte':
			return ordered() >= 0;
		case '$lt':
			return ordered() < 0;
		case '$lte':
			return ordered() <= 0;
		default:
			throw new Error(`no such operator: ${operator}`);
	}
}
