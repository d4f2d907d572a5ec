import { quote } from '../../../parts/command';

export interface Parameter {
	name: string;
	title: string;
	description?: string;
	type: 'text' | 'number' | 'boolean' | 'choice';
	choices?: string[];
	default?: string | number | boolean;
}

/** A template with its files, as `GET /api/v1/templates/TEMPLATE` shows it. */
export interface Template {
	id: string;
	version: string;
	name: string;
	purpose: string;
	needs: string[];
	parameters: Parameter[];
	files: Array<{ path: string; kind: string; content: string }>;
}

/** The answer of `POST /api/v1/templates/TEMPLATE/install`. */
export interface Installed {
	version: string;
	files: Array<{ path: string; kind: string | null; action: string }>;
	agents: string[];
	deployed: Array<{ processId: string; version: number; processDefinitionKey: string }>;
}

/** Its answer to a dry run: the plan, with the values that the service has. */
export interface Planned extends Installed {
	values: Record<string, string | number | boolean>;
	before: string | null;
	isOlder: boolean;
	scopes: string[];
}

/** Writes the command that installs a template. Values that are the defaults are left out. */
export function installCommand({ id, parameters }: Pick<Template, 'id' | 'parameters'>, values: Record<string, string>): string {
	const given = parameters.filter((one) => values[one.name] !== undefined && values[one.name] !== String(one.default ?? ''));
	const settings = given.map(({ name }) => ` --set ${quote(`${name}=${values[name]!}`)}`);
	return `troupe template install ${quote(id)}${settings.join('')}`;
}
