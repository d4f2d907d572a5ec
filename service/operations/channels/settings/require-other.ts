import { isDeepStrictEqual } from 'node:util';
import { TroupeError } from '../../../../core/base/errors';
import { invertRuleChanges } from '../../../../core/conversations/settings/apply-rule-changes';
import { mergeValues } from '../../../../core/conversations/settings/apply-settings-change';
import type { ChannelRecord } from '../../../../core/ports/channels/channel-records';
import {
	greetingPrefix,
	type NewSettingsChange,
	type RuleChanges,
	type SettingsState,
	wordingRules,
} from '../../../../core/ports/channels/channel-settings';
import { ruleKinds } from '../../../../core/ports/channels/rule-kinds';

/** Refuses a change without effect: the history would claim one. @throws TroupeError INPUT_INVALID */
export function requireOther({ action, changes, share }: Omit<NewSettingsChange, 'by'>, { values, trial }: SettingsState): void {
	if (action !== 'set' && action !== 'try') return;
	const names = Object.keys(changes);
	if (trial) {
		if (names.length > 0 || share !== trial.share) return;
		throw unchanged(`the trial has ${share} % of the contacts already`, 'Name another share, or end the trial with keep or undo.');
	}
	if (names.length > 0 && isDeepStrictEqual(mergeValues(values, changes), { ...values })) throw sameValues(changes, showSettings);
}

/** @throws TroupeError INPUT_INVALID */
export function requireOtherRules(rules: ChannelRecord['rules'], changes: RuleChanges): void {
	if (isDeepStrictEqual(invertRuleChanges(rules, changes), { ...changes })) throw sameValues(changes, showRules);
}

const showSettings = 'See what counts: troupe channel settings show NAME.';
const showRules = 'See what counts: troupe channel list --json.';

function sameValues(changes: RuleChanges, fix: string): TroupeError {
	const named = Object.entries(changes).map(([name, value]) => {
		const what = name.startsWith(greetingPrefix) ? `the greeting of ${name.slice(greetingPrefix.length)}` : name;
		return `${what} ${value === null ? 'is not set' : 'has this value already'}`;
	});
	return unchanged(named.join(', '), fix);
}

const unchanged = (why: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message: `Nothing was changed: ${why}.`, fix });

export const noValue = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: 'Nothing was set: the change names no setting, and no share of the contacts.',
		fix: 'Name a setting with its value: troupe channel settings set NAME greeting="Hello!".',
	});

export const noRule = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: 'Nothing was set: the change names no text and no time of the channel.',
		fix: `Name one: ${[...wordingRules.map((name) => `--${ruleKinds[name].option}`), '--greeting', '--reset'].join(', ')}.`,
	});
