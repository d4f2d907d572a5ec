import type { Language } from '../../base/text/languages';
import type { SettingValue, SettingValues } from '../../ports/channels/channel-settings';
import type { SettingDeclaration } from '../definition/setting-declarations';

/** Max JSON length of all values of a channel. */
export const maxValuesLength = 30_000;

const usualText = 500;
const usualItem = 200;
const usualItems = 10;
/** Characters not read as written: controls, lone surrogates, direction changes, tags. */
const unwritable = /[\p{Cs}\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]|(?!\n)\p{Cc}/u;

export function findValueProblem(setting: SettingDeclaration, value: unknown): string | undefined {
	if (setting.type === 'number') {
		const { minimum, maximum } = setting;
		const fits = typeof value === 'number' && value >= minimum && value <= maximum;
		return fits ? undefined : `is not a number from ${minimum} to ${maximum}`;
	}
	if (setting.type === 'choice') {
		const names = setting.choices.map(({ name }) => name);
		return names.some((name) => name === value) ? undefined : `is not one of ${names.join(', ')}`;
	}
	if (setting.type === 'text') return findTextProblem(value, setting.maxLength ?? usualText);
	const { maxItems = usualItems, maxLength = usualItem } = setting;
	if (!Array.isArray(value)) return 'is not a list of texts';
	if (value.length > maxItems) return `has ${value.length} texts, at most ${maxItems} are allowed`;
	const problem = value.map((item) => findItemProblem(item, maxLength)).find((found) => found !== undefined);
	return problem && `has a text that ${problem}`;
}

const findItemProblem = (item: unknown, maxLength: number) =>
	typeof item === 'string' && item.includes('\n') ? 'has more than one line' : findTextProblem(item, maxLength);

function findTextProblem(value: unknown, maxLength: number): string | undefined {
	if (typeof value !== 'string') return 'is not a text';
	if (value.trim() === '') return 'is empty';
	if (value.length > maxLength) return `has ${value.length} characters, at most ${maxLength} are allowed`;
	return unwritable.test(value) ? 'has characters that cannot be written' : undefined;
}

function renderValue(setting: SettingDeclaration, value: SettingValue): string {
	if (setting.type === 'list') return (value as readonly string[]).map((item, index) => `${index + 1}. ${item}`).join('\n');
	if (setting.type !== 'choice') return String(value);
	return setting.choices.find(({ name }) => name === value)?.prompt ?? String(value);
}

/** The texts of a value, for checks. An author's texts of choices are part of the approved definition. */
export function listTexts(setting: SettingDeclaration, value: SettingValue): string[] {
	if (setting.type === 'choice') return [];
	return setting.type === 'list' ? [...(value as readonly string[])] : [String(value)];
}

export interface ResolvedSettings {
	values: SettingValues;
	texts: Record<string, string>;
	ownPrices: string[];
	/** Names whose values do not fit this version, which uses its own. */
	unfit: string[];
}

/** Chooses the value of each setting: people's if it fits, otherwise the agent's. */
export function resolveSettings(declared: readonly SettingDeclaration[], set: SettingValues = {}): ResolvedSettings {
	const isSet = ({ name }: SettingDeclaration) => Object.hasOwn(set, name);
	const unfit = declared.filter((setting) => isSet(setting) && findValueProblem(setting, set[setting.name]) !== undefined);
	const chosen = declared.map((setting) => {
		const value: SettingValue = isSet(setting) && !unfit.includes(setting) ? set[setting.name]! : setting.default;
		return { setting, value };
	});
	return {
		values: Object.fromEntries(chosen.map(({ setting, value }) => [setting.name, value])),
		texts: Object.fromEntries(chosen.map(({ setting, value }) => [setting.name, renderValue(setting, value)])),
		ownPrices: chosen.flatMap(({ setting, value }) => (statesPrices(setting) ? listTexts(setting, value) : [])),
		unfit: unfit.map(({ name }) => name),
	};
}

export const statesPrices = (setting: SettingDeclaration): boolean => setting.type !== 'choice' && setting.prices === true;

export const nameSetting = ({ label, name }: SettingDeclaration, language: Language): string =>
	label[language] ?? label.en ?? label.pt ?? name;
