import { randomBytes } from 'node:crypto';
import { maskText } from '../../../core/guardrails/masking/mask-text';
import { advance } from '../../../core/guardrails/policy/conversation-state';
import { findStop, type GuardResult, type Stage, type Violation } from '../../../core/guardrails/policy/guard';
import type { GuardrailPolicy } from '../../../core/guardrails/policy/guardrail-policy';
import { isCompared, refuseBlind, type ReplyContextNames, toGuardContext } from '../../../core/guardrails/policy/reply-context';
import type { ConversationVault } from '../../../core/guardrails/vault/conversation-vault';
import { memoryVaultStore } from '../../../core/guardrails/vault/memory-vault-store';
import { openVault } from '../../../core/guardrails/vault/open-vault';
import { createVaultKeys } from '../../../core/guardrails/vault/vault-keys';
import type { Match } from '../../../core/ports/guardrails/match';
import type { Host } from '../../../providers/compose/hosts/host';
import { composeGuard } from '../../../providers/compose/guardrails/guard';
import { composeVault } from '../../../providers/compose/guardrails/vault';
import { composeViolationLog } from '../../../providers/compose/guardrails/violations';
import type { Job, JobHandler, JobOutcome } from '../../engine/jobs';
import type { ProcessEngine } from '../../engine/process-engine';
import type { Worker, WorkerOptions } from '../../engine/workers';
import { type GuardrailTask, guardrailVariables, readGuardrailTask } from './guardrail-job-input';
import { admittedJob, openGatedWorker } from '../gated-worker';
import { toJobHost } from '../job-host';
import type { JobType } from '../../../bpmn/job-types';
import { withResultMapping } from '../with-result-mapping';

/** Its contract is docs/job-types/troupe-guardrail.md. */
const guardrailJobType: JobType = 'troupe:guardrail';

const defaults: WorkerOptions = { name: 'troupe', concurrency: 8, timeoutMs: 60_000, fetchVariables: guardrailVariables };

/**
 * Serves `troupe:guardrail` on an engine.
 * @throws TroupeError when the manifest does not allow it; then no job is taken
 */
export async function openGuardrailWorker(engine: ProcessEngine, host: Host, options: Partial<WorkerOptions> = {}): Promise<Worker> {
	return openGatedWorker(engine, host.gate, guardrailJobType, { ...defaults, ...options }, guardrailJobHandler(host));
}

export function guardrailJobHandler(host: Host): JobHandler {
	const openVault = createVaultOpener();
	const work = async (job: Job): Promise<JobOutcome> => {
		const task = await readGuardrailTask(job);
		const jobHost = toJobHost(host, job);
		return runTask(task, jobHost, openVault(task, jobHost));
	};
	return (job, stop) => admittedJob(host, guardrailJobType, job, stop, () => withResultMapping(job, () => work(job)), 'The guardrail');
}

async function runTask(task: GuardrailTask, host: Host, vault: ConversationVault): Promise<JobOutcome> {
	const { text, state, facts, contact } = task;
	switch (task.operation) {
		case 'mask': {
			const masked = await maskText(text, { mask: task.mask, types: task.types, locales: task.locales, vault });
			return changed(task, masked.text, masked.matches);
		}
		case 'restore':
			return changed(task, await vault.restore(text), []);
		default: {
			const guard = await composeGuard(task.policy, host, (policy) => refuseUnfit(policy, task));
			const given = isCompared(task.stage) ? toGuardContext(task.compareWith) : {};
			const result = await guard.check(task.stage, text, { vault, state, facts, contact, ...given });
			await (await composeViolationLog(host)).record(result.violations, { conversationId: task.conversationId, host: 'worker' });
			return checked(task, result);
		}
	}
}

function refuseUnfit(policy: GuardrailPolicy, { stage, compareWith }: Extract<GuardrailTask, { stage: Stage }>): void {
	refuseBlind(policy, stage, compareWith, replyContextNames);
}

const replyContextNames: ReplyContextNames = {
	host: 'the task',
	give: (field) => `Map the variable "compareWith" with a field "${field}"`,
};

function changed({ text, state }: GuardrailTask, result: string, matches: Match[]): JobOutcome {
	const outcome = result === text ? 'pass' : 'rewritten';
	return {
		kind: 'complete',
		variables: { outcome, reason: null, text: result, matches, violations: [], conversationState: state ?? null },
	};
}

/** All are always set: in a loop, no value of an earlier run may remain. */
function checked(task: GuardrailTask, result: GuardResult): JobOutcome {
	const { outcome, text, violations } = result;
	const stop = findStop(result);
	const matches = stop?.matches ?? violations.flatMap((violation) => violation.matches);
	const counts = task.operation === 'check-reply' && !stop;
	const state = counts ? advance(task.state, text) : task.state;
	const variables = {
		outcome,
		reason: stop?.reason ?? null,
		text,
		matches,
		violations,
		conversationState: state ?? null,
	};
	if (!stop) return { kind: 'complete', variables };
	// Only here: a process may have a variable of that name, and variables of an error stay in the boundary event.
	const answered = { ...variables, answer: stop.answer ?? null };
	return { kind: 'bpmn-error', errorCode: toErrorCode(stop), message: stop.reason, variables: answered };
}

/** For example `GUARDRAIL_PRICE`. A failed guardrail reports its own code. */
export function toErrorCode({ code }: Pick<Violation, 'code'>): string {
	return code === 'GUARDRAIL_FAILED' ? code : `GUARDRAIL_${code}`;
}

/** Without a state folder, tokens live as long as the worker. */
function createVaultOpener(): (task: GuardrailTask, host: Host) => ConversationVault {
	const passing = { store: memoryVaultStore(), keys: createVaultKeys(randomBytes(32)) };
	return ({ conversationId }, host) => {
		if (host.stateFolder !== undefined) return composeVault(host, { conversationId });
		return openVault({ ...passing, tenant: host.tenant, clock: host.clock, conversationId });
	};
}
