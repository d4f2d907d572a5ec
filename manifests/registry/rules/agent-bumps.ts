import type { Bump, Change, RuledChange } from './bump';
import { jsonChanges } from './json-changes';

type Rule = Bump | ((change: Change) => Bump);

/**
 * What each change of an agent's definition asks of its version; the first row that fits decides. The contract of an agent, in the sense of
 * semver.org, is its id and its capabilities: who calls it relies on them. What it may do, know, spend and say of people is what ops
 * approved: a range such as `~1.2`, which takes patches alone, never brings more of that. The rest is wording and care.
 */
const table: Array<[at: RegExp, rule: Rule, reason: string]> = [
	[/^\/(?:version|\$schema)$/, 'none', 'says nothing of what it does'],
	[/^\/id$/, 'major', 'another id is another agent'],
	[/^\/capabilities/, ({ kind }) => byKind(kind, { removed: 'major', added: 'minor', changed: 'patch' }), 'capabilities'],
	[/^\/(?:name|purpose|texts)/, 'patch', 'wording'],
	[/^\/prompt$/, ({ kind }) => (kind === 'changed' ? 'patch' : 'minor'), 'the prompt'],
	[/^\/promptReference\/variables/, 'patch', 'wording of the prompt'],
	[/^\/promptReference/, 'minor', 'another published prompt'],
	[/^\/model\/(?:temperature$|route\/\d+\/(?:price|timeoutMs))/, 'patch', 'how models are asked'],
	[/^\/model/, 'minor', 'which models see its data'],
	[/^\/knowledge/, 'minor', 'what it knows'],
	[/^\/memory/, 'minor', 'what it remembers'],
	[/^\/tools\/(?:parallel|timeoutMs|resultCharacters)$/, raised, 'limits of its tools'],
	[/^\/tools\/rules/, 'minor', 'permissions'],
	[/^\/tools/, 'minor', 'tools'],
	[/^\/guardrails/, weakened, 'guardrails'],
	[/^\/budgets(?:\/\d+)?$/, ({ kind }) => (kind === 'added' ? 'patch' : 'minor'), 'budgets'],
	[/^\/budgets\/\d+\/(?:costUsd|tokens|calls)$/, raised, 'budgets'],
	[/^\/budgets/, 'minor', 'budgets'],
	[/^\/limits\/costUsd$/, (change) => (change.kind === 'added' ? 'patch' : raised(change)), 'limits'],
	[/^\/limits/, raised, 'limits'],
	[/(?:)/, 'minor', 'a field that no rule knows'],
];

/** In what two definitions differ, and what that asks for. */
export function agentChanges(from: unknown, to: unknown): RuledChange[] {
	return jsonChanges(from, to).map((change) => {
		const [, rule, reason] = table.find(([at]) => at.test(change.path))!;
		return { ...change, bump: typeof rule === 'string' ? rule : rule(change), reason };
	});
}

const byKind = (kind: Change['kind'], bumpOf: Record<Change['kind'], Bump>): Bump => bumpOf[kind];

/** A bound that rises allows more; one that comes or goes may, as there is a default. */
function raised({ from, to }: Change): Bump {
	return typeof from === 'number' && typeof to === 'number' && to < from ? 'patch' : 'minor';
}

/** Whatever is not plainly stricter counts as weaker. */
function weakened({ path, kind, from, to }: Change): Bump {
	const isStricter =
		(/^\/guardrails\/personalData\/types(?:\/\d+)?$/.test(path) && isMore(kind, from, to)) ||
		(path === '/guardrails/personalData/action' && (to === 'block' || (from ?? 'token') === (to ?? 'token'))) ||
		(/^\/guardrails\/policy(?:\/checks\/\d+)?$/.test(path) && kind === 'added') ||
		(path === '/guardrails/policy/onFailure' && (to ?? 'block') === 'block');
	return isStricter ? 'patch' : 'minor';
}

/** An entry more, or a list that holds all it held before. */
function isMore(kind: Change['kind'], from: unknown, to: unknown): boolean {
	return kind === 'added' || (Array.isArray(from) && Array.isArray(to) && from.every((entry) => to.includes(entry)));
}
