import type { Language } from '../../base/text/languages';
import { completeContext, createFailed, createFailure, maxText, type PlacedGuardrail, createTooLong, withPolicy } from './placed-guardrail';
import type { Guard, GuardContext, GuardedStream, Stage, Violation } from './guard';

const headLength = 4_000;

/** It must do its own rewriting, and block on failure. */
export function canStream({ guardrail, action, replacement, onFailure = 'block' }: PlacedGuardrail): boolean {
	return guardrail.openStream !== undefined && action === 'rewrite' && !replacement && onFailure === 'block';
}

/** After a failure, no more text passes. */
export function guardedStream(placed: PlacedGuardrail, rest: Guard, stage: Stage, ofCaller: GuardContext, usual?: Language): GuardedStream {
	const { guardrail, code } = placed;
	let head = '';
	let length = 0;
	let stop: Violation | undefined;
	let failure: unknown;
	const context = completeContext(stage, ofCaller, () => head, usual);
	const stream = guardrail.openStream!(context);

	async function attempt(work: () => Promise<string>): Promise<string | undefined> {
		try {
			return await work();
		} catch (cause) {
			failure = createFailure(guardrail.id, cause);
			stop = withPolicy(placed, createFailed({ stage, context }, guardrail.id, 'block'));
			return undefined;
		}
	}

	return {
		rest,
		async *rewritten(source) {
			for await (const piece of source) {
				head = (head + piece).slice(0, headLength);
				length += piece.length;
				if (length > maxText) stop = createTooLong({ stage, context });
				const text = stop ? undefined : await attempt(() => stream.write(piece));
				if (text === undefined) return;
				yield text;
			}
			yield (await attempt(() => stream.end())) ?? '';
		},
		conclude(result) {
			const verdict = stream.verdict();
			const own: Violation[] = [];
			if (verdict.kind === 'violation') {
				const { matches, reason } = verdict;
				own.push(withPolicy(placed, { guardrail: guardrail.id, code, stage, action: 'rewrite', matches, reason }));
			}
			const violations = [...own, ...result.violations];
			if (stop) return { ...result, outcome: 'blocked', violations: [...violations, stop], ...(failure !== undefined && { failure }) };
			return { ...result, outcome: result.outcome === 'pass' && own.length > 0 ? 'rewritten' : result.outcome, violations };
		},
	};
}
