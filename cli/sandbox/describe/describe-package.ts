import { countNouns } from '../../terminal/format-text';
import { printable } from '../../terminal/terminal';

interface LoadedType {
	file?: unknown;
	name?: unknown;
	displayName?: unknown;
	versions?: unknown;
	error?: unknown;
}

interface LoadedPackage {
	nodes: LoadedType[];
	credentials: LoadedType[];
}

export function describePackage(stdout: string): string[] {
	const loaded = parse(stdout);
	if (!loaded) return [printable(stdout.replace(/\n$/, ''))];
	const { nodes, credentials } = loaded;
	const all = [...nodes, ...credentials];
	const failed = all.filter(({ error }) => error !== undefined).length;
	const counts = `${countNouns(nodes.length, 'node')}, ${countNouns(credentials.length, 'credential type')}`;
	return [
		...nodes.map((one) => describeType('node', one)),
		...credentials.map((one) => describeType('credential', one)),
		`${counts}${failed === 0 ? '' : `; ${failed} of ${all.length} did not load`}`,
	];
}

function describeType(kind: string, { file, name, displayName, versions, error }: LoadedType): string {
	const at = `(${write(file)})`;
	if (error !== undefined) return `${kind} ${at}: error: ${write(error)}`;
	const numbers = Array.isArray(versions) && versions.length > 0 ? ` ${versions.slice(0, 50).map(write).join(', ')}` : '';
	return `${kind} ${write(name)}${numbers}${displayName === undefined ? '' : ` "${write(displayName)}"`} ${at}`;
}

const write = (value: unknown): string =>
	printable(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'without a name')).slice(0, 500);

function parse(stdout: string): LoadedPackage | undefined {
	try {
		const { nodes, credentials } = JSON.parse(stdout) as Partial<LoadedPackage>;
		const areTypes = (list: unknown) => Array.isArray(list) && list.every((one) => typeof one === 'object' && one !== null);
		return areTypes(nodes) && areTypes(credentials) ? { nodes: nodes!, credentials: credentials! } : undefined;
	} catch {
		return undefined;
	}
}
