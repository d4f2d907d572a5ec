import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { string, texts } from './answer-fields';
import { cursor, kind, limit, list, name, state, text, version } from './fields';
import { manifestSummary } from './lifecycle';

export const manifestFilter = closed(
	optional({
		...{ kind, name, version },
		/** The first digits of a SHA-256. */
		sha256: Type.String({ pattern: '^[0-9a-f]{4,64}$' }),
		state,
		/** In name, purpose or capabilities. */
		text: text(200),
		cursor,
		/** Default 100. */
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
		/** With a range; without a name, all that can do what is asked. */
		name,
		/** A range of node-semver, such as `^1.2`. Default `*`. */
		range: text(100),
		/** Every one of these, such as `crm.read`. */
		capabilities: list(text(200), 20),
		/** In words, such as "who can read a CRM?". */
		question: text(1_000),
		/** For rollouts: which side this instance is on. */
		instance: text(200),
		limit: limit(100),
	}),
);
export type ResolveRequest = Static<typeof resolveRequest>;

export const match = Type.Object({
	manifest: manifestSummary,
	/** 0 to 1; 1 is an exact name and range, or every capability word for word. */
	score: Type.Number(),
	/** For people, such as `has the capability crm.read`. */
	reasons: texts,
	/** Such as: deprecated, go to 1.4.0. */
	warnings: texts,
});
export type Match = Static<typeof match>;

const change = Type.Object({
	path: string,
	kind: Type.Enum(['added', 'removed', 'changed']),
	...optional({ from: Type.Unknown(), to: Type.Unknown() }),
});
export const manifestDiff = Type.Object({
	...{ from: string, to: string },
	/** By JSON pointer into the definition, or by file. */
	changes: Type.Array(change),
	requiredBump: Type.Enum(['none', 'patch', 'minor', 'major']),
	reasons: texts,
});
export type ManifestDiff = Static<typeof manifestDiff>;
