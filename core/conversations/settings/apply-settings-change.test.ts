import type { SettingsState } from '../../ports/channels/channel-settings';
import { applySettingsChange } from './apply-settings-change';

const none: SettingsState = { number: 0, version: 0, values: {}, trial: null };
const apply = (state: SettingsState, action: 'set' | 'try' | 'keep' | 'undo', changes = {}, share: number | null = null, undone?: never) =>
	applySettingsChange(state, { action, changes, share }, state.number + 1, undone);
const done = (...of: Parameters<typeof apply>): SettingsState => {
	const applied = apply(...of);
	if (applied.kind !== 'done') throw new Error(applied.why);
	return applied.state;
};

it('sets values for all, and gives back what the agent says', () => {
	const set = done(none, 'set', { greeting: 'Oi', tone: 'casual' });
	expect(set).toEqual({ number: 1, version: 1, values: { greeting: 'Oi', tone: 'casual' }, trial: null });
	expect(done(set, 'set', { greeting: null })).toEqual({ number: 2, version: 2, values: { tone: 'casual' }, trial: null });
});

it('tries values for a share, which can grow, and keeps them under the version that was tried', () => {
	const tried = done(none, 'try', { greeting: 'Oi' }, 10);
	expect(tried).toMatchObject({ version: 0, values: {}, trial: { version: 1, values: { greeting: 'Oi' }, share: 10 } });
	const more = done(tried, 'try', {}, 50);
	expect(more.trial).toEqual({ version: 1, values: { greeting: 'Oi' }, share: 50 });
	expect(done(more, 'keep')).toEqual({ number: 3, version: 1, values: { greeting: 'Oi' }, trial: null });
	expect(done(more, 'undo')).toEqual({ number: 3, version: 0, values: {}, trial: null });
});

it.each([
	['set', { greeting: 'x' }, 'trial-runs'],
	['try', { greeting: 'x' }, 'trial-runs'],
] as const)('does not %s others while a trial runs', (action, changes, why) => {
	expect(apply(done(none, 'try', { greeting: 'Oi' }, 10), action, changes, 20)).toEqual({ kind: 'impossible', why });
});

it.each([
	['keep', 'no-trial'],
	['try', 'no-trial'],
	['undo', 'nothing-to-undo'],
] as const)('has nothing to %s where there was none', (action, why) => {
	expect(apply(none, action, {}, 10)).toEqual({ kind: 'impossible', why });
});

it('undoes the last change', () => {
	const set = done(none, 'set', { greeting: 'Oi' });
	const undone = { number: 1, action: 'set' as const, before: { version: 0, values: {} }, rules: null, changes: {} };
	expect(applySettingsChange(set, { action: 'undo', changes: {}, share: null }, 2, undone)).toEqual({
		...{ kind: 'done', state: { number: 2, version: 0, values: {}, trial: null } },
	});
});
