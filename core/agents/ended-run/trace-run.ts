import { parseTraceContext, readTraceContext } from '../../base/trace-context';
import { readOrigin } from '../../base/work-origin';
import type { SpanFacts } from '../../ports/tracing';
import { operation, toModelFacts, toTokenFacts } from '../../tracing/gen-ai-facts';
import { inSpan } from '../../tracing/in-span';
import type { AgentOutcome } from '../agent-outcome';
import { isReal } from '../agent-parts';
import type { MemberWaiting, Run } from '../loop/run/run';
import { findReason } from './run-event';
import { workedMs } from './report-run';

type Outcome = AgentOutcome | MemberWaiting;

/** Traces a run in a span. A continued run links to its start, in another trace or this one. */
export async function traceRun(run: Run, work: () => Promise<Outcome>): Promise<Outcome> {
	const { parts } = run;
	if (!parts.tracing || parts.mode === 'replay') return work();
	const began = parseTraceContext(run.trail.peek('prepared', '')?.traceparent);
	const links = began && readTraceContext()?.traceparent !== began.traceparent ? [began] : [];
	const name = `invoke_agent ${parts.definition.name}`;
	return inSpan(parts.tracing, { name, facts: await describeRun(run), links }, async (span) => {
		try {
			const result = await work();
			span.set(describeEnd(run, result));
			return result;
		} catch (error) {
			span.set(describeUsage(run));
			throw error;
		}
	});
}

async function describeRun({ parts, id, caller, conversationId }: Run): Promise<SpanFacts> {
	const { definition, definitionSha256, host, tenant = 'default' } = parts;
	const { execution, process, instance, element } = readOrigin();
	const conversation = await parts.hashConversation?.(conversationId).catch(() => undefined);
	return {
		...operation('invoke_agent'),
		...{ 'gen_ai.agent.id': definition.id, 'gen_ai.agent.name': definition.name, 'gen_ai.agent.version': definition.version },
		...{ 'troupe.agent.sha256': definitionSha256, 'troupe.run.id': id, 'troupe.tenant': tenant },
		...(conversation !== undefined && { 'gen_ai.conversation.id': conversation }),
		...(host !== undefined && { 'troupe.host': host }),
		...(caller && { 'troupe.called_by': caller.run.parts.definition.id }),
		...(!isReal(parts) && { 'troupe.dry_run': true }),
		...(execution !== undefined && { 'n8n.execution.id': execution }),
		...(process !== undefined && { 'troupe.process.id': process }),
		...(instance !== undefined && { 'troupe.process.instance': instance }),
		...(element !== undefined && { 'troupe.process.element': element }),
	};
}

function describeUsage(run: Run): SpanFacts {
	const { inputTokens, outputTokens, costUsd, modelCalls, toolCalls, model } = run.usage.summary(workedMs(run));
	return {
		...(modelCalls > 0 && toTokenFacts({ inputTokens, outputTokens })),
		...(model !== null && toModelFacts(model)),
		...{ 'troupe.model_calls': modelCalls, 'troupe.tool_calls': toolCalls },
		...(costUsd !== null && { 'troupe.cost.usd': costUsd }),
	};
}

function describeEnd(run: Run, ended: Outcome): SpanFacts {
	const reason = ended.kind === 'waiting' ? undefined : findReason(ended);
	const outcome = ended.kind === 'waiting' ? 'needs-human' : ended.kind;
	return { ...describeUsage(run), 'troupe.outcome': outcome, ...(reason !== undefined && { 'troupe.reason': reason }) };
}
