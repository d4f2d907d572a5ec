import { TroupeError } from '../../../../core/base/errors';
import type { Dialect } from './dialect';

/** What a server needs that speaks less than the whole protocol. docs/providers/openai.md lists them. */
const changes = {
	'max-tokens': { limitFields: ['max_tokens'] },
	'max-completion-tokens': { limitFields: ['max_completion_tokens'] },
	'no-temperature': { temperature: false },
	'no-reasoning-effort': { effort: false },
	'no-stream-usage': { streamUsage: false },
	'loose-schemas': { format: 'schema' },
	'json-objects': { format: 'object' },
	'schemas-as-text': { format: 'told' },
	'no-system-role': { system: false },
	'alternating-roles': { alternating: true },
	'one-call-a-turn': { oneCall: true },
	'tools-as-text': { tools: 'text' },
} satisfies Record<string, Partial<Dialect>>;

export type Need = keyof typeof changes;

const isNeed = (name: string): name is Need => Object.hasOwn(changes, name);

/** Returns the changes that needs make. @throws TroupeError INPUT_INVALID for an unknown one */
export function applyNeeds(needs: readonly string[] = []): Partial<Dialect> {
	const unknown = needs.find((name) => !isNeed(name));
	if (unknown !== undefined)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `TROUPE_OPENAI_NEEDS has ${JSON.stringify(unknown.slice(0, 40))}; expected ${Object.keys(changes).join(', ')}.`,
			fix: 'Ask `troupe model check` what the server needs.',
		});
	return Object.assign({}, ...(needs as Need[]).map((name) => changes[name])) as Partial<Dialect>;
}

/** Lists what a dialect has that the usual one does not. */
export const describeNeeds = (dialect: Dialect, usual: Dialect): Need[] =>
	(Object.keys(changes) as Need[]).filter((name) =>
		Object.entries(changes[name]).every(([field, value]) => isSame(dialect, field, value) && !isSame(usual, field, value)),
	);

const isSame = (dialect: Dialect, field: string, value: unknown): boolean =>
	JSON.stringify(dialect[field as keyof Dialect]) === JSON.stringify(value);
