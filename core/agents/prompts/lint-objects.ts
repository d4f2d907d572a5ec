import type { DotpromptUse } from '../../prompts/describe-prompt';
import type { Found } from './prompt-finding';

type Schema = Record<string, unknown>;

const reference = /^\{\{\{?~?\s*([A-Za-z_]\w*(?:\.\w+)*)\s*~?\}?\}\}$/;

/** Finds objects and lists of them in the text: Handlebars writes `[object Object]`. */
export function lintObjects(template: string, { head, written }: DotpromptUse): Found[] {
	const schema: Schema | undefined = head.input?.schema;
	if (!schema) return [];
	return written.flatMap(({ input, start, end }): Found[] => {
		const name = reference.exec(template.slice(start, end))?.[1];
		const [first, ...fields] = name?.split('.') ?? [];
		// In a block, a name is one of its items.
		if (name === undefined || first !== input || !isObject(findField(schema, [input, ...fields]))) return [];
		return [
			{
				...{ rule: 'written-object', level: 'warning', start, end, about: name },
				message: `${name} is an object, which a model would read as [object Object].`,
				fix: `Write a field of it, or all of it as JSON: {{json ${name}}}.`,
			},
		];
	});
}

const findField = (schema: Schema, names: readonly string[]): Schema | undefined =>
	names.reduce<Schema | undefined>((at, name) => (at?.properties as Record<string, Schema> | undefined)?.[name], schema);

function isObject(schema: Schema | undefined): boolean {
	const types = [schema?.type].flat();
	return types.includes('object') || (types.includes('array') && isObject(schema?.items as Schema | undefined));
}
