import type {
	NewSettingsChange,
	RuleChanges,
	SettingsObstacle,
	SettingsState,
	SettingValues,
	ValueChanges,
} from '../../ports/channels/channel-settings';

/** `null` gives a setting the agent's value. */
export const mergeValues = (values: SettingValues, changes: ValueChanges): SettingValues =>
	Object.fromEntries(Object.entries({ ...values, ...changes }).filter(([, value]) => value !== null)) as SettingValues;

export interface UndoneSettings {
	number: number;
	action: NewSettingsChange['action'];
	before: Pick<SettingsState, 'version' | 'values'>;
	rules: RuleChanges | null;
	changes: RuleChanges;
}

type Applied = { kind: 'done'; state: SettingsState } | { kind: 'impossible'; why: SettingsObstacle };

/** Applies a change. A running trial keeps the other contacts' values, for comparison. @param number that of the change */
export function applySettingsChange(
	{ version, values, trial }: SettingsState,
	{ action, changes, share }: Pick<NewSettingsChange, 'action' | 'changes' | 'share'>,
	number: number,
	undone: UndoneSettings | undefined,
): Applied {
	const to = (state: Omit<SettingsState, 'number'>): Applied => ({ kind: 'done', state: { ...state, number } });
	const not = (why: SettingsObstacle): Applied => ({ kind: 'impossible', why });
	if (action === 'undo') {
		if (trial) return to({ version, values, trial: null });
		return undone ? to({ ...undone.before, trial: null }) : not('nothing-to-undo');
	}
	if (action === 'rules') return to({ version, values, trial });
	if (action === 'keep') return trial ? to({ version: trial.version, values: trial.values, trial: null }) : not('no-trial');
	const isShareOnly = action === 'try' && Object.keys(changes).length === 0;
	if (isShareOnly) return trial ? to({ version, values, trial: { ...trial, share: share! } }) : not('no-trial');
	if (trial) return not('trial-runs');
	const changed = mergeValues(values, changes);
	return action === 'set'
		? to({ version: number, values: changed, trial: null })
		: to({ version, values, trial: { version: number, values: changed, share: share! } });
}
