import { describeDegraded, describeUnasked } from '../../../core/agents/ended-run/describe-degraded';
import type { AgentOutcome, RunUsage, TeamCall } from '../../../core/agents/agent-outcome';
import type { Ending } from '../../../core/agents/loop/trail/trail-entry';
import { describePages } from '../../../core/knowledge/search/passages/page-label';
import { listSearchFaults } from '../../../core/knowledge/search/search-remarks';
import { printable, type Terminal } from '../../terminal/terminal';
import { describePlace } from './describe-place';

export function outcomeLines(outcome: AgentOutcome, terminal: Pick<Terminal, 'style'>): string[] {
	const dim = (text: string) => terminal.style('dim', text);
	const unasked = describeUnasked(outcome);
	return [
		printable(outcome.reply),
		...outcome.citations.map((citation) =>
			dim(
				`  [${citation.number}] ${printable(`${[citation.title, describePages(citation)].filter(Boolean).join(', ')} (${citation.documentId})`)}`,
			),
		),
		'',
		...listUnsupported(outcome).map((line) => terminal.style('yellow', printable(line))),
		`${terminal.style(outcome.kind === 'reply' ? 'green' : 'yellow', outcome.kind)}${dim(describeReason(outcome))}`,
		...(outcome.handOver ? [dim(`hand-over: ${printable(outcome.handOver.reason)}`)] : []),
		...(outcome.degraded ? [terminal.style('yellow', printable(describeDegraded(outcome)!))] : []),
		...(unasked === undefined ? [] : [dim(`${unasked} To let a model write it, set a key, such as OPENAI_API_KEY.`)]),
		dim(usageLine(outcome.usage)),
		...(outcome.team ?? []).map((call) => dim(teamLine(call))),
		...outcome.usage.attempts
			.filter(({ ok }) => !ok)
			.map(({ model, errorCode }) => dim(`${printable(model)} failed: ${errorCode ?? 'INTERNAL'}`)),
		...listSearchFaults(outcome.searches).map((fault) => dim(printable(fault))),
		...outcome.guardrails.map((event) =>
			dim(`guardrail ${event.guardrail}: ${event.action} of the ${describePlace(event)}${describeMatches(event.matches)}`),
		),
	];
}

/** Describes statements whose passages do not have most of their words. */
function listUnsupported({ support }: AgentOutcome): string[] {
	const weak = support?.statements.filter(({ lacks }) => lacks !== undefined) ?? [];
	return weak.map(({ text, score, lacks }) => `support ${score.toFixed(2)} (${lacks}): ${text}`);
}

function teamLine({ by, agent, depth, outcome = 'waits', errorCode, usage }: TeamCall): string {
	const cost = usage.costUsd === null ? '' : `, ${usage.costUsd.toFixed(6)} USD`;
	const ended = `${outcome}${errorCode === undefined ? '' : ` (${errorCode})`}`;
	return `${'  '.repeat(depth)}${by} called ${agent.id} ${agent.version}: ${ended}, ${usage.inputTokens} + ${usage.outputTokens} tokens${cost}`;
}

export function usageLine(usage: RunUsage): string {
	const tokens = `${usage.inputTokens} + ${usage.outputTokens} tokens${usage.estimated ? ' (estimated)' : ''}`;
	const cost = usage.costUsd === null ? 'cost unknown' : `${usage.costUsd.toFixed(6)} USD`;
	return `${usage.model ?? (usage.attempts.length > 0 ? 'no model answered' : 'no model asked')}, ${tokens}, ${cost}, ${Math.round(usage.durationMs)} ms`;
}

/** Says why a run ended without a reply, after the kind of its outcome. */
export function describeReason(outcome: AgentOutcome | Ending): string {
	switch (outcome.kind) {
		case 'reply':
			return '';
		case 'blocked':
			return ` by ${printable(outcome.guardrail)}: ${printable(outcome.reason)}`;
		case 'needs-human':
			return `: ${outcome.reason}`;
		case 'limit-reached':
			return `: ${outcome.limit}${outcome.limit === 'budget' ? ' (see `troupe usage budgets`; a cost budget refuses a model without a known price)' : ''}`;
	}
}

function describeMatches(matches: { type: string }[]): string {
	return matches.length > 0 ? ` (${[...new Set(matches.map((match) => match.type))].join(', ')})` : '';
}
