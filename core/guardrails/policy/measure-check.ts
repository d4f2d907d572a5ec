import { measurements } from '../../base/metrics/measurements';
import type { GuardResult, Stage } from './guard';
import type { PlacedGuardrail } from './placed-guardrail';

type Judge = (placed: readonly PlacedGuardrail[]) => Promise<GuardResult>;

export async function measureCheck(stage: Stage, placed: readonly PlacedGuardrail[], judge: Judge): Promise<GuardResult> {
	const startedAt = performance.now();
	const result = await judge(placed);
	if (placed.length === 0) return result;
	measurements.count('troupe_guardrail_checks_total', { stage, outcome: result.outcome });
	measurements.observe('troupe_guardrail_check_duration_seconds', { stage }, (performance.now() - startedAt) / 1000);
	for (const { code, action } of result.violations) measurements.count('troupe_guardrail_violations_total', { code, stage, action });
	return result;
}
