import { checkEntries, type settingLists } from '../../../../core/base/settings/setting-choices';
import type { Dialect } from './dialect';

type Need = (typeof settingLists.TROUPE_OPENAI_NEEDS)[number];

/** Dialect changes for servers with a partial protocol (docs/agents/models.md). */
const changes: Record<Need, Partial<Dialect>> = {
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
};

/** @throws TroupeError INPUT_INVALID for an unknown need */
export function applyNeeds(needs: readonly string[] = []): Partial<Dialect> {
	// The setting was checked when it was read.
	checkEntries('TROUPE_OPENAI_NEEDS', needs, 'The field "Server Needs" of the credential');
	return Object.assign({}, ...(needs as Need[]).map((name) => changes[name])) as Partial<Dialect>;
}

export const describeNeeds = (dialect: Dialect, usual: Dialect): Need[] =>
	(Object.keys(changes) as Need[]).filter((name) =>
		Object.entries(changes[name]).every(([field, value]) => isSame(dialect, field, value) && !isSame(usual, field, value)),
	);

const isSame = (dialect: Dialect, field: string, value: unknown): boolean =>
	JSON.stringify(dialect[field as keyof Dialect]) === JSON.stringify(value);
