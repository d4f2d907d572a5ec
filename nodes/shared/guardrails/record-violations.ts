import type { Violation } from '../../../core/guardrails/policy/guard';
import { troupeHome } from '../../../core/base/home';
import { composeViolationLog } from '../../../providers/compose/guardrails/violations';

/** Keeps violations by type and position in the host's log, which the guardrails trigger listens to. */
export async function recordViolations(violations: Violation[], conversationId?: string): Promise<void> {
	if (violations.length === 0) return;
	const log = await composeViolationLog({ stateFolder: troupeHome() });
	await log.record(violations, { conversationId, host: 'n8n' });
}
