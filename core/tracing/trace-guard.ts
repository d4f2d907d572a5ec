import type { Guard } from '../guardrails/policy/guard';
import type { Tracing } from '../ports/tracing';
import { inSpan } from './in-span';

/** Wraps a guard so that each check of a whole text is a span. The parts of a stream, and passages, are too many: each has one around all of them. */
export function traceGuard(guard: Guard, tracing: Tracing | undefined): Guard {
	if (!tracing) return guard;
	return {
		watches: (stage) => guard.watches(stage),
		findScope: (stage) => guard.findScope(stage),
		openStream: (stage, context) => guard.openStream(stage, context),
		check(stage, text, context) {
			if (context?.part || stage === 'knowledge' || !guard.watches(stage)) return guard.check(stage, text, context);
			return inSpan(tracing, { name: `guardrail ${stage}`, facts: { 'troupe.guardrail.stage': stage } }, async (span) => {
				const result = await guard.check(stage, text, context);
				const codes = [...new Set(result.violations.map(({ code }) => code))];
				span.set({ 'troupe.guardrail.outcome': result.outcome, ...(codes.length > 0 && { 'troupe.guardrail.codes': codes }) });
				if (result.failure !== undefined) span.end(result.failure);
				return result;
			});
		},
	};
}
