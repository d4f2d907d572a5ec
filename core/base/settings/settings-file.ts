import { lstatSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { TroupeError } from '../errors';
import { troupeHome } from '../home';
import { type Environment, foreignSettings, ownSettings, pathSettings, toolSecretPrefix } from './setting-names';
import { jsonFault } from '../text/json/json-fault';
import { findNearName } from '../text/near-name';
import { stripBom } from '../text/strip-bom';

/** Foreign settings that only Troupe reads in its processes. The rest is for Node.js and n8n too, which read no file. */
const alsoInFile = [
	'ANTHROPIC_API_KEY',
	'ANTHROPIC_BASE_URL',
	'COHERE_API_KEY',
	'COHERE_BASE_URL',
	'GEMINI_API_KEY',
	'GOOGLE_API_KEY',
	'GOOGLE_GEMINI_BASE_URL',
	'HF_ENDPOINT',
	'HF_TOKEN',
	'OLLAMA_API_KEY',
	'OLLAMA_HOST',
	'OPENAI_API_KEY',
	'OPENAI_BASE_URL',
	'ZEEBE_ADDRESS',
	'ZEEBE_REST_ADDRESS',
	...foreignSettings.filter((name) => name.startsWith('OTEL_')),
];

/** Settings allowed in the file, besides tool secrets. TROUPE_HOME names its folder. */
export const fileSettings: readonly string[] = [...ownSettings.filter((name) => name !== 'TROUPE_HOME'), ...alsoInFile];

const holdsSecret = (name: string): boolean => /SECRET|TOKEN$|PASSPHRASE$|KEY$|DATABASE_URL$|REDIS_URL$|_STORE$|_HEADERS$/.test(name);

const maxBytes = 1024 * 1024;
const read = new Map<string, Environment>();

/**
 * Returns the process's variables, supplemented by `settings.json` in Troupe's home, read once. @throws TroupeError INPUT_INVALID, as soon as a
 * setting is read, for a file that cannot be used
 */
export function ownEnvironment(): Environment {
	return new Proxy(process.env, {
		get: (variables, name: string) => (variables[name]?.trim() ? variables[name] : (ofFile()[name] ?? variables[name])),
	});
}

export function copyEnvironment(): Environment {
	const environment = ownEnvironment();
	return Object.fromEntries([...Object.keys(process.env), ...Object.keys(ofFile())].map((name) => [name, environment[name]]));
}

function ofFile(): Environment {
	const path = findFile();
	if (path === undefined) return {};
	const known = read.get(path);
	if (known) return known;
	const found = readSettingsFile(path);
	read.set(path, found);
	return found;
}

export const settingsFile = (env?: Environment): string => join(troupeHome(env), 'settings.json');

/** Undefined without a home: its users explain why. */
function findFile(): string | undefined {
	try {
		return settingsFile();
	} catch {
		return undefined;
	}
}

/** None if the file does not exist. @throws TroupeError INPUT_INVALID */
export function readSettingsFile(path: string): Environment {
	const text = readText(path);
	if (text === undefined) return {};
	const entries = Object.entries(parse(path, text)).filter(([name]) => name !== '$schema');
	const settings = Object.fromEntries(entries.map(([name, value]) => [checkName(path, name), toText(path, name, value)]));
	refuseShared(path, Object.keys(settings));
	return settings;
}

function readText(path: string): string | undefined {
	try {
		const { size } = statSync(path);
		if (size > maxBytes) throw invalid(`${path} has ${size} bytes, expected at most ${maxBytes}.`, 'Remove what is not a setting.');
		return readFileSync(path, 'utf8');
	} catch (error) {
		// A sandbox runs this code without access to files.
		if (isAbsent(path, error)) return undefined;
		if (error instanceof TroupeError) throw error;
		throw invalid(
			`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}.`,
			'Let the user of this process read it, or remove it.',
			error,
		);
	}
}

/** A dangling link was meant as a file. */
const isAbsent = (path: string, error: unknown): boolean => {
	const { code = '' } = error as NodeJS.ErrnoException;
	return code === 'ENOENT' ? lstatSync(path, { throwIfNoEntry: false }) === undefined : ['ENOTDIR', 'ERR_ACCESS_DENIED'].includes(code);
};

function parse(path: string, text: string): Record<string, unknown> {
	let value: unknown;
	try {
		value = JSON.parse(stripBom(text));
	} catch (error) {
		throw invalid(`${path} is not JSON: ${jsonFault(error)}.`, 'Write it as {"TROUPE_TENANT": "acme"}, without comments.', error);
	}
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
	throw invalid(`${path} is not an object of settings.`, 'Write it as {"TROUPE_TENANT": "acme"}.');
}

function checkName(path: string, name: string): string {
	if (fileSettings.includes(name) || (name.startsWith(toolSecretPrefix) && name !== toolSecretPrefix)) return name;
	const near = findNearName(name, fileSettings);
	throw invalid(
		`${path} has ${JSON.stringify(name.slice(0, 64))}, which is not a setting that it can have.`,
		near === undefined ? 'Remove it, or set it in the environment.' : `Write ${near} in its place.`,
	);
}

function toText(path: string, name: string, value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (Array.isArray(value) && value.every((entry) => typeof entry === 'string'))
		return value.join(pathSettings.has(name) ? delimiter : ',');
	throw invalid(`In ${path}, ${name} is neither a text, a number, true, false nor a list of texts.`, 'Correct it, or remove it.');
}

/** Refuses secrets that other users of the machine can read. */
function refuseShared(path: string, names: string[]): void {
	const secret = names.find(holdsSecret);
	if (secret === undefined || process.platform === 'win32' || (statSync(path).mode & 0o077) === 0) return;
	throw invalid(`${path} has ${secret}, and other users of this machine can read it.`, `Run: chmod 600 ${path}`);
}

const invalid = (message: string, fix: string, cause?: unknown) => new TroupeError({ code: 'INPUT_INVALID', message, fix, cause });
