import { isPostgresAddress } from '../../../../database/database-place';
import { type Environment, readSetting, type Setting } from '../../../../core/base/settings';
import { providersFromEnvironment } from '../../../../providers/compose/settings/from-environment';
import { officialServers } from '../../../../providers/models/official-servers';

/** A server that the settings of this environment name. */
export interface NamedServer {
	/** What it is, for people. */
	what: string;
	host: string;
}

/** Settings that hold a URL, and what is there. */
const urls: Array<[Setting, string]> = [
	['TROUPE_REGISTRY_URL', 'the registry'],
	['TROUPE_CHROMA_URL', 'Chroma'],
	['ZEEBE_REST_ADDRESS', "Zeebe's REST API"],
	['DATABASE_URL', "the registry's PostgreSQL"],
	['TROUPE_KNOWLEDGE_STORE', 'the PostgreSQL of knowledge'],
	['TROUPE_MEMORY_STORE', 'the PostgreSQL of memory'],
	['HF_ENDPOINT', 'the hub of local models'],
];

/** Lists every server that Troupe would call with these settings, without credentials. Cohere counts when it has a key. */
export function listServers(environment: Environment): NamedServer[] {
	const models = Object.entries(providersFromEnvironment(environment)).map(([name, settings]) => ({
		what: `the models of ${name}`,
		url: settings?.baseUrl ?? officialServers[name as keyof typeof officialServers],
	}));
	const cohere = readSetting('COHERE_API_KEY', environment) && (readSetting('COHERE_BASE_URL', environment) ?? officialServers.cohere);
	const set = urls.map(([setting, what]) => ({ what, url: readSetting(setting, environment) }));
	// A file is a place for knowledge and memory too.
	const named = [...models, { what: 'the reranker of cohere', url: cohere }, ...set].filter(
		({ url }) => (url !== undefined && /^https?:/i.test(url)) || isPostgresAddress(url ?? ''),
	);
	const zeebe = readSetting('ZEEBE_ADDRESS', environment);
	return [
		...named.flatMap(({ what, url }) => toServer(what, url!)),
		...(zeebe === undefined ? [] : toServer('Zeebe', zeebe.includes('://') ? zeebe : `grpc://${zeebe}`)),
	];
}

/** An invalid URL is reported by the check of its part. */
function toServer(what: string, url: string): NamedServer[] {
	const host = URL.parse(url)?.hostname.replace(/^\[|\]$/g, '');
	return host ? [{ what, host }] : [];
}
