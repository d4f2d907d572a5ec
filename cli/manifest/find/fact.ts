import type { Capabilities } from '../../../core/ports/capabilities/capabilities';

export type Fact = [name: string, value: string | string[] | undefined];

/** Lists what code may use. Empty for a manifest without a list, which restricts nothing. */
export function permissionFacts(permissions: Capabilities | undefined): Fact[] {
	if (permissions === undefined) return [];
	const { requests = [], files = [], programs = [], environment = [], nodeTypes = [], tools = [] } = permissions;
	const allowed = [
		...requests.map((request) => `request ${request}`),
		...files.map(({ path, access }) => `${access} ${path}`),
		...programs.map((program) => `start ${program}`),
		...environment.map((name) => `read the variable ${name}`),
		...nodeTypes.map((type) => `use the node ${type}`),
		...tools.map((tool) => `use the tool ${tool}`),
	];
	return [['may only', allowed.length === 0 ? 'compute' : allowed]];
}

export const readText = (value: unknown): string => (typeof value === 'string' ? value : '');
export const list = (value: unknown): Array<Record<string, unknown>> =>
	Array.isArray(value) ? (value as Array<Record<string, unknown>>) : [];
