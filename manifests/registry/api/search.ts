import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { string, texts } from './answer-fields';
import { cursor, kind, limit, list, name, state, text, version } from './fields';
import { manifestSummary } from './lifecycle';

export const manifestFilter = closed(
	optional({
		kind,
		name,
		version,
		/** SHA-256 prefix. */
		sha256: Type.String({ pattern: '^[0-9a-f]{4,64}$' }),
		state,
		text: text(200),
		cursor,
		limit: limit(500),
	}),
);
export type ManifestFilter = Static<typeof manifestFilter>;

export interface Page<Item> {
	items: Item[];
	/** Absent on the last page. */
	cursor?: string;
}

export const resolveRequest = closed(
	optional({
		kind,
		name,
		/** node-semver range, such as `^1.2`. Default `*`. */
		range: text(100),
		capabilities: list(text(200), 20),
		/** For example "who can read a CRM?". */
		question: text(1_000),
		instance: text(200),
		limit: limit(100),
	}),
);
export type ResolveRequest = Static<typeof resolveRequest>;

export const match = Type.Object({
	manifest: manifestSummary,
	/** 0 to 1; 1 is an exact name and range, or every capability verbatim. */
	score: Type.Number(),
	reasons: texts,
	warnings: texts,
});
export type Match = Static<typeof match>;

const change = Type.Object({
	path: string,
	kind: Type.Enum(['added', 'removed', 'changed']),
	...optional({ from: Type.Unknown(), to: Type.Unknown() }),
});
export const manifestDiff = Type.Object({
	from: string,
	to: string,
	/** By JSON pointer into the definition, or by file. */
	changes: Type.Array(change),
	requiredBump: Type.Enum(['none', 'patch', 'minor', 'major']),
	reasons: texts,
});
export type ManifestDiff = Static<typeof manifestDiff>;
