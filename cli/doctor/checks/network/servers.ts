import type { Environment, Setting } from '../../../../core/base/settings/setting-names';
import { readSetting } from '../../../../core/base/settings/settings';
import { providersFromEnvironment } from '../../../../providers/compose/settings/from-environment';
import { officialServers } from '../../../../providers/models/official-servers';
import { listStateServers } from '../state/servers';

/** A server that the settings of this environment name. */
export interface NamedServer {
	what: string;
	host: string;
	url: string;
}

const urls: Array<[Setting, string]> = [
	['TROUPE_REGISTRY_URL', 'the registry'],
	['TROUPE_CHROMA_URL', 'Chroma'],
	['TROUPE_REDIS_URL', 'Redis'],
	['ZEEBE_REST_ADDRESS', "Zeebe's REST API"],
	['HF_ENDPOINT', 'the hub of local models'],
	['TROUPE_DECISION_POINT', 'the decision point'],
	['OTEL_EXPORTER_OTLP_ENDPOINT', 'the collector of spans'],
	['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'the collector of spans'],
];

/** Lists every server that Troupe would call with these settings. Those of models count when they have a key or an address. */
export function listServers(environment: Environment): NamedServer[] {
	const read = (setting: Setting) => readSetting(setting, environment);
	const providers = Object.entries(providersFromEnvironment(environment));
	const zeebe = read('ZEEBE_ADDRESS');
	const named: Array<[what: string, url: string | undefined]> = [
		...providers.map(([name, settings]): [string, string] => [
			`the models of ${name}`,
			settings?.baseUrl ?? officialServers[name as keyof typeof officialServers],
		]),
		['the reranker of cohere', read('COHERE_API_KEY') && (read('COHERE_BASE_URL') ?? officialServers.cohere)],
		...urls.map(([setting, what]): [string, string | undefined] => [what, read(setting)]),
		...listStateServers(environment).map(({ address, settings }): [string, string] => [`PostgreSQL (${settings.join(', ')})`, address]),
		['Zeebe', zeebe?.includes('://') ? zeebe : zeebe && `grpc://${zeebe}`],
	];
	return named.flatMap(([what, url]) => {
		// The check of its part reports an invalid URL.
		const host = URL.parse(url ?? '')?.hostname.replace(/^\[|\]$/g, '');
		return host ? [{ what, host, url: url! }] : [];
	});
}
