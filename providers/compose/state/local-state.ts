/** Detects local state files although several machines seem to run. */
import { readSetting } from '../../../core/base/settings/settings';
import { isPostgresAddress } from '../../database/database-place';
import type { MemoryStoreHost } from '../hosts/state-host';
import { findDatabase } from './state-place';

const signs = {
	'n8n-queue-mode': 'n8n runs in queue mode',
	'n8n-multi-main': 'n8n runs with several mains',
	'zeebe-cluster': 'the jobs come from an engine on another machine',
	'shared-memory': 'the memory is in a shared database',
	'shared-knowledge': 'the collections are in a shared database',
} as const;

type LocalStateSign = keyof typeof signs;

export interface LocalState {
	signs: LocalStateSign[];
	warning: string;
}

const sharedStatePage = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/operations/shared-state.md';

/** @param address of the engine that a worker serves @throws TroupeError INPUT_INVALID for a database that is not PostgreSQL */
export function findLocalState(
	host: Pick<MemoryStoreHost, 'stateFolder' | 'database' | 'memoryStore'>,
	{ address, environment }: { address?: string; environment?: NodeJS.ProcessEnv } = {},
): LocalState | undefined {
	const read = (name: Parameters<typeof readSetting>[0]) => readSetting(name, environment) ?? '';
	const { stateFolder, database = read('TROUPE_DATABASE_URL'), memoryStore = read('TROUPE_MEMORY_STORE') } = host;
	if (stateFolder === undefined || findDatabase({ database }) !== undefined) return undefined;
	const isSeen: Record<LocalStateSign, boolean> = {
		'n8n-queue-mode': read('EXECUTIONS_MODE') === 'queue',
		'n8n-multi-main': read('N8N_MULTI_MAIN_SETUP_ENABLED') === 'true',
		'zeebe-cluster': address !== undefined && !isLoopback(address),
		'shared-memory': isPostgresAddress(memoryStore),
		'shared-knowledge': isPostgresAddress(read('TROUPE_KNOWLEDGE_STORE')),
	};
	const seen = (Object.keys(signs) as LocalStateSign[]).filter((sign) => isSeen[sign]);
	if (seen.length === 0) return undefined;
	const warning =
		`Troupe's state is in files of this machine, but several machines seem to run: ${seen.map((sign) => signs[sign]).join(', ')}. ` +
		'Budgets, tokens, waiting runs, violations and counts of guardrails then hold on each machine alone. ' +
		`Set TROUPE_DATABASE_URL to one PostgreSQL on all machines: ${sharedStatePage}`;
	return { signs: seen, warning };
}

/** @param address a URL, or `host:port` */
function isLoopback(address: string): boolean {
	const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
	const { hostname } = URL.parse(url) ?? { hostname: '' };
	return hostname === 'localhost' || hostname === '[::1]' || hostname === '0.0.0.0' || /^127\./.test(hostname);
}
