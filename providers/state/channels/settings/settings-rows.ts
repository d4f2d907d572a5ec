import { applyRuleChanges, invertRuleChanges } from '../../../../core/conversations/settings/apply-rule-changes';
import type { MailboxRules } from '../../../../core/ports/channels/mailbox-rules';
import type { UndoneSettings } from '../../../../core/conversations/settings/apply-settings-change';
import type {
	RuleChanges,
	SettingsChange,
	SettingsState,
	SettingValues,
	ValueChanges,
} from '../../../../core/ports/channels/channel-settings';
import type { StateConnection, Value } from '../../../database/state-database';

interface ChangeRow extends Omit<SettingsChange, 'changes'> {
	channel: string;
	changes: string;
}

const columns = `channel, number, action, state, changes, share, changed_by AS "by", at, decided_by AS "decidedBy", decided_at AS "decidedAt", reason`;

export async function selectChanges(connection: StateConnection, where: string, ...values: Value[]) {
	const rows = await connection.all<ChangeRow>(`SELECT ${columns} FROM channel_settings_change WHERE ${where}`, ...values);
	return rows.map((row) => ({
		...row,
		number: Number(row.number),
		at: Number(row.at),
		share: row.share === null ? null : Number(row.share),
		decidedAt: row.decidedAt === null ? null : Number(row.decidedAt),
		changes: JSON.parse(row.changes) as ValueChanges,
	}));
}

interface StateRow {
	version: number;
	values: string;
	trialVersion: number | null;
	trialValues: string | null;
	trialShare: number | null;
}

export async function readState(connection: StateConnection, tenant: string, channel: string): Promise<SettingsState> {
	const row = await connection.get<StateRow>(
		`SELECT version, values_set AS "values", trial_version AS "trialVersion", trial_values AS "trialValues", trial_share AS "trialShare"
		FROM channel_settings WHERE tenant = ? AND channel = ?`,
		tenant,
		channel,
	);
	const last = await connection.get<{ number: number | null }>(
		'SELECT max(number) AS number FROM channel_settings_change WHERE tenant = ? AND channel = ?',
		tenant,
		channel,
	);
	const number = Number(last?.number ?? 0);
	if (row === undefined) return { number, version: 0, values: {}, trial: null };
	const trial = row.trialVersion !== null && {
		version: Number(row.trialVersion),
		share: Number(row.trialShare),
		values: parseValues(row.trialValues!),
	};
	return { number, version: Number(row.version), values: parseValues(row.values), trial: trial || null };
}

const parseValues = (text: string) => JSON.parse(text) as SettingValues;

export async function writeState(
	connection: StateConnection,
	tenant: string,
	channel: string,
	{ version, values, trial }: SettingsState,
): Promise<void> {
	await connection.run(
		`INSERT INTO channel_settings (tenant, channel, version, values_set, trial_version, trial_values, trial_share) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
		ON CONFLICT (tenant, channel) DO UPDATE SET version = ?3, values_set = ?4, trial_version = ?5, trial_values = ?6, trial_share = ?7`,
		tenant,
		channel,
		version,
		JSON.stringify(values),
		trial?.version ?? null,
		trial ? JSON.stringify(trial.values) : null,
		trial?.share ?? null,
	);
}

export async function findUndoable(connection: StateConnection, tenant: string, channel: string): Promise<UndoneSettings | undefined> {
	const row = await connection.get<{
		number: number;
		action: UndoneSettings['action'];
		version: number;
		values: string;
		rules: string | null;
		changes: string;
	}>(
		`SELECT number, action, version_before AS version, values_before AS "values", rules_before AS rules, changes FROM channel_settings_change
		WHERE tenant = ? AND channel = ? AND state = 'done' AND action IN ('set', 'keep', 'rules') ORDER BY decided_at DESC, number DESC LIMIT 1`,
		tenant,
		channel,
	);
	if (row === undefined) return undefined;
	const rules = row.rules === null ? null : (JSON.parse(row.rules) as RuleChanges);
	const before = { version: Number(row.version), values: parseValues(row.values) };
	return { number: Number(row.number), action: row.action, before, rules, changes: JSON.parse(row.changes) as RuleChanges };
}

export async function readBefore(connection: StateConnection, { tenant, channel }: { tenant: string; channel: string }, number: number) {
	const row = (await connection.get<{ version: number; values: string; rules: string | null }>(
		`SELECT version_before AS version, values_before AS "values", rules_before AS rules FROM channel_settings_change
		WHERE tenant = ? AND channel = ? AND number = ?`,
		tenant,
		channel,
		number,
	))!;
	const rules = JSON.parse(row.rules ?? '{}') as RuleChanges;
	return { version: Number(row.version), values: parseValues(row.values), rules };
}

export async function readNamedRules(
	connection: StateConnection,
	{ tenant, channel }: { tenant: string; channel: string },
	changes: RuleChanges,
): Promise<RuleChanges> {
	const row = await connection.get<{ rules: string }>('SELECT rules FROM channel WHERE tenant = ? AND name = ?', tenant, channel);
	return invertRuleChanges(row ? (JSON.parse(row.rules) as Partial<MailboxRules>) : {}, changes);
}

/** Changes texts and times of a channel. @returns a function that restores the previous settings; undefined if the channel does not exist */
export async function changeRules(
	connection: StateConnection,
	{ tenant, channel }: { tenant: string; channel: string },
	changes: RuleChanges,
	who: { at: number; by: string },
): Promise<RuleChanges | undefined> {
	const row = await connection.get<{ rules: string }>('SELECT rules FROM channel WHERE tenant = ? AND name = ?', tenant, channel);
	if (row === undefined) return undefined;
	const rules = JSON.parse(row.rules) as Partial<MailboxRules>;
	await connection.run(
		'UPDATE channel SET rules = ?, changed_at = ?, changed_by = ? WHERE tenant = ? AND name = ?',
		JSON.stringify(applyRuleChanges(rules, changes)),
		who.at,
		who.by,
		tenant,
		channel,
	);
	return invertRuleChanges(rules, changes);
}

/** Ends a removed channel's values: a new channel of this name starts without them. */
export async function endSettings(connection: StateConnection, tenant: string, channel: string): Promise<void> {
	await connection.run('DELETE FROM channel_settings WHERE tenant = ? AND channel = ?', tenant, channel);
	await connection.run(
		"UPDATE channel_settings_change SET state = 'ended' WHERE tenant = ? AND channel = ? AND state IN ('done', 'proposed')",
		tenant,
		channel,
	);
}

/** Values of a version never change. */
export async function readVersion(connection: StateConnection, tenant: string, channel: string, version: number): Promise<SettingValues> {
	const row = await connection.get<{ values: string | null }>(
		'SELECT values_set AS "values" FROM channel_settings_change WHERE tenant = ? AND channel = ? AND number = ?',
		tenant,
		channel,
		version,
	);
	return row === undefined || row.values === null ? {} : parseValues(row.values);
}
