import type { Guard } from '../guardrails/policy/guard';
import type { Tracing } from '../ports/tracing';
import { inSpan } from './in-span';

/** Each check of a whole text is a span. Parts of a stream, and passages, are too many: one span covers all. */
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
