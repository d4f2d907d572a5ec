import { toCallerFault } from '../../core/base/caller-fault';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { RecordedState } from '../../core/ports/runs/run-records';
import { describeOutcome } from '../offered-agents/describe-outcome';

/** A run as its caller reads it, in its own words: nothing of it is masked. */
export interface RunAnswer {
	runId: string;
	/** `running` also before it has begun. */
	state: RecordedState;
	agent: { id: string; version?: string };
	/** As the caller names it. */
	conversationId: string;
	outcome?: string;
	/** Why there is no reply, or no whole one. */
	reason?: string | null;
	reply?: string;
	/** The structured reply of an agent that has one. */
	output?: unknown;
	citations?: object[];
	usage?: object;
	/** What it waits for. Arguments of a tool are for those alone who can approve it. */
	pending?: object[];
	/** Why it failed, as in a problem document. */
	error?: KeptFault;
}

interface KeptFault {
	code: string;
	message: string;
	fix?: string;
	retryable: boolean;
}

/** Describes what a run came to in this process. */
export function answerOutcome(outcome: AgentOutcome, conversationId: string, canDecide: boolean): RunAnswer {
	const { agent, ...told } = describeOutcome(outcome, canDecide) as unknown as RunAnswer;
	const { id, version } = agent;
	return { ...told, state: 'state' in outcome ? 'waiting' : 'completed', agent: { id, version: version! }, conversationId };
}

export function answerFault(fault: unknown): KeptFault {
	const { code, message, fix, retryable } = toCallerFault(fault);
	return { code, message, ...(fix !== undefined && { fix }), retryable };
}

/** The error of a run for whoever waits for it. @param fault as it was thrown, or as it was kept */
export function toCallersError(fault: unknown, runId: string): TroupeError {
	const { code, message, fix, retryable } = isTroupeError(fault) || fault instanceof Error ? answerFault(fault) : (fault as KeptFault);
	const retryAfterMs = isTroupeError(fault) ? fault.retryAfterMs : undefined;
	// Why a decision was refused names nothing of the installation.
	const isTold = isTroupeError(fault) && (fault.code === 'DECISION_REFUSED' || toCallerFault(fault).isWhole);
	const details = { ...(isTold && fault.details), runId };
	return new TroupeError({ code: code as TroupeError['code'], message, fix, retryable, retryAfterMs, forCaller: true, details });
}
