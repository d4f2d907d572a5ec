import { throwIfCancelled } from '../../base/async/cancelled';
import type { Filter } from '../../ports/knowledge/filter/filter';
import type { Collection } from '../../ports/knowledge/knowledge-store';
import type { Writer } from '../../ports/knowledge/writers';

interface RetentionRule {
	/** Age in days since ingestion or the last change. */
	days: number;
	/** Only documents with one of these in the metadata's `labels`. */
	labels?: string[];
	/** Default: the operator. */
	writer?: Writer;
	dryRun?: boolean;
}

const dayMs = 86_400_000;
const listedAtOnce = 1_000;

/** Atomic. @param now milliseconds since the epoch @returns ids, ascending */
export async function retainDocuments(collection: Collection, rule: RetentionRule, now: number, signal: AbortSignal): Promise<string[]> {
	const filter = pastFilter(rule, now);
	return rule.dryRun ? listIds(collection, filter, signal) : collection.remove({ filter }, rule.writer);
}

function pastFilter({ days, labels }: RetentionRule, now: number): Filter {
	const past: Filter = { kind: 'range', field: 'ingestedAt', bound: 'below', value: now - days * dayMs };
	return labels ? { kind: 'and', filters: [past, { kind: 'in', field: 'labels', values: labels }] } : past;
}

async function listIds(collection: Collection, filter: Filter, signal: AbortSignal): Promise<string[]> {
	const ids: string[] = [];
	for (;;) {
		throwIfCancelled(signal, 'The listing was stopped.');
		const some = await collection.documents({ filter }, { after: ids.at(-1), limit: listedAtOnce });
		ids.push(...some.map(({ id }) => id));
		if (some.length < listedAtOnce) return ids;
	}
}
