import type { IWebhookFunctions } from 'n8n-workflow';
import type { Decision } from '../../../core/agents/agent-request';
import { findRefusal } from '../../../core/agents/loop/waiting/check-approver';
import { findStarter, findSuspended } from '../../../core/agents/loop/waiting/read-stored-trail';
import type { TroupeError } from '../../../core/base/errors';
import { readApprovalRules } from '../../../providers/compose/settings/approval-rules';
import { nameByWorkflow } from '../request/name-decider';
import type { RunSeal } from './seal-run';
import type { WaitingRun } from './waiting-runs';

/** A run past its deadline has no decisions. */
export function splitDecisions(
	waiting: WaitingRun[],
	decisions: Decision[],
	isLate: (run: WaitingRun) => boolean,
): Array<[WaitingRun, Decision[]]> {
	let next = 0;
	return waiting.map((run) => {
		const from = next;
		next += isLate(run) ? 0 : run.pending.length;
		return [run, decisions.slice(from, next)];
	});
}

export function readPerson(context: IWebhookFunctions, form: string, seal: RunSeal): string | undefined {
	const { person, key } = context.getQueryData() as { person?: unknown; key?: unknown };
	return seal.isPerson(form, person, key) ? nameByWorkflow(person) : undefined;
}

/** Why a decision would not count, while the form can still say so. */
export function refuseDecisions(
	waiting: WaitingRun[],
	isLate: (run: WaitingRun) => boolean,
	decisions: Decision[],
	by: string,
): TroupeError | undefined {
	const rules = readApprovalRules();
	for (const [{ state }, own] of splitDecisions(waiting, decisions, isLate)) {
		const startedBy = findStarter(state.trail);
		// As recorded: people see data instead of tokens, which is another view.
		const recorded = findSuspended(state.trail)?.pending ?? [];
		for (const decision of own) {
			const asked = recorded.find(({ id }) => id === decision.id);
			if (decision.kind !== 'approval' || asked?.kind !== 'approval') continue;
			const refusal = findRefusal(decision, asked, { by, startedBy, rules });
			if (refusal) return refusal;
		}
	}
	return undefined;
}
