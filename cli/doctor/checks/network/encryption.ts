import type { Environment } from '../../../../core/base/settings/setting-names';
import { readSetting } from '../../../../core/base/settings/settings';
import { encryptionFix, findWrongServers, isExposed, readUnencryptedServers } from '../../../../core/base/network/unencrypted-servers';
import { providersFromEnvironment } from '../../../../providers/compose/settings/from-environment';
import { fail, ok, warn, type Check } from '../../check';

export const encryptionCheck: Check = {
	id: 'encryption',
	looksAt: 'whether keys, tokens and webhooks of the settings go to other machines over encrypted connections',
	look({ environment }) {
		const listed = readUnencryptedServers(environment);
		const findings = [
			...findWrongServers(listed).map((one) =>
				fail(
					`TROUPE_UNENCRYPTED_SERVERS has ${JSON.stringify(one)}, which is not an origin of http: it allows nothing.`,
					'Write origins, such as http://models.lan:8000.',
				),
			),
			...listSecretUses(environment)
				.filter(([, url]) => isExposed(url, environment))
				.map(([what, url]) => fail(`${what} would go to ${new URL(url).host} without encryption, and is refused.`, encryptionFix(url))),
		];
		if (listed.length > 0)
			findings.push(
				warn(
					`Keys and texts may go over connections that are not encrypted (TROUPE_UNENCRYPTED_SERVERS): ${listed.join(', ')}.`,
					'Keep it to servers in a network of your own, and use https where they offer it.',
				),
			);
		return findings.length > 0 ? findings : [ok('Keys and webhooks of the settings go over encrypted connections.')];
	},
};

/** The settings by which something secret goes to a server. */
function listSecretUses(environment: Environment): Array<[what: string, url: string]> {
	const read = (setting: Parameters<typeof readSetting>[0]) => readSetting(setting, environment);
	const uses: Array<[string, string | undefined, unknown]> = [
		...Object.entries(providersFromEnvironment(environment)).map(([name, settings]): [string, string | undefined, unknown] => [
			`The key of ${name}`,
			settings?.baseUrl,
			settings?.apiKey,
		]),
		['The key of Cohere', read('COHERE_BASE_URL'), read('COHERE_API_KEY')],
		['The token of Chroma', read('TROUPE_CHROMA_URL'), read('TROUPE_CHROMA_TOKEN')],
		['What TROUPE_AGENT_WEBHOOK_URL is told', read('TROUPE_AGENT_WEBHOOK_URL'), true],
	];
	// The check of its part reports an invalid URL.
	return uses.flatMap(([what, url, secret]): Array<[string, string]> =>
		url !== undefined && secret && URL.canParse(url) ? [[what, url]] : [],
	);
}
