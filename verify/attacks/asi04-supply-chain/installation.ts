import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { isTroupeError } from '../../../core/base/errors';
import { readSetting, settingIs } from '../../../core/base/settings/settings';
import type { Finding } from '../../../cli/doctor/check';
import { readAllowedPrograms } from '../../../providers/compose/agents/allowed-programs';
import { readPrograms } from '../../../providers/compose/settings/tools-from-environment';
import { hooksCheck } from '../../../cli/doctor/checks/programs/hooks';
import { listMarks } from '../../../manifests/trust/high-water';
import { trustFolderName } from '../../../manifests/documents/documents';
import { registryUrl } from '../../../manifests/registry-over-http/registry-url';
import { type VerifyRequest, verifyPackage } from '../../../manifests/package/verify-package';
import { type Attack, failed, held, notTried, type Observation, open } from '../../attack';
import type { Range } from '../../range/range';
import { copySignedPackage } from '../../range/signed-package';
import { toVerifyRequest } from '../../range/package-manifest';

/** Settings of the installation that let something run which nobody approved. */
export const supplySettings: Attack[] = [
	{
		id: 'ASI04.15',
		title: {
			en: 'Who changes the package also changes who vouches for it',
			pt: 'Quem altera o pacote altera também quem responde por ele',
		},
		tries: 'A package that a stranger signed, with the root of the stranger in its folder, is judged by the trust of this installation.',
		fix: 'Pin a root: copy root.jwt of your ops team or of the maintainers to the trust folder (docs/manifests/index.md), and set TROUPE_REQUIRE_ROOT=pinned.',
		aisvs: ['10.1.1'],
		async play(range) {
			if (listMarks(range.installation.home).sources.length === 0) return notTried('Nothing was accepted in this home yet.');
			return judgeForeignRoot(range, toVerifyRequest(range));
		},
		control: (range) => judgeForeignRoot(range, { nowMs: Date.now() }),
	},
	{
		id: 'ASI04.16',
		title: { en: 'A job runs an agent that nobody lists', pt: 'Um job roda um agente que ninguém lista' },
		tries: 'Checks whether jobs accept agents that neither a manifest nor the registry lists.',
		fix: 'Unset TROUPE_UNLISTED_AGENTS, and publish the agents: `troupe manifest publish`.',
		async play({ installation: { environment } }) {
			return settingIs('TROUPE_UNLISTED_AGENTS', 'allow', environment)
				? open('TROUPE_UNLISTED_AGENTS=allow accepts any file in the folders of agents.')
				: held('Only listed agents run as jobs.');
		},
	},
	{
		id: 'ASI04.17',
		title: { en: 'A definition starts a program outside of the sandbox', pt: 'Uma definição inicia um programa fora da sandbox' },
		tries: 'Checks whether the list of programs starts one with the rights of Troupe.',
		fix: 'Remove "sandbox": false from the list, or run the server elsewhere, under its own user, with a url.',
		aisvs: ['10.1.3', '10.3.2', '9.3.1'],
		async play({ installation: { environment } }) {
			const allowed = readPrograms(environment);
			if (typeof allowed === 'boolean') return held(allowed ? 'Programs start in the sandbox.' : 'Programs are refused.');
			const outside = (await readAllowedPrograms(allowed)).filter(({ sandbox }) => sandbox === false);
			if (outside.length === 0) return held('The listed programs start in the sandbox.');
			return open(`It starts ${outside.map(({ command }) => command).join(', ')}, which can read the keys of Troupe.`);
		},
	},
	{
		id: 'ASI04.18',
		title: {
			en: 'Somebody between this machine and the registry reads its token',
			pt: 'Alguém entre esta máquina e o registro lê o token dela',
		},
		tries: 'Checks whether the address of the registry is encrypted.',
		fix: 'Use https in TROUPE_REGISTRY_URL, and unset TROUPE_REGISTRY_INSECURE.',
		async play({ installation: { environment } }) {
			const url = readSetting('TROUPE_REGISTRY_URL', environment);
			try {
				// Without a registry, it is judged whether one could be set whose address is not encrypted.
				registryUrl(url ?? 'http://registry.example', {
					clear: url === undefined && settingIs('TROUPE_REGISTRY_INSECURE', 'allow', environment),
				});
				return url === undefined ? open('An address that is not encrypted is accepted.') : held('It is encrypted, or on this machine.');
			} catch {
				return url === undefined ? held('An address that is not encrypted is refused.') : open('The address is not encrypted.');
			}
		},
	},
	{
		id: 'ASI04.19',
		title: { en: 'n8n runs a package that nobody approved', pt: 'O n8n roda um pacote que ninguém aprovou' },
		tries: 'Checks whether n8n of this user asks the gate, by EXTERNAL_HOOK_FILES.',
		fix: 'Set EXTERNAL_HOOK_FILES for n8n as docs/manifests/gate.md describes. If it is set there, run this command with the environment of n8n.',
		async play({ installation }) {
			const findings = await hooksCheck.look({ ...installation, nowMs: Date.now() }, new AbortController().signal);
			const wrong = findings.find(({ state }) => state === 'warn' || state === 'fail');
			if (wrong) return open(wrong.text, wrong.fix);
			const [{ state, text }] = findings as [Finding];
			return state === 'ok' ? held(text) : notTried(text);
		},
	},
];

async function judgeForeignRoot(range: Range, trust: Omit<VerifyRequest, 'packageFolder'>): Promise<Observation> {
	const { folder: packageFolder, trust: ofStranger } = await copySignedPackage(range);
	cpSync(ofStranger, join(packageFolder, trustFolderName), { recursive: true });
	try {
		await verifyPackage({ ...trust, packageFolder });
		return open('The package is allowed to run: its own root decides, and no other root is pinned.');
	} catch (error) {
		return isTroupeError(error) ? held(`It is refused: ${error.code}.`) : failed(String(error));
	}
}
