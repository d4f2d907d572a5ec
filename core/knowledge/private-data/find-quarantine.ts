import { LoopYielder } from '../../base/async/loop-yielder';
import { detectInjection } from '../../guardrails/injection/detect-injection';
import type { Metadata } from '../../ports/knowledge/filter/filter';
import type { IngestTask } from '../knowledge-task';
import { throwIfIngestionStopped } from '../ingest/throw-if-ingestion-stopped';
import { findRankingTrick } from './find-ranking-trick';

export type OrdersPolicy = NonNullable<IngestTask['orders']>;

/** Rules alone, with few false alarms in documents of others. */
const sure = { threshold: 0.8 };

/** Reason for quarantine; never quotes the text. Undefined if none. @throws TroupeError CANCELLED */
export async function findQuarantine(
	chunks: ReadonlyArray<{ text: string }>,
	{ title, metadata }: { title: string; metadata: Metadata },
	policy: OrdersPolicy,
	signal: AbortSignal,
): Promise<string | undefined> {
	if (policy === 'keep') return undefined;
	const parts = [
		...chunks.map(({ text }) => ['text', text] as const),
		['title or metadata', [title, ...Object.values(metadata)].flat().join('\n')] as const,
	];
	const pace = new LoopYielder();
	for (const [where, part] of parts) {
		if (pace.isDue()) await pace.rest();
		throwIfIngestionStopped(signal);
		const { flagged, score } = await detectInjection(part, { source: 'knowledge', ...(policy === 'quarantine' && sure) });
		if (flagged) return `Its ${where} gives orders to a model (score ${score.toFixed(2)}).`;
		const trick = findRankingTrick(part);
		if (trick !== undefined) return `Its ${where} ${trick}.`;
	}
	return undefined;
}
