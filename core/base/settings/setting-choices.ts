import { TroupeError } from '../errors';
import { findNearName } from '../text/near-name';

const yesOrNo = ['true', 'false'] as const;
const allowOrDeny = ['allow', 'deny'] as const;

/** Settings with few values. docs/operations/settings.md explains them. */
export const settingChoices = {
	TROUPE_ACCESS_LOG: ['on', 'off'],
	TROUPE_ALLOW_INLINE_AGENTS: yesOrNo,
	TROUPE_ALLOW_PRIVATE_NETWORKS: yesOrNo,
	TROUPE_BOUND_TOKENS: ['required'],
	TROUPE_COLLECTIONS: ['listed', 'open'],
	TROUPE_LOG_FORMAT: ['json', 'text'],
	TROUPE_LOG_LEVEL: ['info', 'warn', 'error'],
	TROUPE_REGISTRY_INSECURE: allowOrDeny,
	TROUPE_REPLACED_MODELS: allowOrDeny,
	TROUPE_REQUIRE_APPROVED: ['boot'],
	TROUPE_REQUIRE_ROOT: ['real', 'pinned'],
	TROUPE_SEARCH_QUESTIONS: ['masked'],
	TROUPE_STALE_POLICY: ['deny', 'allow-last-approved', 'audit'],
	TROUPE_UNLISTED_AGENTS: allowOrDeny,
	TROUPE_WEBHOOK_PRIVATE: allowOrDeny,
} as const;

export type ChoiceSetting = keyof typeof settingChoices;

export const settingLists = {
	TROUPE_OPENAI_NEEDS: [
		'max-tokens',
		'max-completion-tokens',
		'no-temperature',
		'no-reasoning-effort',
		'no-stream-usage',
		'loose-schemas',
		'json-objects',
		'schemas-as-text',
		'no-system-role',
		'alternating-roles',
		'one-call-a-turn',
		'tools-as-text',
	],
} as const;

export type NamesSetting = keyof typeof settingLists;

/** @throws TroupeError INPUT_INVALID, so that no slip silently turns a protection off */
export function pickChoice<Name extends ChoiceSetting>(name: Name, text: string): (typeof settingChoices)[Name][number] {
	const values: readonly string[] = settingChoices[name];
	const value = values.find((one) => one === text.toLowerCase());
	if (value !== undefined) return value as (typeof settingChoices)[Name][number];
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${name} is ${JSON.stringify(text.slice(0, 64))}, expected ${values.join(' or ')}.`,
		fix: 'Correct it, or unset it.',
		details: { setting: name },
	});
}

/** @param where the entries are, if not in the setting itself @throws TroupeError INPUT_INVALID */
export function checkEntries(name: NamesSetting, entries: readonly string[], where: string = name): void {
	const names: readonly string[] = settingLists[name];
	const unknown = entries.find((entry) => !names.includes(entry));
	if (unknown === undefined) return;
	const near = findNearName(unknown, names);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${where} has ${JSON.stringify(unknown.slice(0, 64))}, expected names of ${names.join(', ')}.`,
		fix: near === undefined ? 'Correct it, or unset it.' : `Write ${near} in its place.`,
		details: { setting: name },
	});
}
