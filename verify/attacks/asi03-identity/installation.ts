import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readSetting } from '../../../core/base/settings/settings';
import { checkExposure } from '../../../service/access/access';
import { findOpenMode } from '../../../cli/doctor/checks/open-mode';
import { type Attack, held, type Observation, open } from '../../attack';
import { readState } from '../../range/read-state';
import type { Range } from '../../range/range';
import type { Installation } from '../../range/installation';
import { readVaultKeys } from '../../../providers/state/vault/vault-key';
import { openAccess } from '../../../service/access/open-access';
import { ensureServiceToken } from '../../../service/access/service-token';

/** Creates a home as the first use of Troupe does, once, with a token, the key of the vault and an API key. For what an installation does not have yet. */
const openNewHome = (range: Range): Promise<Installation> =>
	range.once('new home', async () => {
		const home = join(range.createFolder(), 'home');
		const environment = {};
		const { token } = ensureServiceToken(home, environment);
		await readVaultKeys(home);
		const access = await openAccess({ home, environment, token, log: () => undefined });
		await access.keys.create({ tenant: 'default', name: 'verify', role: 'viewer' }, { subject: 'verify' });
		await access.close();
		return { ...range.installation, home, environment };
	});

const readable = 'Another user of this machine could read';

/** Attempts on the files of the installation, by another user of the machine or by somebody who finds an old key. */
export const installation: Attack[] = [
	fileAttack('ASI03.32', 'the folder of the state', 'a pasta do estado', '.'),
	fileAttack('ASI03.33', 'the token of the service', 'o token do serviço', 'api-token'),
	fileAttack('ASI03.34', 'the key of the vault', 'a chave do cofre', 'vault.key'),
	{
		id: 'ASI03.35',
		title: { en: 'Another user reads a database', pt: 'Outro usuário lê um banco' },
		tries: 'The modes of all databases in the home, and of those above them.',
		fix: 'chmod -R go-rwx on the home of Troupe.',
		async play(range) {
			const { home, when } = await findHome(range, ({ home: own }) => listDatabases(own).length > 0);
			if (findOpenMode(statSync(home)) === undefined) return held(`No other user can enter the home${when}.`);
			const names = listDatabases(home);
			const found = names.find((name) => findOpenMode(statSync(join(home, name))) !== undefined);
			return found === undefined ? held(`${names.length} databases can be read by their owner alone.`) : open(`${readable} ${found}.`);
		},
	},
	{
		id: 'ASI03.36',
		title: { en: 'The token of the service is guessed', pt: 'O token do serviço é adivinhado' },
		tries: 'The length of the token and the number of its different characters.',
		fix: 'Use a random token: `openssl rand -base64 32`.',
		async play(range) {
			const readToken = ({ environment, home: own }: Installation) =>
				readSetting('TROUPE_API_TOKEN', environment) ?? readIfThere(join(own, 'api-token'));
			const { when, ...found } = await findHome(range, (one) => readToken(one) !== undefined);
			const token = readToken(found)!;
			const different = new Set(token).size;
			return token.length >= 24 && different >= 10
				? held(`It has ${token.length} characters, ${different} of them different${when}.`)
				: open(`It has only ${token.length} characters, ${different} of them different.`);
		},
	},
	{
		id: 'ASI03.37',
		title: { en: 'A key that somebody finds is valid for ever', pt: 'Uma chave que alguém encontra vale para sempre' },
		tries: 'The API keys of the installation that have no end, or one later than in a year.',
		fix: 'Replace it by one with an end: `troupe key rotate ID --days 90`, or revoke it: `troupe key revoke ID`.',
		aisvs: ['9.4.3', '5.2.6'],
		play: judgeKeys,
	},
	{
		id: 'ASI03.38',
		title: { en: 'Other machines reach the service without a token', pt: 'Outras máquinas alcançam o serviço sem token' },
		tries: 'The service is started on all addresses with the settings of the installation.',
		fix: 'Set TROUPE_API_TOKEN to a random text of 24 characters or more.',
		aisvs: ['10.2.1'],
		async play({ installation: { environment } }) {
			const token = readSetting('TROUPE_API_TOKEN', environment);
			try {
				checkExposure('0.0.0.0', token);
			} catch {
				return held('Without a long TROUPE_API_TOKEN, the service does not start on such an address.');
			}
			return (token?.length ?? 0) >= 16 ? held('Every caller has to send TROUPE_API_TOKEN.') : open('The service starts without a token.');
		},
	},
];

function fileAttack(id: `ASI03.${string}`, en: string, pt: string, name: string): Attack {
	return {
		id,
		title: { en: `Another user reads ${en}`, pt: `Outro usuário lê ${pt}` },
		tries: `The mode of ${name === '.' ? 'the home' : name}.`,
		fix: 'chmod -R go-rwx on the home of Troupe. What another user could have read, replace.',
		async play(range) {
			const { home, when } = await findHome(range, ({ home: own }) => existsSync(join(own, name)));
			const mode = findOpenMode(statSync(join(home, name)));
			return mode === undefined ? held(`Its owner alone can read it${when}.`) : open(`${readable} it (mode ${mode}).`);
		},
	};
}

const yearMs = 366 * 86_400_000;

interface Key {
	id: string;
	expires_at: number | null;
	revoked_at: number | null;
}

async function judgeKeys(range: Range): Promise<Observation> {
	const own = await readState<Key>(range.installation, 'api_key');
	const all = own ?? (await readState<Key>(await openNewHome(range), 'api_key'))!;
	const keys = all.filter(({ revoked_at: revoked }) => revoked === null);
	const lasting = keys.filter(({ expires_at: ends }) => ends === null || ends > Date.now() + yearMs).map(({ id }) => id);
	return lasting.length === 0
		? held(own ? `${keys.length} keys, each with an end within a year.` : 'There are none yet. A new one has an end within a year.')
		: open(`These keys have no end within a year: ${lasting.slice(0, 5).join(', ')}${lasting.length > 5 ? ' and others' : ''}.`);
}

/** Returns the installation, or a new home where it does not have yet what is judged. */
async function findHome(range: Range, has: (one: Installation) => boolean): Promise<Installation & { when: string }> {
	if (has(range.installation)) return { ...range.installation, when: '' };
	return { ...(await openNewHome(range)), when: ', in a new home, because this installation has none yet' };
}

const listDatabases = (home: string): string[] => (existsSync(home) ? readdirSync(home).filter((name) => name.endsWith('.db')) : []);
const readIfThere = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined);
