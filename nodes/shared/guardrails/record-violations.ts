import type { IExecuteFunctions, ISupplyDataFunctions } from 'n8n-workflow';
import type { Violation } from '../../../core/guardrails/policy/guard';
import { composeViolationLog } from '../../../providers/compose/guardrails/violations';
import { readState } from '../state/read-state';

export async function recordViolations(
	context: IExecuteFunctions | ISupplyDataFunctions,
	violations: Violation[],
	conversationId?: string,
): Promise<void> {
	if (violations.length === 0) return;
	const log = await composeViolationLog(await readState(context));
	await log.record(violations, { conversationId, host: 'n8n' });
}
