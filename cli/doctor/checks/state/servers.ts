import type { Environment, Setting } from '../../../../core/base/settings/setting-names';
import { readSetting } from '../../../../core/base/settings/settings';
import { isPostgresAddress } from '../../../../providers/database/database-place';

/** A PostgreSQL that the settings name. */
export interface StateServer {
	address: string;
	/** The settings that name it. */
	settings: Setting[];
	/** True if vectors of knowledge are stored in it. */
	holdsVectors: boolean;
}

const settings = ['TROUPE_DATABASE_URL', 'TROUPE_KNOWLEDGE_STORE', 'TROUPE_MEMORY_STORE'] as const;

/** Lists each PostgreSQL once. */
export function listStateServers(environment: Environment): StateServer[] {
	const read = (setting: Setting) => readSetting(setting, environment);
	const ofKnowledge = read('TROUPE_CHROMA_URL') === undefined ? (read('TROUPE_KNOWLEDGE_STORE') ?? read('TROUPE_DATABASE_URL')) : undefined;
	const addresses = [...new Set(settings.map(read))].filter((address) => address !== undefined && isPostgresAddress(address)) as string[];
	return addresses.map((address) => ({
		address,
		settings: settings.filter((setting) => read(setting) === address),
		holdsVectors: address === ofKnowledge,
	}));
}
