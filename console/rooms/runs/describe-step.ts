import type { Tone } from '../../parts/status';
import { formatCost, formatDuration, formatNumber } from '../../words/format';
import { sayOutcome } from './runs-words';
import { type Step, type StepOf } from './run';
import { trailWords as words } from './trail-words';

interface StepLine {
	tone: Tone;
	name: string;
	facts: string[];
}

export const describeStep = (step: Step): StepLine => (lines[step.kind] as (step: Step) => StepLine)(step);

const outcomes = ['ok', 'error', 'denied', 'asked', 'planned', 'unknown'] as const;

const lines: { [Kind in Step['kind']]: (step: StepOf<Kind>) => StepLine } = {
	input: ({ passages, guardrails }) => ({
		tone: isStopped(guardrails) ? 'bad' : 'quiet',
		name: words('input'),
		facts: passages.length > 0 ? [words('passages', passages.length)] : [],
	}),
	model: describeModel,
	tool: ({ tool, outcome, errorCode, characters, guardrails }) => ({
		tone: outcome === 'ok' ? (guardrails ? 'warn' : 'good') : outcome === 'planned' ? 'quiet' : 'bad',
		name: tool,
		facts: [sayToolOutcome(outcome), errorCode, outcome === 'ok' && words('characters', characters)].filter(
			(fact) => typeof fact === 'string',
		),
	}),
	question: ({ pending, outside }) =>
		outside
			? { tone: 'busy', name: words('outside', outside.join(', ')), facts: [] }
			: { tone: 'warn', name: words('question'), facts: pending.map(({ tool, question }) => tool ?? question ?? '') },
	decision: ({ approved, by, durationMs }) => ({
		tone: approved ? 'good' : 'bad',
		name: words(approved ? 'approved' : 'declined'),
		facts: [...(by === undefined ? [] : [words('by', by)]), words('waited', formatDuration(durationMs))],
	}),
	end: ({ outcome, reason, guardrail, limit }) => ({
		tone: outcome === 'reply' ? 'good' : outcome === 'needs-human' ? 'warn' : 'bad',
		name: words('end'),
		facts: [sayOutcome(outcome), guardrail, limit, reason].filter((fact) => fact !== undefined),
	}),
};

function describeModel({
	purpose,
	model,
	usage,
	costUsd,
	attempts,
	toolCalls = 0,
	limit,
	instead,
	verdict,
	tool,
}: StepOf<'model'>): StepLine {
	const facts = [
		model ?? (limit ? words('notAsked', limit) : words('noAnswer')),
		tool,
		usage && words('tokens', formatNumber(usage.inputTokens), formatNumber(usage.outputTokens)),
		costUsd !== null && costUsd > 0 && formatCost(costUsd),
		toolCalls > 0 && words('calls', toolCalls),
		verdict && words('verdict', verdict),
	];
	const isTroubled = attempts.some(({ ok }) => !ok) || instead !== undefined;
	return {
		tone: model === null ? 'bad' : isTroubled ? 'warn' : 'good',
		name: words(purpose),
		facts: facts.filter((fact) => typeof fact === 'string'),
	};
}

const isStopped = (guardrails: Step['guardrails']) => (guardrails ?? []).some(({ action }) => action === 'block');

function sayToolOutcome(outcome: string): string {
	const known = outcomes.find((one) => one === outcome);
	return known ? words(known) : outcome;
}
