import type { Bump, Change, RuledChange } from './bump';
import { jsonChanges } from './json-changes';

type Rule = Bump | ((change: Change) => Bump);

/**
 * Version bump per change of a definition; the first matching row decides. An agent's contract (semver.org) is its id and capabilities. A patch range
 * such as `~1.2` never allows more actions, knowledge, spending or disclosure than ops approved. All other changes are patches.
 */
const table: Array<[at: RegExp, rule: Rule, reason: string]> = [
	[/^\/(?:version|\$schema)$/, 'none', 'says nothing of what it does'],
	[/^\/id$/, 'major', 'another id is another agent'],
	[/^\/capabilities/, ({ kind }) => byKind(kind, { removed: 'major', added: 'minor', changed: 'patch' }), 'capabilities'],
	[/^\/(?:name|purpose|texts)/, 'patch', 'wording'],
	[/^\/prompt$/, ({ kind }) => (kind === 'changed' ? 'patch' : 'minor'), 'the prompt'],
	[/^\/promptReference\/variables/, 'patch', 'wording of the prompt'],
	[/^\/promptReference/, 'minor', 'another published prompt'],
	[/^\/settings\/\d+\/(?:label|default|choices\/\d+\/(?:label|prompt))/, 'patch', 'wording of the prompt'],
	[/^\/settings/, 'minor', 'what people can change of its prompt'],
	[/^\/model\/(?:temperature$|route\/\d+\/(?:price|timeoutMs))/, 'patch', 'how models are asked'],
	[/^\/model/, 'minor', 'which models see its data'],
	[/^\/knowledge/, 'minor', 'what it knows'],
	[/^\/memory/, 'minor', 'what it remembers'],
	[/^\/tools\/(?:parallel|timeoutMs|resultCharacters)$/, raised, 'limits of its tools'],
	[/^\/tools\/rules/, 'minor', 'permissions'],
	[/^\/tools/, 'minor', 'tools'],
	[/^\/evaluate\/(?:rubric|share|window)$/, 'patch', 'how its runs are judged'],
	[/^\/evaluate/, 'minor', 'which models judge its runs'],
	[/^\/guardrails/, weakened, 'guardrails'],
	[/^\/budgets(?:\/\d+)?$/, ({ kind }) => (kind === 'added' ? 'patch' : 'minor'), 'budgets'],
	[/^\/budgets\/\d+\/(?:costUsd|tokens|calls)$/, raised, 'budgets'],
	[/^\/budgets/, 'minor', 'budgets'],
	[/^\/limits\/costUsd$/, (change) => (change.kind === 'added' ? 'patch' : raised(change)), 'limits'],
	[/^\/limits/, raised, 'limits'],
	[/(?:)/, 'minor', 'a field that no rule knows'],
];

export function agentChanges(from: unknown, to: unknown): RuledChange[] {
	return jsonChanges(from, to).map((change) => {
		const [, rule, reason] = table.find(([at]) => at.test(change.path))!;
		return { ...change, bump: typeof rule === 'string' ? rule : rule(change), reason };
	});
}

const byKind = (kind: Change['kind'], bumpOf: Record<Change['kind'], Bump>): Bump => bumpOf[kind];

/** A higher limit allows more. Adding or removing one can too, because of the default. */
function raised({ from, to }: Change): Bump {
	return typeof from === 'number' && typeof to === 'number' && to < from ? 'patch' : 'minor';
}

/** A change that is not clearly stricter counts as weaker. */
function weakened({ path, kind, from, to }: Change): Bump {
	const isStricter =
		(/^\/guardrails\/personalData\/types(?:\/\d+)?$/.test(path) && isMore(kind, from, to)) ||
		(path === '/guardrails/personalData/action' && (to === 'block' || (from ?? 'token') === (to ?? 'token'))) ||
		(/^\/guardrails\/policy(?:\/checks\/\d+)?$/.test(path) && kind === 'added') ||
		(path === '/guardrails/policy/onFailure' && (to ?? 'block') === 'block');
	return isStricter ? 'patch' : 'minor';
}

/** True for an added entry, or a list that keeps all its entries. */
function isMore(kind: Change['kind'], from: unknown, to: unknown): boolean {
	return kind === 'added' || (Array.isArray(from) && Array.isArray(to) && from.every((entry) => to.includes(entry)));
}
