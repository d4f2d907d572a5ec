import { listFacts } from '../../core/agents/approvals/approval-view';
import type { RecordedDecision } from '../../core/agents/approvals/recorded-decision';
import type { RunStep, StepGuardrail, StepPassage } from '../../core/agents/loop/trail/list-steps';
import type { AskReason } from '../../core/tools/ask-reason';
import { searchRemarks } from '../../core/knowledge/search/search-remarks';
import type { CollectionSearched } from '../../core/ports/knowledge/search-facts';
import type { ModelAttempt } from '../../core/ports/models/models';
import { describeDecision } from '../agent/lines/event-line';
import { countNouns, formatDuration, shortenLine } from '../terminal/format-text';
import { printable } from '../terminal/terminal';

const maxText = 200;

interface StepLines {
	line: string;
	details: string[];
}

type StepOf<Kind extends RunStep['kind']> = Extract<RunStep, { kind: Kind }>;

function describeStep(step: RunStep): StepLines {
	const { line, details } = (descriptions[step.kind] as (step: RunStep) => StepLines)(step);
	return { line, details: [...details, ...(step.guardrails ?? []).map(describeGuardrail)] };
}

const descriptions: { [Kind in RunStep['kind']]: (step: StepOf<Kind>) => StepLines } = {
	input: ({ passages, searches = [], durationMs }) => ({
		line: `input, ${formatDuration(durationMs)}`,
		details: [...searches.map(describeSearch), ...passages.map(describePassage)],
	}),
	model: describeModel,
	tool: ({ tool, arguments: args, outcome, errorCode, characters, durationMs, text, search, passages = [] }) => ({
		line: `${tool} ${showArguments(args)}: ${outcome}${errorCode ? ` (${errorCode})` : ''}, ${countNouns(characters, 'character')}, ${formatDuration(durationMs)}`,
		details: [
			...(outcome === 'error' && text !== '' ? [shortenLine(text, maxText)] : []),
			...(search ? [describeSearch(search)] : []),
			...passages.map(describePassage),
		],
	}),
	question: ({ pending, outside }) =>
		outside
			? { line: `waits for calls outside: ${outside.join(', ')}`, details: [] }
			: { line: `waits for a person: ${countNouns(pending.length, 'decision')}`, details: pending.flatMap(explainQuestion) },
	decision: ({ startedAt, durationMs, ...decision }) => ({
		line: `${describeDecision({ ...decision, text: decision.comment, at: Date.parse(startedAt) + durationMs })}, after ${formatDuration(durationMs)}`,
		details: [],
	}),
	end: ({ outcome, reason, guardrail, limit }) => ({
		line: `end: ${outcome}${guardrail ? ` by the guardrail ${guardrail}` : ''}${limit ? `: ${limit}` : ''}${reason ? `: ${reason}` : ''}`,
		details: [],
	}),
};

const purposes = { answer: '', summary: 'summary of earlier turns by ', review: 'review by ', extract: 'values taken by ' } as const;

function describeModel({ purpose, model, usage, costUsd, durationMs, toolCalls = 0, ...step }: StepOf<'model'>): StepLines {
	const { attempts, limit, instead, tool, verdict, reason } = step;
	const about = tool === undefined ? '' : ` (${tool})`;
	const facts = [
		usage && `${usage.inputTokens} + ${usage.outputTokens} tokens`,
		costUsd !== null && `${costUsd.toFixed(6)} USD`,
		formatDuration(durationMs),
		toolCalls > 0 && `calls ${countNouns(toolCalls, 'tool')}`,
		verdict && `says ${verdict}${reason ? ` (${reason})` : ''}`,
	].filter((fact) => typeof fact === 'string');
	const name = model ?? (limit ? `not asked: the limit ${limit} is reached` : 'no answer');
	return {
		line: `model ${purposes[purpose]}${name}${about}: ${facts.join(', ')}`,
		details: [
			...attempts.filter(({ ok }) => !ok).map((attempt) => explainAttempt(attempt, model)),
			...(instead ? [`why the documents are quoted: ${instead.code}: ${instead.message}`] : []),
		],
	};
}

/** Says why a model did not answer, and so why another one did. */
function explainAttempt({ model, errorCode = 'INTERNAL', budget, durationMs }: ModelAttempt, answered: string | null): string {
	const why = budget === undefined ? `failed: ${errorCode}, after ${formatDuration(durationMs)}` : `is not within the budget ${budget}`;
	return `${answered === null ? 'why no model answered' : answered === model ? 'tried before' : `why ${answered}`}: ${model} ${why}`;
}

const describePassage = ({ title, document, chunk, score, page }: StepPassage): string =>
	`passage ${score.toFixed(3)}: ${[title, page && `page ${page}`].filter(Boolean).join(', ') || document} (${chunk})`;

/** Explains the choice of passages: words, vectors, reranker, and anything unavailable. */
function describeSearch(search: CollectionSearched): string {
	const how = [search.mode, search.reranker && `reranked by ${search.reranker}`, ...searchRemarks(search).map(({ text }) => text)];
	return `search of ${search.collection}: ${countNouns(search.passages, 'passage')}, ${how.filter(Boolean).join(', ')}`;
}

const describeGuardrail = ({ guardrail, policy, code, action, stage, matches, reason }: StepGuardrail): string =>
	`guardrail ${guardrail}${policy ? ` of ${policy.id}` : ''}: ${action} of the ${stage}, ${code}${matches > 1 ? ` × ${matches}` : ''}: ${reason}`;

const reasons: Record<AskReason, (tool: string) => string> = {
	rule: (tool) => `a rule asks about calls of ${tool}`,
	'no-rule': (tool) => `no rule allows calls of ${tool}`,
	limit: () => 'the call is beyond the limits of the rule that allows it',
	values: () => 'nobody who may decide chose its values, or spoke of it',
	results: () => 'the operator demands it after texts of others (TROUPE_APPROVALS)',
	operator: () => 'the operator demands it for calls with this effect (TROUPE_APPROVALS)',
	declined: (tool) => `a person declined ${tool} in this run`,
	agent: () => 'the called agent asks nobody itself',
	guardrail: () => 'a guardrail found something in its arguments',
	reviewer: () => 'the reviewer does not allow it',
};

function explainQuestion(asked: RecordedDecision): string[] {
	const who = asked.agent === undefined ? '' : `${asked.agent}: `;
	if (asked.kind === 'question') return [`${who}the agent asks: ${shortenLine(asked.question, maxText)}`];
	const facts = listFacts({ ...asked, knew: [], requestedBy: undefined, effect: undefined }, 'en');
	return [
		`${who}about ${asked.tool} ${showArguments(asked.arguments)}`,
		...(asked.because ? [`why: ${reasons[asked.because](asked.tool)}`] : []),
		...facts.map((fact) => `  ${fact}`),
	];
}

const showArguments = (args: unknown): string => shortenLine(typeof args === 'string' ? args : (JSON.stringify(args) ?? ''), maxText);

interface Branch extends StepLines {
	branches: Branch[];
}

/** Draws the steps of a run: those of a called agent are branches of its call. @param signatures those of the decisions, in their order */
export function drawSteps(steps: readonly RunStep[], signatures: ReadonlyArray<string | undefined> = []): string[] {
	return draw(growBranches(steps, signatures), '').map((line) => printable(line).replaceAll('\n', ' '));
}

function growBranches(steps: readonly RunStep[], signatures: ReadonlyArray<string | undefined>): Branch[] {
	const root: Branch[] = [];
	/** By the calls that lead to an agent: its steps so far. */
	const called = new Map<string, Branch[]>();
	let decisions = 0;
	for (const step of steps) {
		const { line, details } = describeStep(step);
		const signature = step.kind === 'decision' ? signatures[decisions++] : undefined;
		const place = step.team ? openPlace(step.team) : root;
		const call = step.kind === 'tool' ? [step.team?.call, step.callId].filter(Boolean).join('/') : '';
		const branches = called.get(call) ?? [];
		const open = place.find((branch) => branch.branches === branches);
		const branch = { line, details: signature === undefined ? details : [...details, signature], branches };
		if (open) Object.assign(open, branch);
		else place.push(branch);
	}
	return root;

	/** An agent that is at work, or waits, has no result yet. */
	function openPlace({ agent, call }: NonNullable<RunStep['team']>): Branch[] {
		const known = called.get(call);
		if (known) return known;
		const branches: Branch[] = [];
		called.set(call, branches);
		const above = call.slice(0, Math.max(0, call.lastIndexOf('/')));
		(called.get(above) ?? root).push({ line: `agent ${agent}`, details: [], branches });
		return branches;
	}
}

function draw(branches: readonly Branch[], indent: string): string[] {
	return branches.flatMap(({ line, details, branches: below }, index) => {
		const isLast = index === branches.length - 1;
		const inner = `${indent}${isLast ? '   ' : '│  '}`;
		const rest = `${inner}${below.length > 0 ? '│  ' : '   '}`;
		return [`${indent}${isLast ? '└─ ' : '├─ '}${line}`, ...details.map((detail) => `${rest}${detail}`), ...draw(below, inner)];
	});
}
