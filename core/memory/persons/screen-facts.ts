import { TroupeError } from '../../base/errors';
import { detectInjection } from '../../guardrails/injection/detect-injection';
import { isForeign } from '../../ports/memory';
import type { MemoryInput } from '../task/memory-task';

const asResults = { threshold: 0.55 };

/** @throws TroupeError INPUT_INVALID for a fact of a tool, document or model that gives orders to a model */
export async function screenFacts(facts: readonly MemoryInput[]): Promise<void> {
	for (const [index, { text, source = 'workflow' }] of facts.entries()) {
		if (!isForeign({ source })) continue;
		const { flagged, score } = await detectInjection(text, { source: 'tool-result', ...asResults });
		if (!flagged) continue;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The memory task is not valid: facts.${index}, whose source is "${source}", gives orders to a model (score ${score.toFixed(2)}). Nothing was remembered.`,
			fix: 'Remember what the person said, or a fact without orders.',
			details: { index, source },
		});
	}
}
