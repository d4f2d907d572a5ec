import { countNouns } from '../base/text/count-nouns';
import { hash } from 'node:crypto';
import { type CaseResult, type EvaluationResult, writeResult } from './evaluation-result';
import { respondModel } from './traffic/respond';

/** Figures and names for hosts, without texts of messages or answers. */
interface EvaluationSummary {
	set: string;
	/** Agent of the first case that ran; null if none did. */
	agent: { id: string; version: string } | null;
	/** `provider:model`; null if no model was called. `set:respond`: the set answered instead of a model. */
	model: string | null;
	cases: number;
	passedCases: number;
	failedCases: number;
	answeredBySet: number;
	share: number;
	score: number;
	threshold: number;
	modelCalls: number;
	toolCalls: number;
	tokens: number;
	/** US dollars; null if no price is known. */
	costUsd: number | null;
	/** SHA-256 (hex) of the results as `troupe eval run --output` writes them; stable for the same set. */
	reportSha256: string;
}

interface CaseFailure {
	case: string;
	score: number;
	assertions: string[];
	error: string | null;
}

const maxFailures = 100;

/** @param threshold the share of cases that must pass, 0 to 1 */
export function summarizeResult(
	result: EvaluationResult,
	threshold: number,
): { passed: boolean; summary: EvaluationSummary; failures: CaseFailure[] } {
	const { set, cases } = result;
	const passedCases = cases.filter((one) => one.passed).length;
	const share = cases.length === 0 ? 0 : passedCases / cases.length;
	const answeredBySet = cases.filter(isAnsweredBySet).length;
	const first = cases.find(({ agent }) => agent);
	const summary: EvaluationSummary = {
		set,
		agent: first?.agent ?? null,
		model: findModel(cases),
		cases: cases.length,
		passedCases,
		failedCases: cases.length - passedCases,
		answeredBySet,
		share,
		score: findMean(cases.map(({ score }) => score)),
		threshold,
		...addUsage(cases),
		reportSha256: hash('sha256', writeResult(result)),
	};
	return {
		passed: share >= threshold && findUnasked(result).length === 0,
		summary,
		failures: cases
			.filter((one) => !one.passed)
			.map(toFailure)
			.slice(0, maxFailures),
	};
}

export const isAnsweredBySet = ({ model }: Pick<CaseResult, 'model'>): boolean => model === respondModel;

export const findUnasked = ({ variant, cases }: EvaluationResult): CaseResult[] =>
	Object.keys(variant).length === 0 ? [] : cases.filter(isAnsweredBySet);

/** Explains a failed evaluation without texts of its cases. */
export const describeFailure = ({ set, share, passedCases, cases, threshold, answeredBySet }: EvaluationSummary): string =>
	share >= threshold
		? `The set ${set} answered ${answeredBySet} of ${countNouns(cases, 'case')} in place of the agent's model, which was not asked.`
		: `${passedCases} of ${countNouns(cases, 'case')} of the set ${set} pass; at least ${Math.round(threshold * 100)} % must.`;

const toFailure = ({ case: name, score, assertions, error }: CaseResult): CaseFailure => ({
	case: name,
	score,
	assertions: [...new Set(assertions.filter((each) => !each.passed).map(({ assert }) => assert))],
	error: error?.code ?? null,
});

function findModel(cases: CaseResult[]): string | null {
	const models = [...new Set(cases.flatMap(({ model }) => model ?? []))];
	return models.find((model) => model !== respondModel) ?? models[0] ?? null;
}

function addUsage(cases: CaseResult[]): Pick<EvaluationSummary, 'modelCalls' | 'toolCalls' | 'tokens' | 'costUsd'> {
	const usages = cases.flatMap(({ usage }) => usage ?? []);
	const sum = (name: 'modelCalls' | 'toolCalls' | 'tokens') => usages.reduce((all, usage) => all + usage[name], 0);
	const costs = usages.map(({ costUsd }) => costUsd);
	const costUsd = costs.includes(null) ? null : Number(costs.reduce<number>((all, cost) => all + (cost ?? 0), 0).toPrecision(12));
	return { modelCalls: sum('modelCalls'), toolCalls: sum('toolCalls'), tokens: sum('tokens'), costUsd };
}

const findMean = (values: number[]): number =>
	values.length === 0 ? 0 : Number((values.reduce((all, value) => all + value, 0) / values.length).toPrecision(12));
