import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSetting } from '../../../core/base/settings/settings';
import { stateFile } from '../../../providers/database/state-database';
import { checkRecords } from '../../../providers/compose/state/check-records';
import { type Attack, held, notTried, type Observation, open } from '../../attack';
import { openReadOnly } from '../../../providers/database/sqlite/open-read-only';
import type { Range } from '../../range/range';

/** Asks of the installation whether somebody changed its records already. */
export const storedRecords: Attack[] = [
	{
		id: 'ASI10.18',
		title: { en: 'Somebody has changed the records of this installation', pt: 'Alguém mudou os registros desta instalação' },
		tries: 'The seals of all runs, violations, calls, switches and results of sets are checked, in a copy if they are in a file.',
		fix: 'Find out who writes the database, and restore it from a backup.',
		aisvs: ['9.4.2', '9.4.4', '12.2.4', '12.2.5'],
		play: checkInstallation,
	},
];

async function checkInstallation(range: Range): Promise<Observation> {
	const host = copyState(range);
	if (!host) return notTried('The installation has no records yet.');
	const kinds = await checkRecords(host);
	const wrong = kinds.find(({ faults }) => faults.length > 0);
	if (!wrong) return held(`As recorded: ${kinds.map(({ what, records }) => `${records} ${what}`).join(', ')}.`);
	const { what, command, faults } = wrong;
	const [{ tenant, id, problem }] = faults as [(typeof faults)[number]];
	return open(`Of the ${what}, ${faults.length} are not as recorded, such as ${tenant} ${id}: ${problem}. \`${command}\` lists them.`);
}

/** Nothing is written in the installation: a database in a file is copied, with the key beside it. */
function copyState(range: Range): Parameters<typeof checkRecords>[0] | undefined {
	const { environment, home } = range.installation;
	const database = readSetting('TROUPE_DATABASE_URL', environment) ?? '';
	const vaultKey = readSetting('TROUPE_VAULT_KEY', environment);
	const stateFolder = range.createFolder();
	const state = join(home, stateFile);
	const key = join(home, 'vault.key');
	if (vaultKey === undefined && !existsSync(key)) return undefined;
	if (existsSync(key)) copyFileSync(key, join(stateFolder, 'vault.key'));
	if (database === '' && !existsSync(state)) return undefined;
	if (database === '') {
		const original = openReadOnly(state);
		try {
			original.prepare('VACUUM INTO ?').run(join(stateFolder, stateFile));
		} finally {
			original.close();
		}
	}
	return { stateFolder, database, ...(vaultKey !== undefined && { vaultKey }) };
}
