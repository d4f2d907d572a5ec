import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A service of docker-compose.yml, as far as this repository uses the format. */
export interface ComposeService {
	image: string;
	command?: string | string[];
	entrypoint?: string[];
	environment?: Record<string, string>;
	env_file?: Array<{ path: string; required: boolean }>;
	build?: { context: string; target: string };
	healthcheck: { test: string[]; interval: string; timeout: string; retries: number; start_period?: string };
	restart?: string;
	profiles?: string[];
	user?: string;
	ports?: string[];
	volumes?: string[];
	tmpfs?: string[];
	networks: string[];
	depends_on?: Record<string, { condition: string }>;
	read_only?: boolean;
	cap_drop?: string[];
	cap_add?: string[];
	security_opt?: string[];
	logging?: { driver: string; options: Record<string, string> };
	mem_limit?: string;
	cpus?: number;
	pids_limit?: number;
	stop_grace_period?: string;
}

export interface ComposeFile {
	services: Record<string, ComposeService>;
	networks: Record<string, { internal?: boolean; ipam?: unknown } | null>;
	volumes: Record<string, unknown>;
}

/** Reads a compose file as `docker compose` does. @param variables those of .env; without them, they are left as they are written */
export function readComposeFile(file: string, variables?: Record<string, string>): ComposeFile {
	const parsed = parse(readFileSync(file, 'utf8'), { merge: true }) as ComposeFile;
	return variables ? replaceTexts(parsed, (text) => interpolate(text, variables)) : parsed;
}

/** Reads a file of the form NAME=value. */
export function readEnvironmentFile(file: string): Record<string, string> {
	const lines = readFileSync(file, 'utf8').split('\n');
	return Object.fromEntries(
		lines.filter((line) => /^\w+=/.test(line)).map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]),
	);
}

/** Returns a copy of a document with each of its texts replaced. */
export function replaceTexts<Value>(value: Value, replace: (text: string) => string): Value {
	if (typeof value === 'string') return replace(value) as Value;
	if (Array.isArray(value)) return value.map((item: unknown) => replaceTexts(item, replace)) as Value;
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceTexts(item as unknown, replace)])) as Value;
}

function interpolate(text: string, variables: Record<string, string>): string {
	return text.replace(/\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}/g, (match, name?: string, kind?: string, rest = '') => {
		if (name === undefined) return '$';
		const value = variables[name];
		if (value) return value;
		if (kind === '?') throw new Error(`${name} is missing: ${rest}`);
		if (kind === '-') return rest;
		throw new Error(`${match} has no default`);
	});
}
