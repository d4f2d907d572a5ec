import { findValueProblem, listTexts, maxValuesLength, statesPrices } from '../../../../core/agents/settings/setting-values';
import { TroupeError } from '../../../../core/base/errors';
import { mergeValues } from '../../../../core/conversations/settings/apply-settings-change';
import { findPrices } from '../../../../core/guardrails/checks/statements/prices';
import { findStatements } from '../../../../core/guardrails/checks/statements/statement-check';
import { findInjection } from '../../../../core/guardrails/injection/find-injection';
import type { SettingValue, SettingValues, ValueChanges } from '../../../../core/ports/channels/channel-settings';
import type { DeclaredSetting } from './declared-settings';

/** Checks values for all declaring agents. @throws TroupeError INPUT_INVALID that names each setting */
export async function checkChanges(
	changes: ValueChanges,
	declared: ReadonlyMap<string, DeclaredSetting>,
	before: SettingValues,
): Promise<void> {
	const problems: string[] = [];
	for (const [name, value] of Object.entries(changes)) {
		const setting = declared.get(name);
		// Undeclared values can be removed.
		if (setting === undefined) {
			if (value !== null || !Object.hasOwn(before, name)) problems.push(`${JSON.stringify(name.slice(0, 40))} is not a setting`);
		} else if (value !== null) problems.push(...(await checkValue(name, value, setting)));
	}
	if (problems.length === 0 && JSON.stringify(mergeValues(before, changes)).length > maxValuesLength)
		problems.push(`all values together have more than ${maxValuesLength} characters`);
	if (problems.length === 0) return;
	const names = [...declared.keys()].join(', ');
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The values are not valid: ${problems.join('; ')}. Nothing was changed.`,
		fix: `Correct them. The settings are: ${names || 'none'}; \`troupe channel settings show\` has their limits.`,
		details: { problems },
	});
}

async function checkValue(name: string, value: SettingValue, { declarations }: DeclaredSetting): Promise<string[]> {
	for (const { agent, setting, statesNoPrices } of declarations) {
		const problem = findValueProblem(setting, value);
		const whose = declarations.length > 1 ? ` for the agent ${agent}` : '';
		if (problem !== undefined) return [`${name} ${problem}${whose}`];
		const texts = listTexts(setting, value);
		if (statesNoPrices && !statesPrices(setting) && (await hasPrice(texts)))
			return [`${name} states a price, which its guardrails do not allow${whose}`];
	}
	const texts = listTexts(declarations[0]!.setting, value);
	// A list is judged whole: its texts follow each other in the prompt.
	const { flagged } = await findInjection(texts.join('\n'), {});
	return flagged ? [`${name} appears to give the agent orders that break its rules`] : [];
}

async function hasPrice(texts: readonly string[]): Promise<boolean> {
	for (const text of texts) if ((await findStatements(text, findPrices)).length > 0) return true;
	return false;
}
