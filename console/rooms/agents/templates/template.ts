import { quote } from '../../../parts/command';

export interface Parameter {
	name: string;
	title: string;
	description?: string;
	type: 'text' | 'number' | 'boolean' | 'choice';
	choices?: string[];
	default?: string | number | boolean;
}

export interface Template {
	id: string;
	version: string;
	name: string;
	purpose: string;
	needs: string[];
	parameters: Parameter[];
	files: Array<{ path: string; kind: string; content: string }>;
}

export interface Installed {
	version: string;
	files: Array<{ path: string; kind: string | null; action: string }>;
	agents: string[];
	deployed: Array<{ processId: string; version: number; processDefinitionKey: string }>;
}

export interface Planned extends Installed {
	values: Record<string, string | number | boolean>;
	before: string | null;
	isOlder: boolean;
	scopes: string[];
}

/** Writes the install command. Leaves out default values. */
export function installCommand({ id, parameters }: Pick<Template, 'id' | 'parameters'>, values: Record<string, string>): string {
	const given = parameters.filter((one) => values[one.name] !== undefined && values[one.name] !== String(one.default ?? ''));
	const settings = given.map(({ name }) => ` --set ${quote(`${name}=${values[name]!}`)}`);
	return `troupe template install ${quote(id)}${settings.join('')}`;
}
