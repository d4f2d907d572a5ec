import { findPeople } from '../../../../core/agents/approvals/same-person';
import { TroupeError } from '../../../../core/base/errors';
import type { SettingsObstacle, SettingsResult } from '../../../../core/ports/channels/channel-settings';
import { composeCallers } from '../../../../providers/compose/state/host-callers';
import { readTenantRules } from '../../../../providers/compose/state/host-tenants';
import type { OperationHost } from '../../operation';

/** True if the tenant demands a second person; an earlier state may return at once. @throws TroupeError ACCESS_DENIED where nothing may be changed */
export async function readWaits(host: OperationHost, isUndo: boolean): Promise<boolean> {
	const { settingChanges = 'allow' } = await readTenantRules(host);
	if (settingChanges !== 'refuse') return settingChanges === 'approve' && !isUndo;
	throw new TroupeError({
		code: 'ACCESS_DENIED',
		message: `The tenant ${JSON.stringify(host.tenant)} allows no changes of settings.`,
		fix: 'Ask whoever operates Troupe: troupe tenant set NAME --setting-changes allow, or approve.',
		details: { why: 'policy' },
	});
}

/** @throws TroupeError DECISION_REFUSED for the proposer, also under a key that they made */
export async function refuseProposer(proposer: string, by: string, host: OperationHost): Promise<void> {
	const isSamePerson = await findPeople([proposer, by], composeCallers(host));
	if (!isSamePerson(proposer, by)) return;
	throw new TroupeError({
		code: 'DECISION_REFUSED',
		message: 'You cannot approve your own change of settings.',
		fix: 'Let a second person decide, with a key of their own.',
		details: { why: 'same-person' },
	});
}

const obstacles: Record<SettingsObstacle, { message: string; fix: string }> = {
	'trial-runs': { message: 'A trial runs, and nothing else changes until it ends.', fix: 'Keep or undo the trial first.' },
	'no-trial': {
		message: 'No trial runs.',
		fix: 'Begin one with values and a share of the contacts: `troupe channel settings try NAME SETTING=VALUE --percent 10`.',
	},
	'other-trial': {
		message: 'The trial that runs is not the one that ran when this was proposed.',
		fix: 'Look at it (troupe channel settings show NAME), and propose again what you want.',
	},
	'nothing-to-undo': { message: 'There is no change to undo.', fix: 'Look at the history.' },
	'too-many-proposals': { message: 'The channel has 20 proposals that wait.', fix: 'Let somebody decide about them first.' },
	'not-proposed': { message: 'There is no such proposal, or it was decided.', fix: 'Look at the history.' },
};

/** @throws TroupeError STATE_CONFLICT if not done */
export function requireDone(
	result: SettingsResult,
	nameOf: (caller: string) => string | null,
): Extract<SettingsResult, { kind: 'done' | 'proposed' }> {
	if (result.kind === 'impossible')
		throw new TroupeError({ code: 'STATE_CONFLICT', ...obstacles[result.why], details: { why: result.why } });
	if (result.kind === 'overridden') throw overridden(result.name);
	if (result.kind !== 'changed') return result;
	const { number, action, by, at } = result.last;
	const name = nameOf(by);
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Somebody changed the settings meanwhile: change ${number} (${action}) by ${name === null ? by : `${name} (${by})`} at ${new Date(at).toISOString()}. Nothing was changed.`,
		fix: `Read the settings again, and repeat the change with --after ${number} (over HTTP, "number": ${number}) if it is still wanted.`,
		details: { why: 'changed', number },
	});
}

const overridden = (name: string) =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Somebody has changed ${JSON.stringify(name)} since. Nothing was changed.`,
		fix: 'Look at what counts now (troupe channel settings show NAME; for a rule: troupe channel list --json), and set the value that you want.',
		details: { why: 'overridden', name },
	});
