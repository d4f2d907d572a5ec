import type { Environment } from '../../../../core/base/settings/setting-names';
import { readSetting, settingIs } from '../../../../core/base/settings/settings';
import { isPostgresAddress, withoutPassword } from '../../../../providers/database/database-place';
import { findStatePlace } from '../../../../providers/compose/state/state-place';
import { ok, warn, type Check } from '../../check';
import { listStateServers } from './servers';

export const localStateCheck: Check = {
	id: 'local-state',
	looksAt: 'whether several machines seem to work for this installation while its state is in files of each',
	look({ environment, home }) {
		const place = findStatePlace({ stateFolder: home, database: readSetting('TROUPE_DATABASE_URL', environment) ?? '' })!;
		if (isPostgresAddress(place)) return [ok(`All state is in the PostgreSQL ${withoutPassword(place)}.`)];
		const signs = listSigns(environment);
		if (signs.length === 0) return [ok(`State is in files in ${home}: for one machine.`)];
		return [
			warn(
				`State is in files in ${home}, but several machines can be at work: ${signs.join('; ')}. Each would count its own budgets, know its own tokens, and continue its own runs.`,
				'Set TROUPE_DATABASE_URL, and the same TROUPE_VAULT_KEY, for all of them. If all processes run on this machine with this home, ignore this.',
			),
		];
	},
};

function listSigns(environment: Environment): string[] {
	const shared = listStateServers(environment).flatMap(({ settings }) => settings);
	return [
		...(settingIs('EXECUTIONS_MODE', 'queue', environment) ? ['n8n runs in queue mode (EXECUTIONS_MODE)'] : []),
		...(readSetting('ZEEBE_ADDRESS', environment) === undefined ? [] : ['a Zeebe cluster gives jobs to every worker (ZEEBE_ADDRESS)']),
		...(shared.length === 0 ? [] : [`a part of the state is shared (${shared.join(', ')})`]),
	];
}
