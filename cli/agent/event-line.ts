import type { AgentEvent } from '../../core/agents/agent-event';
import { searchRemarks } from '../../core/knowledge/search/search-remarks';
import { countNouns, shortenLine } from '../terminal/format-text';
import { plain } from '../terminal/terminal';
import { describePlace } from './describe-place';

const maxArguments = 200;

/** Describes a step of a run on one line, indented for a called agent; undefined for events that the reply shows. */
export function eventLine(event: AgentEvent): string | undefined {
	const line = describeEvent(event);
	const { team } = event;
	return line !== undefined && team ? `${'  '.repeat(team.depth)}${team.agent}: ${line}` : line;
}

function describeEvent(event: AgentEvent): string | undefined {
	switch (event.kind) {
		case 'started':
			return [
				`${event.resumed ? 'continues' : 'starts'}: ${event.agent.id} ${event.agent.version}`,
				...(event.warnings ?? []).map((warning) => `warning: ${plain(warning)}`),
			].join('; ');
		case 'model-started':
			return `${event.step}. model …`;
		case 'model-finished': {
			const { model, usage, costUsd, durationMs, toolCalls } = event;
			const cost = costUsd === null ? '' : `, ${costUsd.toFixed(6)} USD`;
			const calls = toolCalls > 0 ? `, calls ${countNouns(toolCalls, 'tool')}` : '';
			return `${event.step}. model ${plain(model)}: ${usage.inputTokens} + ${usage.outputTokens} tokens${cost}, ${Math.round(durationMs)} ms${calls}`;
		}
		case 'model-failed':
			return `${event.step}. model failed: ${event.errorCode}, ${Math.round(event.durationMs)} ms`;
		case 'tool-started':
			return `${event.step}. ${plain(event.tool)} ${shortenLine(JSON.stringify(event.arguments) ?? '', maxArguments)}`;
		case 'tool-finished': {
			const failure = event.errorCode === undefined ? '' : ` (${event.errorCode})`;
			return `${event.step}. ${plain(event.tool)}: ${event.outcome}${failure}, ${countNouns(event.characters, 'character')}, ${Math.round(event.durationMs)} ms`;
		}
		case 'searched': {
			const { step, search } = event;
			const how = [
				search.mode,
				...(search.reranker ? [`reranked by ${search.reranker}`] : []),
				...searchRemarks(search).map(({ text }) => text),
			];
			return plain(
				`${step === undefined ? '' : `${step}. `}${search.collection}: ${countNouns(search.passages, 'passage')}, ${how.join(', ')}`,
			);
		}
		case 'guardrail':
			return `guardrail ${event.violation.guardrail}: ${event.violation.action} of the ${describePlace(event.violation)}`;
		case 'context-trimmed':
			return `${event.step}. conversation trimmed to ${event.tokens} tokens: ${countNouns(event.droppedTurns, 'turn')} left out, ${countNouns(event.cutToolResults, 'result')} shortened`;
		case 'suspended':
			return `waits for a person: ${countNouns(event.pending.length, 'decision')}`;
		case 'model-part':
		case 'finished':
			return undefined;
	}
}
