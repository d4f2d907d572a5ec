import { looksRandom } from './likely-secret';
import type { SecretMatch, SecretRule } from './rule';
import { secretRules } from './rules';

const rulesByAnchor = new Map<string, SecretRule[]>();
for (const rule of secretRules) for (const anchor of rule.anchors) rulesByAnchor.set(anchor, [...(rulesByAnchor.get(anchor) ?? []), rule]);
// An anchor can begin another: `sk-` also occurs wherever `sk-ant-` does.
for (const [anchor, rules] of rulesByAnchor) {
	for (const [shorter, others] of rulesByAnchor) if (anchor !== shorter && anchor.startsWith(shorter)) rules.push(...others);
}
const anchorForm = new RegExp(
	[...rulesByAnchor.keys()]
		.sort((a, b) => b.length - a.length)
		.map((anchor) => anchor.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
		.join('|'),
	'g',
);

export function* findFormed(text: string): Generator<SecretMatch | undefined> {
	const anchors = new RegExp(anchorForm);
	for (let anchor = anchors.exec(text); anchor; anchor = anchors.exec(text)) {
		const matches = secretsAt(text, anchor.index, rulesByAnchor.get(anchor[0])!);
		yield* matches.length > 0 ? matches : [undefined];
		// Anchors can overlap: the search continues after this one's first character, or after the secret.
		anchors.lastIndex = Math.max(anchor.index + 1, matches.at(-1)?.end ?? 0);
	}
}

const here = [0] as const;

/** Later rules match only after the first match: the secret that follows an id. */
function secretsAt(text: string, anchor: number, rules: SecretRule[]): SecretMatch[] {
	const matches: SecretMatch[] = [];
	for (const rule of rules) {
		for (const lead of rule.leads ?? here) {
			const match = anchor < lead ? undefined : secretFrom(text, anchor - lead, rule);
			if (!match) continue;
			if (match.start >= (matches.at(-1)?.end ?? 0)) matches.push(match);
			break;
		}
	}
	return matches;
}

function secretFrom(text: string, from: number, { name, expression, anywhere, accepts, score }: SecretRule): SecretMatch | undefined {
	if (!anywhere && from > 0 && isWordCharacter(text.charCodeAt(from - 1)) && !escape.test(text.slice(Math.max(0, from - 6), from)))
		return undefined;
	expression.lastIndex = from;
	const parsed = expression.exec(text);
	if (!parsed) return undefined;
	const secret = parsed[0].slice(parsed[1]?.length ?? 0);
	if (!(accepts ?? looksRandom)(secret)) return undefined;
	const end = from + parsed[0].length;
	return { type: 'SECRET', rule: name, start: end - secret.length, end, score: score ?? 0.95 };
}

/** As in nested JSON or in a URL: `\\n`, `%20`, `\\u0022`. */
const escape = /(?:\\[nrtbf]|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2})$/;
const isWordCharacter = (code: number): boolean =>
	(code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code > 191;
