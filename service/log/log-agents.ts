import type { AgentEvent } from '../../core/agents/agent-event';
import { lacksSomething } from '../../core/knowledge/search/search-remarks';
import type { AgentObserver } from '../../engine-adapter/workers/agent-worker';
import { toGenAiFacts } from '../../core/tracing/gen-ai-facts';
import { findJobTenant } from './log-jobs';
import type { Log } from './log';
import type { RecordedDecision } from '../../core/agents/approvals/recorded-decision';

const maxRefused = 5;

export type AgentLog = (event: AgentEvent, belongsTo: Record<string, unknown>) => void;

/** @param tenant that of jobs without one */
export function observeAgents(log: Log, tenant?: string): AgentObserver {
	const logAgent = agentLog(log);
	return (event, { key, instanceKey, tenantId }) =>
		logAgent(event, { tenant: findJobTenant({ tenantId }, tenant), instance: instanceKey, jobKey: key });
}

/** Logs facts, never texts. */
export function agentLog(log: Log): AgentLog {
	return (event, belongsTo) => {
		if (event.kind === 'model-part') return;
		const { runId: run, number } = event;
		const failed =
			event.kind === 'model-failed' ||
			event.kind === 'tool-left-out' ||
			(event.kind === 'searched' && lacksSomething(event.search)) ||
			(event.kind === 'finished' && event.outcome === 'failed') ||
			(event.kind === 'started' && event.warnings !== undefined);
		log(failed ? 'warn' : 'info', `agent ${event.kind}`, {
			...belongsTo,
			run,
			number,
			...(event.team && { team: event.team }),
			...toGenAiFacts(event),
			...collectEventFacts(event),
		});
	};
}

/** Names a call's arguments with wholly foreign values. The call's writer names their contents. */
function listForeign(pending: RecordedDecision): { foreign?: string[] } {
	const origins = pending.kind === 'approval' ? (pending.valueOrigins ?? []) : [];
	const names = origins
		.filter(({ trusted, places }) => !trusted && places.length > 0)
		.map(({ path }) => /^[\w-]{1,64}/.exec(path)?.[0] ?? '');
	const foreign = [...new Set(names)].filter((name) => name !== '');
	return foreign.length > 0 ? { foreign } : {};
}

function collectEventFacts(event: Exclude<AgentEvent, { kind: 'model-part' }>): Record<string, unknown> {
	switch (event.kind) {
		case 'started':
			return {
				agentSha256: event.agent.sha256,
				person: event.person,
				resumed: event.resumed,
				...(event.origins && { origins: event.origins }),
				...(event.warnings && { warnings: event.warnings }),
			};
		case 'model-started':
		case 'model-withdrawn':
			return { step: event.step };
		case 'model-finished': {
			const { step, costUsd, durationMs, toolCalls } = event;
			return { step, costUsd, durationMs, toolCalls };
		}
		case 'model-failed': {
			const { step, durationMs } = event;
			return { step, durationMs };
		}
		case 'tool-started': {
			const { step, source } = event;
			return { step, source };
		}
		case 'tool-left-out':
		case 'tool-relaxed': {
			const { tool, source, reason } = event;
			return { tool, source, reason };
		}
		case 'tool-finished': {
			const { step, outcome, characters, durationMs, trusted } = event;
			return { step, outcome, characters, durationMs, ...(trusted && { trusted }) };
		}
		case 'searched': {
			const { step, callId, tool, ofQuestion, search } = event;
			return { step, callId, tool, ofQuestion, search };
		}
		case 'sandboxed': {
			const { step, callId, tool, sandbox } = event;
			const { files, moreFiles = 0, requests = [], moreRequests = 0, ...done } = sandbox;
			const refused = requests.filter(({ action }) => action === 'refuse').map(({ method, host }) => `${method} ${host}`);
			return {
				step,
				callId,
				tool,
				...done,
				files: files.length + moreFiles,
				requests: requests.length + moreRequests,
				...(refused.length > 0 && { refused: [...new Set(refused)].slice(0, maxRefused) }),
			};
		}
		case 'guardrail': {
			const { guardrail, policy, code, stage, action, tool, argument } = event.violation;
			return { guardrail, policy, code, stage, action, tool, argument };
		}
		case 'context-trimmed': {
			const { step, droppedTurns, cutToolResults, tokens } = event;
			return { step, droppedTurns, cutToolResults, tokens };
		}
		case 'reviewed': {
			const { step, callId, tool, model, verdict, reason, costUsd } = event;
			return { step, callId, tool, model, verdict, reason, costUsd };
		}
		case 'extracted': {
			const { step, callId, tool, model, isRead, dismissed, costUsd, durationMs } = event;
			return { step, callId, tool, model, isRead, dismissed, costUsd, durationMs };
		}
		case 'suspended':
			return { pending: event.pending.map((one) => ({ id: one.id, kind: one.kind, ...listForeign(one) })) };
		case 'decided': {
			const { callId, approved, by, viewSha256 } = event;
			return { callId, approved, by, viewSha256 };
		}
		case 'finished': {
			const { outcome, durationMs, origins } = event;
			const { costUsd, modelCalls, toolCalls } = event.usage;
			return { outcome, costUsd, modelCalls, toolCalls, durationMs, ...(origins && { origins }) };
		}
	}
}
