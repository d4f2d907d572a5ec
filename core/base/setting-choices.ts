import { TroupeError } from './errors';

const yesOrNo = ['true', 'false'] as const;
const allowOrDeny = ['allow', 'deny'] as const;

/** The values of each setting that has only a few. docs/operations/settings.md explains them. */
export const settingChoices = {
	TROUPE_ALLOW_INLINE_AGENTS: yesOrNo,
	TROUPE_ALLOW_PRIVATE_NETWORKS: yesOrNo,
	TROUPE_BOUND_TOKENS: ['required'],
	TROUPE_COLLECTIONS: ['listed', 'open'],
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

/** Returns the choice that a text is, in any case. @throws TroupeError INPUT_INVALID, so that no slip turns a protection off in silence */
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
