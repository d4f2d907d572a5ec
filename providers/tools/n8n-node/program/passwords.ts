import type { INodeParameters, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { secretReference } from '../../../../core/base/secret-reference';
import { refuse } from './task-problem';

export type ReadSecret = (name: string) => Promise<string>;

/** Models and instances hold only a secret's name, never the secret. */
export function readPassword(value: unknown, place: string, readSecret: ReadSecret): Promise<string> {
	if (typeof value === 'string' && secretReference.test(value)) return readSecret(value.slice(2, -1));
	throw refuse(`The parameter "${place}" is a password; the name of a secret, such as \${CRM_KEY}, is expected.`);
}

/** Replaces secret names by values. Expressions and empty values stay. */
export async function fillPasswords(
	values: INodeParameters,
	properties: readonly INodeProperties[],
	readSecret: ReadSecret,
	path = '',
): Promise<INodeParameters> {
	const filled: INodeParameters = {};
	for (const [name, value] of Object.entries(values)) {
		const candidates = properties.filter((property) => property.name === name);
		const place = path === '' ? name : `${path}.${name}`;
		const isPassword = candidates.some(({ typeOptions }) => typeOptions?.password === true);
		if (isPassword && typeof value === 'string' && value !== '' && !value.startsWith('='))
			filled[name] = await readPassword(value, place, readSecret);
		else filled[name] = (await fillInside(value, candidates.flatMap(listInside), readSecret, place)) as INodeParameters[string];
	}
	return filled;
}

async function fillInside(value: unknown, inside: INodeProperties[], readSecret: ReadSecret, place: string): Promise<unknown> {
	if (inside.length === 0 || typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return Promise.all(value.map((one: unknown) => fillInside(one, inside, readSecret, place)));
	return fillPasswords(value as INodeParameters, inside, readSecret, place);
}

function listInside({ type, options = [] }: INodeProperties): INodeProperties[] {
	if (type === 'collection') return options as INodeProperties[];
	if (type !== 'fixedCollection') return [];
	const groups = options as INodePropertyCollection[];
	return groups.map(({ name, displayName, values }) => ({ name, displayName, type: 'collection', default: {}, options: values }));
}
