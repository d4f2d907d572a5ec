import { toCallerFault } from '../../core/base/caller-fault';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { RecordedState } from '../../core/ports/runs/run-records';
import { describeOutcome } from '../offered-agents/describe-outcome';

/** The caller's unmasked view of a run. */
export interface RunAnswer {
	runId: string;
	/** `running` also before it has begun. */
	state: RecordedState;
	agent: { id: string; version?: string };
	conversationId: string;
	outcome?: string;
	reason?: string | null;
	reply?: string;
	output?: unknown;
	citations?: object[];
	usage?: object;
	/** Open decisions. Tool arguments are only for those who can approve it. */
	pending?: object[];
	error?: KeptFault;
}

interface KeptFault {
	code: string;
	message: string;
	fix?: string;
	retryable: boolean;
}

export function answerOutcome(outcome: AgentOutcome, conversationId: string, canDecide: boolean): RunAnswer {
	const { agent, ...told } = describeOutcome(outcome, canDecide) as unknown as RunAnswer;
	const { id, version } = agent;
	return { ...told, state: 'state' in outcome ? 'waiting' : 'completed', agent: { id, version: version! }, conversationId };
}

export function answerFault(fault: unknown): KeptFault {
	const { code, message, fix, retryable } = toCallerFault(fault);
	return { code, message, ...(fix !== undefined && { fix }), retryable };
}

/** The error for the run's waiting caller. @param fault as it was thrown, or as it was kept */
export function toCallersError(fault: unknown, runId: string): TroupeError {
	const { code, message, fix, retryable } = isTroupeError(fault) || fault instanceof Error ? answerFault(fault) : (fault as KeptFault);
	const retryAfterMs = isTroupeError(fault) ? fault.retryAfterMs : undefined;
	// A refused decision's reason names nothing of the installation.
	const isTold = isTroupeError(fault) && (fault.code === 'DECISION_REFUSED' || toCallerFault(fault).isWhole);
	const details = { ...(isTold && fault.details), runId };
	return new TroupeError({ code: code as TroupeError['code'], message, fix, retryable, retryAfterMs, forCaller: true, details });
}
