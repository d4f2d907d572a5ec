import type { IngestEvent } from '../../../core/knowledge/ingest/ingest-events';
import type { NewEvent } from '../../../core/ports/runs/events';

/** Returns what of an ingested document the subscribers of events are told: that it is in quarantine, or doubtful. Unchanged ones were told before. */
export function toAlarms(collection: string, event: IngestEvent): NewEvent[] {
	if (event.kind !== 'document' || event.document.state === 'failed' || event.document.state === 'unchanged') return [];
	const { id: document, quarantined: reason, outliers = 0, contradicts = [] } = event.document;
	const isDoubtful = reason === undefined && (outliers > 0 || contradicts.length > 0);
	return [
		...(reason === undefined ? [] : [{ type: 'knowledge.document.quarantined' as const, data: { collection, document, reason } }]),
		...(isDoubtful ? [{ type: 'knowledge.document.doubtful' as const, data: { collection, document, outliers, contradicts } }] : []),
	];
}
