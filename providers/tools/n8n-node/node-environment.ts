/** Machine variables that nodes need. The rest of the worker's environment holds keys. */
const passedOn = [
	...['PATH', 'LANG', 'TZ', 'GENERIC_TIMEZONE', 'SystemRoot', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
	...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'],
	...['NODES_EXCLUDE', 'NODES_INCLUDE', 'N8N_EXPRESSION_ENGINE', 'N8N_RESTRICT_FILE_ACCESS_TO', 'N8N_COMMUNITY_PACKAGES_ALLOW_TOOL_USAGE'],
];

/** @param folder of this process, replaces n8n's user folder @param files the folder of files that items refer to */
export function nodeEnvironment(folder: string, files: string): NodeJS.ProcessEnv {
	// oxlint-disable-next-line no-restricted-properties -- not settings of Troupe: they are handed on as they are
	const own = process.env;
	return {
		...Object.fromEntries(passedOn.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]]))),
		...{ HOME: folder, N8N_USER_FOLDER: folder, NODE_ENV: 'production' },
		...{ N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem', N8N_STORAGE_PATH: files },
		// Encrypts nothing: credentials stay with the worker.
		...{ N8N_ENCRYPTION_KEY: 'unused', N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true', N8N_BLOCK_ENV_ACCESS_IN_NODE: 'true' },
		...{ N8N_DIAGNOSTICS_ENABLED: 'false', N8N_LOG_LEVEL: 'error' },
	};
}
