import { countNouns } from '../../core/base/text/count-nouns';
import { comparePairs, fewestPairs } from '../../core/base/statistics/judge-difference';
import { type EvaluationRule, formatShare, readRuleAge } from './evaluation-rule';
import type { EvaluationStatement } from './evaluation-statement';

export interface EvaluatedAgent {
	id: string;
	version: string;
	/** SHA-256 of the definition's bytes, hex. */
	sha256: string;
	/** Troupe version that it comes with and that must have evaluated it. Absent: any. */
	troupe?: string;
}

interface RuleFacts {
	candidate: EvaluatedAgent;
	/** The version in use; undefined for the first one. */
	approved?: EvaluatedAgent;
	statements: readonly EvaluationStatement[];
	nowMs: number;
}

const maxNamedCases = 20;

/** Returns one line per problem, with the failed cases. Empty: the rule holds. */
export function findProblems(rule: EvaluationRule, facts: RuleFacts): string[] {
	if (rule.agent !== undefined && rule.agent !== facts.candidate.id) return [];
	const own = newestOf(rule, facts.candidate, facts.statements);
	const named = `the set ${JSON.stringify(rule.set)}`;
	if (!own)
		return [
			`${named} has no result of ${describeAgent(facts.candidate)}${rule.sha256 === undefined ? '' : ` for the cases ${rule.sha256.slice(0, 12)}`}${describeOthers(facts.statements)}`,
		];
	return [
		...findAge(rule, own, named, facts.nowMs),
		...findFailures(rule, own, named),
		...(rule.notWorseThanApproved ? findRegressions(rule, own, named, facts) : []),
	];
}

const describeAgent = ({ id, version, sha256, troupe }: EvaluatedAgent): string =>
	`${id} ${version} (definition ${sha256.slice(0, 12)}${troupe === undefined ? '' : `, evaluated by Troupe ${troupe}`})`;

const describeVersion = ({ version, troupe }: EvaluatedAgent): string =>
	troupe === undefined ? version : `${version} with Troupe ${troupe}`;

const maxOthers = 3;

/** Names the newest results: often the set has another name, or the agent another version. */
function describeOthers(statements: readonly EvaluationStatement[]): string {
	const newest = statements.toSorted((one, other) => Date.parse(other.evaluatedAt) - Date.parse(one.evaluatedAt)).slice(0, maxOthers);
	const names = newest.map(
		({ set, agent, versions }) =>
			`${JSON.stringify(set.name)} of ${agent.id} ${agent.version} (${agent.sha256.slice(0, 12)}, by Troupe ${versions.troupe})`,
	);
	return names.length === 0 ? '' : `; there are ${names.join(', ')}`;
}

function newestOf(
	{ set, sha256 }: EvaluationRule,
	agent: EvaluatedAgent,
	statements: readonly EvaluationStatement[],
): EvaluationStatement | undefined {
	return statements
		.filter((one) => one.set.name === set && (sha256 === undefined || one.set.sha256 === sha256))
		.filter((one) => isAbout(one, agent))
		.sort((one, other) => Date.parse(other.evaluatedAt) - Date.parse(one.evaluatedAt))[0];
}

/** Agents of Troupe's own package can stay the same while the code that runs them changes. */
export const isAbout = ({ agent, versions }: EvaluationStatement, { id, version, sha256, troupe }: EvaluatedAgent): boolean =>
	agent.id === id && agent.version === version && agent.sha256 === sha256 && (troupe === undefined || versions.troupe === troupe);

/** Max lead of the evaluator's clock. */
const clockSkewMs = 300_000;

function findAge(rule: EvaluationRule, { evaluatedAt }: EvaluationStatement, named: string, nowMs: number): string[] {
	const age = nowMs - Date.parse(evaluatedAt);
	if (!(age >= -clockSkewMs)) return [`${named} was evaluated at ${evaluatedAt}, which is in the future`];
	return age > readRuleAge(rule) ? [`${named} was evaluated at ${evaluatedAt}, which is more than ${rule.maxAge} ago`] : [];
}

function findFailures({ minPass = 1 }: EvaluationRule, { cases }: EvaluationStatement, named: string): string[] {
	const failed = cases.filter(({ passed }) => !passed);
	const share = (cases.length - failed.length) / cases.length;
	if (share >= minPass) return [];
	return [
		`${cases.length - failed.length} of ${countNouns(cases.length, 'case')} of ${named} pass, ${formatShare(share)}; expected ${formatShare(minPass)}`,
		...nameCases('fails', failed),
	];
}

/** The confidence interval decides; with too few cases for one, no passed case may fail. */
function findRegressions(rule: EvaluationRule, own: EvaluationStatement, named: string, { approved, statements }: RuleFacts): string[] {
	if (!approved) return [];
	const before = describeVersion(approved);
	const result = newestOf({ ...rule, sha256: own.set.sha256 }, approved, statements);
	if (!result) return [`${named} has no result of the approved ${approved.id} ${approved.version} for the same cases`];
	const earlier = new Map(result.cases.map((one) => [one.case, one]));
	const pairs = own.cases.flatMap((one) => {
		const other = earlier.get(one.case);
		return other ? [[other, one] as const] : [];
	});
	const broken = pairs.filter(([first, second]) => first.passed && !second.passed).map(([, second]) => second);
	if (pairs.length < fewestPairs)
		return broken.length === 0
			? []
			: [`${before} passes cases of ${named} that fail now`, ...nameCases(`passed with ${before}, fails`, broken)];
	const figures = { 'cases that pass': (one: { passed: boolean }) => Number(one.passed), score: (one: { score: number }) => one.score };
	const worse = Object.entries(figures).flatMap(([figure, read]) => {
		const { difference, judgement } = comparePairs(
			pairs.map(([first, second]) => [read(first), read(second)] as const),
			true,
		);
		if (judgement !== 'worse') return [];
		const [value, low, high] = [difference!.value, difference!.low, difference!.high].map((number) => Number(number.toFixed(3)));
		return [`it is worse than ${before} in ${named}: ${figure} ${value} (${low} to ${high})`];
	});
	return worse.length === 0 ? [] : [...worse, ...nameCases(`passed with ${before}, fails`, broken)];
}

function nameCases(what: string, cases: ReadonlyArray<{ case: string }>): string[] {
	const named = cases.slice(0, maxNamedCases).map((one) => `${what}: ${JSON.stringify(one.case)}`);
	return cases.length > maxNamedCases ? [...named, `and ${cases.length - maxNamedCases} more`] : named;
}
