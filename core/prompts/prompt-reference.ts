import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, recordOf } from '../base/shape';

const name = '[a-z0-9][a-z0-9._-]{0,199}';
const maxRange = 100;
const description = 'A published prompt instead of prompt.';

export const promptReference = closed(
	{
		name: Type.String({ pattern: `^${name}$` }),
		range: Type.String({
			description: 'The versions that are allowed, such as ^1.2, or a label, such as production.',
			minLength: 1,
			maxLength: maxRange,
		}),
		variables: Type.Optional(recordOf(Type.String({ maxLength: 10_000 }), { maxProperties: 100 })),
	},
	{ description },
);
type PromptReference = Static<typeof promptReference>;

const pattern = `^(${name})(?:@(\\S(?:.{0,${maxRange - 2}}\\S)?))?$`;

export const writtenPromptReference = {
	description,
	anyOf: [
		{ type: 'string', pattern, description: 'A prompt without variables: house-tone@^1.2, house-tone@production, or house-tone.' },
		promptReference,
	],
};

/** `NAME@RANGE` or `NAME@LABEL`; a name alone allows every version. @returns undefined for another text */
export function parsePromptReference(text: string): PromptReference | undefined {
	const [, prompt, range = '*'] = new RegExp(pattern).exec(text) ?? [];
	return prompt === undefined ? undefined : { name: prompt, range };
}

/** Replaces a textual reference by its parts. An unreadable one stays: the schema explains the fault. */
export function withPromptReference<Definition>(definition: Definition): Definition {
	const { promptReference: written } = (definition ?? {}) as { promptReference?: unknown };
	const read = typeof written === 'string' ? parsePromptReference(written) : undefined;
	return read ? { ...definition, promptReference: read } : definition;
}
