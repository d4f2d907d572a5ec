import * as Type from 'typebox/type';
import { nameSetting } from '../../../../core/agents/settings/setting-values';
import { resolveSettings } from '../../../../core/agents/settings/setting-values';
import { toIso } from '../../../../core/base/iso-time';
import { orNull, recordOf } from '../../../../core/base/shape';
import type { Language } from '../../../../core/base/text/languages';
import {
	type SettingsChange,
	settingsActions,
	type SettingsState,
	type ValueChanges,
} from '../../../../core/ports/channels/channel-settings';
import { integer, open, string, texts, time } from '../../../../manifests/registry/api/answer-fields';
import { list } from '../../../../manifests/registry/api/fields';
import type { DeclaredSettings } from './declared-settings';

const maxText = 2_000;
const text = Type.String({ maxLength: maxText });
/** By name, within the agent's declared limits. */
export const valueChanges = Type.Unsafe<ValueChanges>(
	recordOf(Type.Union([text, Type.Number(), list(text, 50), Type.Null()]), {
		description: 'By name; null: the value of the agent',
		maxProperties: 50,
		propertyNames: { maxLength: 40 },
	}),
);
export const number = Type.Integer({
	description: 'Of the last change that the caller saw: after another one, nothing is changed',
	minimum: 0,
});

export const changeFields = {
	number: integer,
	action: Type.Enum([...settingsActions]),
	changes: open(),
	share: orNull(integer),
	by: string,
	at: time,
	state: Type.Enum(['done', 'proposed', 'rejected', 'undone', 'ended']),
	decidedBy: orNull(string),
	decidedAt: orNull(time),
	reason: orNull(string),
	byName: orNull(Type.String({ description: 'The name of the key that `by` is' })),
	decidedByName: orNull(string),
};

/** @param nameOf returns the name of a caller's key; null for others */
export const describeChange = (
	{ at, decidedAt, number: of, action, changes, share, by, state, decidedBy, reason }: SettingsChange,
	nameOf: (caller: string) => string | null,
) => ({
	number: of,
	action,
	changes,
	share,
	by,
	at: toIso(at),
	state,
	decidedBy,
	decidedAt: toIso(decidedAt),
	reason,
	byName: nameOf(by),
	decidedByName: decidedBy === null ? null : nameOf(decidedBy),
});

export const undoneField = Type.Optional(
	Type.Object(
		{
			number: integer,
			action: Type.Enum([...settingsActions]),
			rules: orNull(open()),
			stays: orNull(Type.Integer({ description: 'A change of texts and times that was made while the trial ran, and stays' })),
		},
		{ description: 'Of an undo: the change that it took back, or that began the trial; rules as they are again' },
	),
);

export const settingsFields = {
	channel: string,
	number: integer,
	version: Type.Integer({ description: 'The change whose values count; 0: those of the agents' }),
	settings: Type.Array(open(), { description: 'Name, label, type, limits, the value that counts, that of the agent, and that of a trial' }),
	trial: orNull(Type.Object({ version: integer, share: integer })),
	unknown: Type.Array(string, { description: 'Names of values that no agent declares any more; empty while an agent is absent' }),
	absentAgents: { ...texts, description: 'Agents that cannot be read, whose settings are left out' },
};

export function describeSettings(channel: string, state: SettingsState, { declared, absentAgents }: DeclaredSettings, language: Language) {
	const { number: last, version, values, trial } = state;
	const settings = [...declared.values()].map(({ declarations }) => {
		const { setting } = declarations[0]!;
		const { name, type, default: usual, label: _label, ...limits } = setting;
		const read = (of: SettingsState['values']) => resolveSettings([setting], of);
		const now = read(values);
		return {
			name,
			label: nameSetting(setting, language),
			type,
			...describeLimits(limits as Limits, language),
			value: now.values[name],
			default: usual,
			isSet: Object.hasOwn(values, name),
			agents: declarations.map(({ agent }) => agent),
			...(now.unfit.length > 0 && { doesNotFit: values[name] }),
			...(trial && { trial: read(trial.values).values[name] }),
		};
	});
	return {
		channel,
		number: last,
		version,
		settings,
		trial: trial && { version: trial.version, share: trial.share },
		unknown: absentAgents.length > 0 ? [] : Object.keys({ ...values, ...trial?.values }).filter((name) => !declared.has(name)),
		absentAgents,
	};
}
export type DescribedSettings = ReturnType<typeof describeSettings>;

interface Limits {
	choices?: ReadonlyArray<{ name: string; label: { en?: string; pt?: string } }>;
}

function describeLimits({ choices, ...limits }: Limits, language: Language): object {
	const named = choices?.map(({ name, label }) => ({ name, label: label[language] ?? label.en ?? label.pt ?? name }));
	return { ...limits, ...(named && { choices: named }) };
}
