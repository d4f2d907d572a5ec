import { detectInjection } from '../../guardrails/injection/detect-injection';
import type { DocumentText, Metadata } from '../../ports';

/** What an ingestion does with a document that gives orders to a model. `quarantine`: no search finds it until a person releases it. */
export type OrdersPolicy = 'quarantine' | 'keep';

/** Returns why a document goes into quarantine; it never quotes the text. Undefined if it does not. */
export async function findQuarantine(
	{ text }: DocumentText,
	{ title, metadata }: { title: string; metadata: Metadata },
	policy: OrdersPolicy,
): Promise<string | undefined> {
	if (policy === 'keep') return undefined;
	for (const [where, part] of [
		['text', text],
		['title or metadata', [title, ...Object.values(metadata)].flat().join('\n')],
	] as const) {
		const { flagged, score } = await detectInjection(part, { source: 'knowledge' });
		if (flagged) return `Its ${where} gives orders to a model (score ${score.toFixed(2)}).`;
	}
	return undefined;
}
