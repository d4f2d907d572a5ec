import { readSetting, settingIs } from '../../../../core/base/settings';
import { readAllowedPrograms } from '../../../../providers/compose/agents/allowed-programs';
import { readPrograms } from '../../../../providers/compose/settings/tools-from-environment';
import { hooksCheck } from '../../../doctor/checks/programs/hooks';
import { registryUrl } from '../../../../manifests/registry-over-http/registry-url';
import { type Attack, held, notTried, open } from '../../attack';
import { verifyInstalled } from '../../range/package-manifest';

/** Settings of the installation that let something run which nobody approved. */
export const supplySettings: Attack[] = [
	{
		id: 'ASI04.15',
		title: {
			en: 'Who changes the package also changes who vouches for it',
			pt: 'Quem altera o pacote altera também quem responde por ele',
		},
		tries: 'Where the root of trust comes from: a folder of the operator, or the package itself.',
		fix: "Pin your ops team's root in TROUPE_TRUST, and set TROUPE_REQUIRE_ROOT=pinned (docs/manifests/keys.md).",
		aisvs: ['10.1.1'],
		async play(range) {
			const { reference } = await verifyInstalled(range);
			if (reference.development)
				return open('The root is a development root: this machine made it, and nobody vouches for what it allows.');
			if (reference.root === 'pinned') return held('The root is pinned.');
			return open('The root came with the package, and no pinned root is required.');
		},
	},
	{
		id: 'ASI04.16',
		title: { en: 'A job runs an agent that nobody lists', pt: 'Um job roda um agente que ninguém lista' },
		tries: 'Whether jobs accept agents that neither a manifest nor the registry lists.',
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
		tries: 'Whether the list of programs starts one with the rights of Troupe.',
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
		tries: 'Whether the address of the registry is encrypted.',
		fix: 'Use https in TROUPE_REGISTRY_URL, and unset TROUPE_REGISTRY_INSECURE.',
		async play({ installation: { environment } }) {
			const url = readSetting('TROUPE_REGISTRY_URL', environment);
			if (url === undefined) return notTried('This installation follows no registry.');
			try {
				registryUrl(url, { clear: false });
				return held('It is encrypted, or on this machine.');
			} catch {
				return open('The address is not encrypted.');
			}
		},
	},
	{
		id: 'ASI04.19',
		title: { en: 'n8n runs a package that nobody approved', pt: 'O n8n roda um pacote que ninguém aprovou' },
		tries: 'Whether n8n of this user asks the gate, by EXTERNAL_HOOK_FILES.',
		fix: 'Set EXTERNAL_HOOK_FILES for n8n as docs/manifests/gate.md describes. If it is set there, run this command with the environment of n8n.',
		async play({ installation }) {
			const findings = await hooksCheck.look({ ...installation, nowMs: Date.now() }, new AbortController().signal);
			const wrong = findings.find(({ state }) => state === 'warn' || state === 'fail');
			if (wrong) return open(wrong.text, wrong.fix);
			return findings.some(({ state }) => state === 'ok') ? held('It names the hook.') : notTried(findings[0]!.text);
		},
	},
];
