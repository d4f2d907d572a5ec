import { isDeepStrictEqual } from 'node:util';
import { applySettingsChange, type UndoneSettings } from '../../../../core/conversations/settings/apply-settings-change';
import type {
	ChannelSettings,
	NewSettingsChange,
	SettingsChange,
	SettingsDecision,
	SettingsResult,
	SettingsState,
	TurnSettings,
	UndoneChange,
	UsedSettings,
	ValueChanges,
} from '../../../../core/ports/channels/channel-settings';
import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import type { ChannelDatabase } from '../channel-database';
import { changeRules, findUndoable, readBefore, readNamedRules, readState, readVersion, selectChanges, writeState } from './settings-rows';
import type { NoteAct } from '../../audit/audited-database';

const maxProposals = 20;

interface Place {
	tenant: string;
	channel: string;
}

export function createChannelSettings({ database, change }: ChannelDatabase): ChannelSettings {
	return {
		read: (tenant, channel) => database.read(tenant, (connection) => readState(connection, tenant, channel)),
		change: (tenant, channel, asked, { known, waits }) =>
			change(tenant, async (connection, now, _hash, note) => {
				const place = { tenant, channel };
				const state = await readState(connection, tenant, channel);
				if (known !== state.number) return { kind: 'changed', last: await findChange(connection, place, state.number) };
				const entry = { ...asked, number: state.number + 1, at: now };
				const result = waits
					? await propose(connection, place, state, entry)
					: await apply(connection, place, state, { ...entry, decidedAt: now });
				await noteResult(note, place, result, asked.by);
				return result;
			}),
		decide: (tenant, channel, number, decision) =>
			change(tenant, async (connection, now, _hash, note) => {
				const place = { tenant, channel };
				const result = await decide(connection, place, number, { ...decision, now });
				await noteResult(note, place, result, decision.by);
				return result;
			}),
		list: (tenant, channel, limit, before = Number.MAX_SAFE_INTEGER) =>
			database.read(tenant, (connection) =>
				selectChanges(connection, 'tenant = ? AND channel = ? AND number < ? ORDER BY number DESC LIMIT ?', tenant, channel, before, limit),
			),
		listProposals: (tenant, limit) =>
			database.read(tenant, (connection) =>
				selectChanges(connection, "tenant = ? AND state = 'proposed' ORDER BY at, channel, number LIMIT ?", tenant, limit),
			),
		async choose(tenant, turn, isOfTrial) {
			const { known, state, isTried } = await database.read(tenant, async (connection) => {
				const now = await readState(connection, tenant, turn.channel);
				return {
					known: await readTurn(connection, tenant, turn),
					state: now,
					isTried: now.trial !== null && (await hasTrial(connection, tenant, turn.conversation, now.trial.version)),
				};
			});
			if (known || state.number === 0) return known;
			// Contacts of the trial stay in it, also when merged.
			const isTrial = isTried || (state.trial !== null && isOfTrial(state.trial));
			const { version } = isTrial ? state.trial! : state;
			return change(tenant, async (connection, now) => {
				await connection.run(
					`INSERT INTO turn_settings (tenant, turn, conversation, version, is_trial, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, turn) DO NOTHING`,
					tenant,
					turn.id,
					turn.conversation,
					version,
					Number(isTrial),
					now,
				);
				return readTurn(connection, tenant, turn);
			});
		},
		listUsed: (tenant, conversations) => database.read(tenant, (connection) => listUsed(connection, tenant, conversations)),
	};
}

/** The settings history has the values, for undo; the audit log says who changed which. */
async function noteResult(note: NoteAct, { tenant, channel }: Place, result: SettingsResult, by: string): Promise<void> {
	if (!('change' in result)) return;
	const { number, action, changes, state } = result.change;
	const details = { kind: 'change', value: { number, action, names: Object.keys(changes) } };
	await note(tenant, {
		action: `channel_settings.${state === 'rejected' ? state : result.kind}`,
		by,
		object: { kind: 'channel', value: channel },
		details,
	});
}

const findChange = async (connection: StateConnection, { tenant, channel }: Place, number: number): Promise<SettingsChange> =>
	(await selectChanges(connection, 'tenant = ? AND channel = ? AND number = ?', tenant, channel, number))[0]!;

type Entry = NewSettingsChange & { number: number; at: number };

async function propose(connection: StateConnection, place: Place, state: SettingsState, entry: Entry): Promise<SettingsResult> {
	const { tenant, channel } = place;
	const open = await selectChanges(connection, "tenant = ? AND channel = ? AND state = 'proposed' LIMIT ?", tenant, channel, maxProposals);
	if (open.length === maxProposals) return { kind: 'impossible', why: 'too-many-proposals' };
	const { number, action, changes, share, by, at } = entry;
	const rules = action === 'rules' ? JSON.stringify(await readNamedRules(connection, place, changes)) : null;
	await connection.run(
		`INSERT INTO channel_settings_change (tenant, channel, number, action, state, changes, share, version_before, values_before, rules_before, changed_by, at)
		VALUES (?, ?, ?, ?, 'proposed', ?, ?, ?, ?, ?, ?, ?)`,
		tenant,
		channel,
		number,
		action,
		JSON.stringify(changes),
		share,
		state.trial?.version ?? state.version,
		JSON.stringify(state.values),
		rules,
		by,
		at,
	);
	return { kind: 'proposed', state: { ...state, number }, change: await findChange(connection, place, number) };
}

const findDifferent = (one: ValueChanges, other: ValueChanges): string | undefined =>
	Object.keys(other).find((name) => !isDeepStrictEqual(one[name] ?? null, other[name] ?? null));

interface Decided {
	decidedAt: number;
	decidedBy?: string;
	reason?: string | null;
}

async function apply(connection: StateConnection, place: Place, before: SettingsState, entry: Entry & Decided): Promise<SettingsResult> {
	const { tenant, channel } = place;
	const { number, action, changes, share, by, at, decidedBy = null, decidedAt, reason = null } = entry;
	const last = action === 'undo' ? await findUndoable(connection, tenant, channel) : undefined;
	const undone = before.trial ? undefined : last;
	const applied = applySettingsChange(before, entry, number, undone);
	if (applied.kind === 'impossible') return applied;
	// The operator may have set the rule since, which a manager must not undo.
	const later = undone?.rules && findDifferent(await readNamedRules(connection, place, undone.changes), undone.changes);
	if (later) return { kind: 'overridden', name: later };
	const rules = action === 'rules' ? changes : (undone?.rules ?? null);
	const rulesBefore = rules && (await changeRules(connection, place, rules, { at: decidedAt, by }));
	const state = { ...applied.state, number: Math.max(before.number, number) };
	const ofVersion = [state, state.trial].find((one) => one?.version === number)?.values;
	await connection.run(
		`INSERT INTO channel_settings_change (tenant, channel, number, action, state, changes, share, values_set, version_before, values_before, rules_before, changed_by, at, decided_by, decided_at, reason)
		VALUES (?1, ?2, ?3, ?4, 'done', ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
		ON CONFLICT (tenant, channel, number) DO UPDATE SET state = 'done', values_set = ?7, version_before = ?8, values_before = ?9, rules_before = ?10,
			decided_by = ?13, decided_at = ?14, reason = ?15`,
		tenant,
		channel,
		number,
		action,
		JSON.stringify(changes),
		share,
		ofVersion ? JSON.stringify(ofVersion) : null,
		before.version,
		JSON.stringify(before.values),
		rulesBefore ? JSON.stringify(rulesBefore) : null,
		by,
		at,
		decidedBy,
		decidedAt,
		reason,
	);
	if (undone)
		await connection.run(
			"UPDATE channel_settings_change SET state = 'undone' WHERE tenant = ? AND channel = ? AND number = ?",
			tenant,
			channel,
			undone.number,
		);
	await writeState(connection, tenant, channel, state);
	const change = await findChange(connection, place, number);
	return { kind: 'done', state, change, ...(action === 'undo' && { undone: describeUndone(before, last) }) };
}

function describeUndone({ trial }: SettingsState, last: UndoneSettings | undefined): UndoneChange {
	if (!trial) return { number: last!.number, action: last!.action, rules: last!.rules, stays: null };
	const stays = last && last.action === 'rules' && last.number > trial.version ? last.number : null;
	return { number: trial.version, action: 'try', rules: null, stays };
}

async function decide(
	connection: StateConnection,
	place: Place,
	number: number,
	{ isApproved, by, reason, now }: SettingsDecision & { now: number },
): Promise<SettingsResult> {
	const { tenant, channel } = place;
	const proposed = await findChange(connection, place, number);
	if (proposed?.state !== 'proposed') return { kind: 'impossible', why: 'not-proposed' };
	const state = await readState(connection, tenant, channel);
	if (isApproved && (await isOfOtherTrial(connection, place, state, proposed)))
		return { kind: 'impossible', why: state.trial ? 'other-trial' : 'no-trial' };
	const later = isApproved && (await findLater(connection, place, state, proposed));
	if (later) return { kind: 'overridden', name: later };
	if (isApproved) return apply(connection, place, state, { ...proposed, decidedBy: by, decidedAt: now, reason });
	await connection.run(
		"UPDATE channel_settings_change SET state = 'rejected', decided_by = ?, decided_at = ?, reason = ? WHERE tenant = ? AND channel = ? AND number = ?",
		by,
		now,
		reason,
		tenant,
		channel,
		number,
	);
	return { kind: 'done', state, change: await findChange(connection, place, number) };
}

/** A trial counts as a whole: another end or share differs from the proposal. */
async function isOfOtherTrial(
	connection: StateConnection,
	place: Place,
	{ version, trial }: SettingsState,
	{ number, changes }: SettingsChange,
): Promise<boolean> {
	if (Object.keys(changes).length > 0) return false;
	return (await readBefore(connection, place, number)).version !== (trial?.version ?? version);
}

async function findLater(
	connection: StateConnection,
	place: Place,
	{ values }: SettingsState,
	{ number, action, changes }: SettingsChange,
): Promise<string | undefined> {
	const before = await readBefore(connection, place, number);
	const [now, then] = action === 'rules' ? [await readNamedRules(connection, place, changes), before.rules] : [values, before.values];
	const named = Object.fromEntries(Object.keys(changes).map((name) => [name, then[name] ?? null]));
	return findDifferent(now, named);
}

async function readTurn(
	connection: StateConnection,
	tenant: string,
	{ id, channel }: { id: string; channel: string },
): Promise<TurnSettings | undefined> {
	const row = await connection.get<{ version: number; isTrial: number }>(
		'SELECT version, is_trial AS "isTrial" FROM turn_settings WHERE tenant = ? AND turn = ?',
		tenant,
		id,
	);
	if (row === undefined) return undefined;
	const version = Number(row.version);
	return { version, isTrial: Number(row.isTrial) === 1, values: await readVersion(connection, tenant, channel, version) };
}

const hasTrial = async (connection: StateConnection, tenant: string, conversation: string, version: number): Promise<boolean> =>
	(await connection.get(
		'SELECT 1 AS one FROM turn_settings WHERE tenant = ? AND conversation = ? AND version = ? AND is_trial = 1 LIMIT 1',
		tenant,
		conversation,
		version,
	)) !== undefined;

const toTimes = (row: { firstAt: number; lastAt: number }) => ({ firstAt: Number(row.firstAt), lastAt: Number(row.lastAt) });

async function listUsed(
	connection: StateConnection,
	tenant: string,
	conversations: readonly string[],
): Promise<Map<string, UsedSettings[]>> {
	const rows = await connection.all<{
		conversation: string;
		version: number;
		isTrial: number;
		turns: number;
		firstAt: number;
		lastAt: number;
	}>(
		`SELECT conversation, version, is_trial AS "isTrial", count(*) AS turns, min(at) AS "firstAt", max(at) AS "lastAt" FROM turn_settings
		WHERE tenant = ? AND conversation IN ${textsOf(connection)} GROUP BY conversation, version, is_trial ORDER BY max(at) DESC, version DESC`,
		tenant,
		JSON.stringify(conversations),
	);
	const used = rows.map(({ conversation, ...row }) => ({
		conversation,
		of: { version: Number(row.version), isTrial: Number(row.isTrial) === 1, turns: Number(row.turns), ...toTimes(row) },
	}));
	return new Map([...Map.groupBy(used, ({ conversation }) => conversation)].map(([id, of]) => [id, of.map((one) => one.of)]));
}
