import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { TroupeError } from './errors';
import { checkEntries, type ChoiceSetting, type NamesSetting, pickChoice, settingChoices, settingLists } from './setting-choices';

/** The variables of the environment that Troupe reads under names of its own. docs/operations/settings.md explains each; a test compares the two. */
export const ownSettings = [
	'TROUPE_ACCESS_ISSUER',
	'TROUPE_ACCESS_KEYS',
	'TROUPE_AGENTS',
	'TROUPE_AGENT_WEBHOOK_SECRET',
	'TROUPE_AGENT_WEBHOOK_URL',
	'TROUPE_ALLOW_FROM',
	'TROUPE_ALLOW_INLINE_AGENTS',
	'TROUPE_ALLOW_PRIVATE_NETWORKS',
	'TROUPE_ALLOW_PROGRAMS',
	'TROUPE_ANTHROPIC_MODEL',
	'TROUPE_API_TOKEN',
	'TROUPE_API_TOKEN_FROM',
	'TROUPE_APPROVALS',
	'TROUPE_BACKUP_DATABASE_URL',
	'TROUPE_BACKUP_PASSPHRASE',
	'TROUPE_BOUND_TOKENS',
	'TROUPE_BUDGETS',
	'TROUPE_CHROMA_TOKEN',
	'TROUPE_CHROMA_URL',
	'TROUPE_CHROMIUM',
	'TROUPE_CLAMAV',
	'TROUPE_COLLECTIONS',
	'TROUPE_DATABASE_URL',
	'TROUPE_DEBUG',
	'TROUPE_DECISION_POINT',
	'TROUPE_DECISION_POINT_TOKEN',
	'TROUPE_EMBEDDING_MODEL',
	'TROUPE_EXCHANGE_CLIENT',
	'TROUPE_EXCHANGE_SECRET',
	'TROUPE_EXCHANGE_URL',
	'TROUPE_GOOGLE_MODEL',
	'TROUPE_FORGOTTEN_LIST',
	'TROUPE_GRACE',
	'TROUPE_HARM_LABELS',
	'TROUPE_HARM_MODEL',
	'TROUPE_HINT_SECRET',
	'TROUPE_HINT_SECRET_FILE',
	'TROUPE_HOME',
	'TROUPE_INSTANCE',
	'TROUPE_KEY_MAX_DAYS',
	'TROUPE_KEY_PASSPHRASE',
	'TROUPE_KNOWLEDGE_STORE',
	'TROUPE_LOCAL_MODELS',
	'TROUPE_MEMORY_STORE',
	'TROUPE_N8N',
	'TROUPE_N8N_MEMORY',
	'TROUPE_N8N_PROCESSES',
	'TROUPE_N8N_PROGRAM',
	'TROUPE_OFFERED_AGENTS',
	'TROUPE_OIDC_ACR_VALUES',
	'TROUPE_OIDC_AUDIENCE',
	'TROUPE_OIDC_ISSUER',
	'TROUPE_OIDC_MAX_AGE',
	'TROUPE_OIDC_ROLES',
	'TROUPE_OIDC_ROLES_CLAIM',
	'TROUPE_OIDC_GROUPS_CLAIM',
	'TROUPE_OIDC_READER_CLAIMS',
	'TROUPE_OIDC_TENANT_CLAIM',
	'TROUPE_OLLAMA_MODEL',
	'TROUPE_OPENAI_MODEL',
	'TROUPE_OPENAI_NEEDS',
	'TROUPE_POLICIES',
	'TROUPE_PUBLIC_URL',
	'TROUPE_REDIS_URL',
	'TROUPE_REGISTRY_INSECURE',
	'TROUPE_REGISTRY_TOKEN',
	'TROUPE_REGISTRY_TOKEN_FILE',
	'TROUPE_REGISTRY_TTL',
	'TROUPE_REGISTRY_URL',
	'TROUPE_REPLACED_MODELS',
	'TROUPE_REQUIRE_APPROVED',
	'TROUPE_REQUIRE_ROOT',
	'TROUPE_SANDBOX_ALLOW',
	'TROUPE_SANDBOX_ENGINE',
	'TROUPE_SANDBOX_IMAGE',
	'TROUPE_SANDBOX_KEEP_DAYS',
	'TROUPE_SANDBOX_KEYS',
	'TROUPE_SANDBOX_LEVEL',
	'TROUPE_SANDBOX_RUNTIME',
	'TROUPE_SEARCH_QUESTIONS',
	'TROUPE_STALE_POLICY',
	'TROUPE_STANDARD_WITHOUT',
	'TROUPE_TENANT',
	'TROUPE_TOOL_SERVERS',
	'TROUPE_TRANSFORMERS',
	'TROUPE_TRUST',
	'TROUPE_UNENCRYPTED_SERVERS',
	'TROUPE_UNLISTED_AGENTS',
	'TROUPE_VAULT_KEY',
	'TROUPE_WEBHOOK_PRIVATE',
] as const;

/** Variables of n8n, Camunda, the model vendors and the hub of local models that Troupe reads too. */
export const foreignSettings = [
	'ALL_PROXY',
	'ANTHROPIC_API_KEY',
	'ANTHROPIC_BASE_URL',
	'ANTHROPIC_MODEL',
	'COHERE_API_KEY',
	'COHERE_BASE_URL',
	'DATABASE_URL',
	'EXECUTIONS_MODE',
	'EXTERNAL_HOOK_FILES',
	'GEMINI_API_KEY',
	'GOOGLE_API_KEY',
	'GOOGLE_GEMINI_BASE_URL',
	'HF_ENDPOINT',
	'HF_TOKEN',
	'HTTPS_PROXY',
	'HTTP_PROXY',
	'N8N_CUSTOM_EXTENSIONS',
	'N8N_DISABLED_MODULES',
	'N8N_ENABLED_MODULES',
	'N8N_MULTI_MAIN_SETUP_ENABLED',
	'N8N_SSRF_PROTECTION_ENABLED',
	'N8N_USER_FOLDER',
	'NODE_EXTRA_CA_CERTS',
	'NODE_PATH',
	'NO_PROXY',
	'OLLAMA_API_KEY',
	'OLLAMA_HOST',
	'OPENAI_API_KEY',
	'OPENAI_BASE_URL',
	'OPENAI_MODEL',
	'PATH',
	'ZEEBE_ADDRESS',
	'ZEEBE_REST_ADDRESS',
] as const;

/** Settings whose value is, or can be, a path or a list of paths. */
const pathSettings: ReadonlySet<string> = new Set<(typeof ownSettings)[number]>([
	'TROUPE_ACCESS_KEYS',
	'TROUPE_AGENTS',
	'TROUPE_ALLOW_PROGRAMS',
	'TROUPE_BUDGETS',
	'TROUPE_CHROMIUM',
	'TROUPE_EMBEDDING_MODEL',
	'TROUPE_FORGOTTEN_LIST',
	'TROUPE_HARM_MODEL',
	'TROUPE_HINT_SECRET_FILE',
	'TROUPE_HOME',
	'TROUPE_KNOWLEDGE_STORE',
	'TROUPE_MEMORY_STORE',
	'TROUPE_N8N',
	'TROUPE_N8N_PROGRAM',
	'TROUPE_POLICIES',
	'TROUPE_REGISTRY_TOKEN_FILE',
	'TROUPE_SANDBOX_ENGINE',
	'TROUPE_SANDBOX_KEYS',
	'TROUPE_TRANSFORMERS',
	'TROUPE_TRUST',
]);

/** `TROUPE_TOOL_SECRET_<NAME>`: what `${NAME}` stands for in the definition of a tool. */
export const toolSecretPrefix = 'TROUPE_TOOL_SECRET_';

/** `TROUPE_TOOL_SECRET_<NAME>_SERVERS`: the servers that the secret can be sent to. */
export const toolSecretServersSuffix = '_SERVERS';

/** `TROUPE_TOOL_SECRET_<NAME>_TENANTS`: the tenants whose agents and processes have the secret. */
export const toolSecretTenantsSuffix = '_TENANTS';
export const toolSecretSuffixes = [toolSecretServersSuffix, toolSecretTenantsSuffix] as const;

export type Setting = (typeof ownSettings)[number] | (typeof foreignSettings)[number];

/** The environment of a process, or a test's. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns a setting without surrounding white space, or undefined if it is missing or blank. In a path, `~` is the home folder of this user.
 * @throws TroupeError INPUT_INVALID for a path that only a shell could have completed, or whose quotes only a shell removes, and for a value that
 * a setting of few values does not have
 */
export function readSetting(name: Setting, env: Environment = process.env): string | undefined {
	const value = env[name]?.trim() || undefined;
	if (value !== undefined && Object.hasOwn(settingChoices, name)) return pickChoice(name as ChoiceSetting, value);
	if (value !== undefined && Object.hasOwn(settingLists, name)) checkEntries(name as NamesSetting, splitList(value));
	// The address of a database can have any of these in its password.
	if (value === undefined || !pathSettings.has(name) || !/[~$"']/.test(value) || value.includes('://')) return value;
	return value
		.split(delimiter)
		.map((path) => completePath(name, path))
		.join(delimiter);
}

/** Returns the value of a setting that has only a few; undefined if it is missing or blank. @throws TroupeError INPUT_INVALID for another value */
export function readChoice<Name extends ChoiceSetting>(name: Name, env: Environment = process.env) {
	const value = env[name]?.trim();
	return value ? pickChoice(name, value) : undefined;
}

/** Returns the entries of a setting that lists several, separated by commas; undefined if it is missing or blank. */
export function readListSetting(name: Setting, env?: Environment): string[] | undefined {
	const text = readSetting(name, env);
	return text === undefined ? undefined : splitList(text);
}

const splitList = (text: string): string[] =>
	text
		.split(',')
		.map((entry) => entry.trim())
		.filter(Boolean);

/** No shell reads the environment of a service, an `env_file` or an IDE. A folder called `~` would be a second home, with a vault key of its own. */
function completePath(name: Setting, path: string): string {
	if (path === '~' || path.startsWith('~/')) return join(homedir(), path.slice(1));
	// The first path of a quoted list has a quote at its beginning only.
	const isQuoted = /^["']/.test(path);
	if (!isQuoted && !/^[~$]|\/\$\w|\$[{(]/.test(path)) return path;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: isQuoted
			? `${name} contains the path ${path} with quotes, which only a shell removes.`
			: `${name} contains the path ${JSON.stringify(path)}, which only a shell can complete.`,
		fix: `Write the whole path, such as ${join(homedir(), '.troupe')}.`,
		details: { setting: name },
	});
}

/** Returns a setting of proxies, which is read in lower case first, as curl does; with the name under which it was set. */
export function readProxySetting(name: Setting, env: Environment = process.env): { name: string; value: string } | undefined {
	for (const each of [name.toLowerCase(), name]) {
		const value = env[each]?.trim();
		if (value) return { name: each, value };
	}
	return undefined;
}

/** Returns a setting exactly as it is set: white space can belong to a passphrase. */
export function readSecret(name: Setting, env: Environment = process.env): string | undefined {
	return env[name] || undefined;
}

export interface ToolSecret {
	value: string;
	/** The servers that it can be sent to; none: any server. */
	servers: string[];
	/** The tenants that have it; none: the one of the process. */
	tenants: string[];
}

/** Returns the secret that tools of agent definitions call `${NAME}`. */
export function readToolSecret(name: string, env: Environment = process.env): ToolSecret | undefined {
	const value = env[toolSecretPrefix + name];
	if (value === undefined || isListOfSecret(name, env)) return undefined;
	const list = (suffix: string) => splitList(env[toolSecretPrefix + name + suffix] ?? '');
	return { value, servers: list(toolSecretServersSuffix).map((server) => server.toLowerCase()), tenants: list(toolSecretTenantsSuffix) };
}

/** Returns whether `X_SERVERS` or `X_TENANTS` is a list of the secret `X`, not a secret itself. */
function isListOfSecret(name: string, env: Environment): boolean {
	const suffix = toolSecretSuffixes.find((each) => name.endsWith(each));
	return suffix !== undefined && env[toolSecretPrefix + name.slice(0, -suffix.length)] !== undefined;
}

/** Whether a setting has this value, in any case. */
export function settingIs(name: Setting, value: string, env: Environment = process.env): boolean {
	return readSetting(name, env)?.toLowerCase() === value;
}
