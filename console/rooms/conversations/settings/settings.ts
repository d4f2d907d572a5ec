type SettingValue = string | number | string[];

export interface Setting {
	name: string;
	label: string;
	type: 'text' | 'list' | 'number' | 'choice';
	value: SettingValue;
	default: SettingValue;
	isSet: boolean;
	agents: string[];
	trial?: SettingValue;
	doesNotFit?: SettingValue;
	maxLength?: number;
	choices?: Array<{ name: string; label: string }>;
}

export interface Wording {
	closedText?: string;
	waitText?: string;
	hours?: string[];
	holidays?: string[];
	followUps?: string[];
}

export interface ChannelSettings {
	channel: string;
	number: number;
	settings: Setting[];
	trial: { version: number; share: number } | null;
	unknown: string[];
	absentAgents: string[];
	rules: Wording;
}

export interface Change {
	number: number;
	action: string;
	changes: Record<string, SettingValue | null>;
	share: number | null;
	by: string;
	byName: string | null;
	at: string;
	state: 'done' | 'proposed' | 'rejected' | 'undone' | 'ended';
	decidedBy: string | null;
	decidedByName: string | null;
	reason: string | null;
}

/** Form text of a value: a list has one line per entry. */
export const toText = (value: SettingValue | undefined | null): string =>
	value === undefined || value === null ? '' : Array.isArray(value) ? value.join('\n') : String(value);

export const toLines = (text: string): string[] =>
	text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');

export function toValue(type: Setting['type'], text: string): SettingValue {
	if (type === 'list') return toLines(text);
	return type === 'number' ? Number(text.replace(',', '.')) : text;
}
