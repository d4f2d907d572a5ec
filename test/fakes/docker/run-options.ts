import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isAbsolute } from 'node:path';

/** What `docker run` was told. */
export interface RunOptions {
	values: ReadonlyMap<string, string[]>;
	flags: ReadonlySet<string>;
	image: string;
	args: string[];
}

/** A message of docker, and the code with which it ends. */
export class Refusal extends Error {
	constructor(
		message: string,
		readonly exitCode = 125,
	) {
		super(message);
	}
}

const flags = new Set(['--rm', '--read-only', '--no-healthcheck', '--sig-proxy']);
const checks: Record<string, (value: string) => string | undefined> = {
	'--cap-drop': oneOf('ALL'),
	'--cpus': (value) => (Number(value) >= 0.01 && Number(value) <= availableParallelism() ? undefined : 'Range of CPUs is exceeded'),
	'--entrypoint': () => undefined,
	'--hostname': matches(/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/),
	'--ipc': oneOf('none', 'private', 'shareable', 'host'),
	'--label': matches(/./),
	'--log-driver': oneOf('none', 'json-file', 'local'),
	'--memory': matches(/^\d+[bkmg]?$/),
	'--memory-swap': matches(/^\d+[bkmg]?$/),
	'--mount': checkMount,
	'--name': matches(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/),
	'--network': oneOf('none', 'bridge', 'host'),
	'--pids-limit': matches(/^-?\d+$/),
	'--pull': oneOf('always', 'missing', 'never'),
	'--runtime': oneOf('runc', 'io.containerd.runc.v2'),
	'--security-opt': oneOf('no-new-privileges', 'no-new-privileges:true'),
	'--user': matches(/^\d+:\d+$/),
	'--userns': oneOf('host'),
	'--workdir': (value) => (isAbsolute(value) ? undefined : 'the working directory is invalid, it needs to be an absolute path'),
};

/** Reads the arguments after `run` as docker does. @throws Refusal for what docker would refuse */
export function readRunOptions(all: readonly string[]): RunOptions {
	const args = [...all];
	const [values, set] = [new Map<string, string[]>(), new Set<string>()];
	while (args[0]?.startsWith('-')) {
		const [name = '', joined] = args.shift()!.split(/=(.*)/s, 2);
		if (flags.has(name)) {
			if (joined !== 'false') set.add(name);
			continue;
		}
		const check = checks[name];
		if (!check) throw new Refusal(`unknown flag: ${name}\nSee 'docker run --help'.`);
		const value = joined ?? args.shift();
		if (value === undefined) throw new Refusal(`flag needs an argument: ${name}`);
		const problem = check(value);
		if (problem !== undefined) throw new Refusal(`docker: Error response from daemon: ${name} ${value}: ${problem}.`);
		values.set(name, [...(values.get(name) ?? []), value]);
	}
	const [image, ...rest] = args;
	if (image === undefined) throw new Refusal(`"docker run" requires at least 1 argument.`);
	checkTogether(values);
	return { values, flags: set, image, args: rest };
}

function checkTogether(values: ReadonlyMap<string, string[]>): void {
	const [memory, swap] = ['--memory', '--memory-swap'].map((name) => toBytes(values.get(name)?.[0] ?? '0'));
	if (memory! > 0 && memory! < 6 * 1024 ** 2) throw new Refusal('docker: Error response from daemon: Minimum memory limit allowed is 6MB.');
	if (swap! > 0 && swap! < memory!)
		throw new Refusal('docker: Error response from daemon: Minimum memoryswap limit should be larger than memory limit.');
	const targets = (values.get('--mount') ?? []).map((mount) => readMount(mount).get('target'));
	const twice = targets.find((target, index) => targets.indexOf(target) !== index);
	if (twice !== undefined) throw new Refusal(`docker: Error response from daemon: Duplicate mount point: ${twice}.`);
}

function checkMount(text: string): string | undefined {
	const mount = readMount(text);
	const [type, source, target] = ['type', 'source', 'target'].map((name) => mount.get(name));
	const known = type === 'tmpfs' ? ['type', 'target', 'tmpfs-size', 'readonly'] : ['type', 'source', 'target', 'readonly'];
	const unknown = [...mount.keys()].find((name) => !known.includes(name));
	if (unknown !== undefined) return `unexpected key '${unknown}' in '${text}'`;
	if (target === undefined || !isAbsolute(target)) return `invalid mount target, must be an absolute path: ${target}`;
	if (type === 'tmpfs') return undefined;
	if (type !== 'bind' || source === undefined) return `invalid mount config for type "${type}"`;
	return existsSync(source) ? undefined : `invalid mount config for type "bind": bind source path does not exist: ${source}`;
}

/** A line of CSV, whose fields can be in quotes. */
function readMount(text: string): Map<string, string> {
	const fields = [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
		([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
	);
	return new Map(fields.map((field) => field.split(/=(.*)/s, 2) as [string, string]));
}

function toBytes(text: string): number {
	const [, number, unit = 'b'] = /^(\d+)([bkmg])?$/.exec(text) ?? [];
	return Number(number) * 1024 ** 'bkmg'.indexOf(unit);
}

function oneOf(...allowed: string[]): (value: string) => string | undefined {
	return (value) => (allowed.includes(value) ? undefined : `expected ${allowed.join(', ')}`);
}

function matches(pattern: RegExp): (value: string) => string | undefined {
	return (value) => (pattern.test(value) ? undefined : `invalid value`);
}
