import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../../base/shape';
import type { Metadata } from './filter/filter';

export const documentBounds = {
	documents: 1_000,
	text: 20_000_000,
	file: 100_000_000,
	/** Bytes and characters of all documents in total. */
	together: 200_000_000,
} as const;

const id = { minLength: 1, maxLength: 1_000 };
export const documentId = Type.String(id);

const metadata = Type.Unsafe<Metadata>({
	type: 'object',
	maxProperties: 100,
	propertyNames: { minLength: 1, maxLength: 100 },
	additionalProperties: {
		anyOf: [{ type: ['string', 'number', 'boolean'] }, { type: 'array', maxItems: 1_000, items: { type: 'string', maxLength: 1_000 } }],
	},
});

const named = {
	id: Type.Optional(Type.String({ ...id, description: 'Default: the URL, the name, or for a text its SHA-256.' })),
	title: Type.Optional(Type.String({ maxLength: 1_000 })),
	source: Type.Optional(Type.String({ maxLength: 2_000 })),
	metadata: Type.Optional(metadata),
};

const forms = [
	closed({
		...named,
		text: Type.String({ maxLength: documentBounds.text }),
		format: Type.Optional(Type.Enum(['markdown', 'plain'], { description: 'Default: plain.' })),
	}),
	closed({
		...named,
		// Bytes are not JSON; parse-knowledge-task.ts checks them.
		bytes: Type.Unsafe<Uint8Array>({ description: 'In JSON, base64 replaces bytes.' }),
		name: Type.Optional(Type.String({ maxLength: 1_000 })),
		mediaType: Type.Optional(Type.String({ maxLength: 200 })),
	}),
	closed({ ...named, url: Type.String({ maxLength: 2_000, pattern: '^[hH][tT][tT][pP][sS]?://' }) }),
];

export type DocumentInput = Static<(typeof forms)[number]>;
export const documentInput = Type.Unsafe<DocumentInput>({ type: 'object', oneOf: forms });
