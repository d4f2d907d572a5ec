import { type ChoiceSetting, pickChoice } from './setting-choices';
import {
	type Environment,
	type Setting,
	toolSecretPrefix,
	toolSecretServersSuffix,
	toolSecretSuffixes,
	toolSecretTenantsSuffix,
} from './setting-names';
import { readValue, splitList } from './setting-values';
import { ownEnvironment } from './settings-file';

/**
 * Trims a setting; undefined if it is missing or blank. In a path, `~` is this user's home. @throws TroupeError INPUT_INVALID for a path that only a
 * shell could have completed, or whose quotes only a shell removes, and for a value that a setting of few values does not have
 */
export const readSetting = (name: Setting, env: Environment = ownEnvironment()): string | undefined => readValue(name, env);

/** Undefined if it is missing or blank. @throws TroupeError INPUT_INVALID for another value */
export function readChoice<Name extends ChoiceSetting>(name: Name, env: Environment = ownEnvironment()) {
	const value = env[name]?.trim();
	return value ? pickChoice(name, value) : undefined;
}

/** Splits at commas; undefined if it is missing or blank. */
export function readListSetting(name: Setting, env?: Environment): string[] | undefined {
	const text = readSetting(name, env);
	return text === undefined ? undefined : splitList(text);
}

/** Reads a proxy setting, lower case first like curl, with its actual name. */
export function readProxySetting(name: Setting, env: Environment = ownEnvironment()): { name: string; value: string } | undefined {
	for (const each of [name.toLowerCase(), name]) {
		const value = env[each]?.trim();
		if (value) return { name: each, value };
	}
	return undefined;
}

/** Exact value: white space can belong to a passphrase. */
export function readSecret(name: Setting, env: Environment = ownEnvironment()): string | undefined {
	return env[name] || undefined;
}

interface ToolSecret {
	value: string;
	/** The servers that it can be sent to; none: any server. */
	servers: string[];
	/** The tenants that have it; none: the one of the process. */
	tenants: string[];
}

/** The secret `${NAME}` of agent tools. */
export function readToolSecret(name: string, env: Environment = ownEnvironment()): ToolSecret | undefined {
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

/** Ignores case. */
export function settingIs(name: Setting, value: string, env: Environment = ownEnvironment()): boolean {
	return readSetting(name, env)?.toLowerCase() === value;
}
