import fc from 'fast-check';
import type { Metadata, MetadataValue } from '../../core/ports/knowledge/filter/filter';
import type { PreparedDocument } from '../../core/ports/knowledge/stored-documents';
import { prepare } from '../support/prepared-documents';
import type { FilterJson } from './reference-collection';

/** Documents, filters and changes of collections, of the kind that one database takes and the other chokes on. */

const long = (letter: string, times: number) => letter.repeat(times);

export const ids = [
	...[
		'a',
		'A',
		'a.b',
		'a%_b',
		"o'brien",
		'x"y',
		'$id',
		'__proto__',
		'e\u0301',
		'é',
		'🙂',
		'\uffee',
		'а',
		' a',
		'a ',
		'\ufeffa',
		'\\',
		'\ufffd',
	],
	...[long('l', 900), long('語', 600), 'https://example.com/ä?b=1#c'],
];

const words = [
	'kettle',
	'boils',
	'água',
	'agua',
	'naïve',
	'🙂',
	'語',
	'férias',
	'vacation',
	'days',
	"o'clock",
	'null',
	'SELECT',
	'--',
	'%',
];

const fields = [
	'n',
	'a.b',
	"o'x",
	'"q"',
	'ключ',
	'ключ\u0301',
	'__proto__',
	'constructor',
	'title',
	'labels',
	'source',
	'ingestedAt',
	long('k', 100),
];
/** A filter cannot name these, and a document may have them. */
const unnamed = ['$d', '', '$or', long('k', 101), '#document', 'chroma:document', 'troupe', 'ordinal', 'nul\0', 'half\ud800'];

const strings = [
	...[
		'',
		'a',
		'A',
		'ab',
		'é',
		'e\u0301',
		'🙂',
		'\uffee',
		'а',
		'%',
		'_',
		"'",
		'"',
		'\\',
		'$',
		'1',
		'true',
		'null',
		'a\0b',
		'\ud800',
		'\ufffd',
		' a',
	],
	...ids.slice(0, 4),
];
const numbers = [
	0,
	-0,
	1,
	-1,
	1.5,
	2 ** 31,
	2 ** 53,
	2 ** 63,
	-(2 ** 63),
	2 ** 64,
	1e21,
	1e300,
	5e-324,
	0.1 + 0.2,
	0.3,
	1_000,
	2_000,
	3_000,
];
const scalar = fc.oneof(fc.constantFrom(...strings), fc.constantFrom(...numbers), fc.boolean());
const labels = ['draft', 'hr', 'é', ''];

const value: fc.Arbitrary<MetadataValue> = fc.oneof(
	{ weight: 8, arbitrary: scalar },
	{ weight: 3, arbitrary: fc.array(fc.constantFrom(...strings, ...labels), { maxLength: 4 }) },
	{ weight: 1, arbitrary: fc.constantFrom<MetadataValue>(long('x', 20_000), null as never, [long('y', 1_001)]) },
);

const metadata: fc.Arbitrary<Metadata> = fc
	.tuple(
		fc.array(fc.tuple(fc.constantFrom(...fields, ...unnamed), value), { maxLength: 5 }),
		fc.option(fc.uniqueArray(fc.constantFrom(...labels), { maxLength: 3 }), { nil: undefined }),
	)
	.map(([entries, given]) => Object.fromEntries([...entries, ...(given ? [['labels', given] as const] : [])]));

const paragraph = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 }).map((some) => some.join(' '));

export const document: fc.Arbitrary<PreparedDocument> = fc
	.record({
		id: fc.constantFrom(...ids),
		paragraphs: fc.array(paragraph, { maxLength: 5 }),
		title: fc.constantFrom('', 'Kettle', 'Férias', 'a', 'T\0\udfff', '🙂'),
		source: fc.option(fc.constantFrom('', 'hr.pdf', 's\0\ud800'), { nil: undefined }),
		headings: fc.constantFrom<string[]>([], ['Vacation'], ['H\0', '🙂']),
		metadata,
	})
	.map(({ id, paragraphs, source, ...draft }) =>
		prepare(id, paragraphs.join('\n\n'), { ...draft, ...(source !== undefined && { source }) }),
	);

const named = fc.constantFrom(...fields, 'documentId', 'mediaType', 'missing');
/** What filters take: nothing longer than they may be. */
const operand = fc.oneof(scalar, fc.constantFrom(...labels));
const condition: fc.Arbitrary<FilterJson> = fc.oneof(
	fc.tuple(named, operand).map(([field, one]) => own(field, one)),
	fc.tuple(named, fc.constantFrom('$eq', '$ne'), operand).map(([field, operator, one]) => own(field, { [operator]: one })),
	fc
		.tuple(named, fc.constantFrom('$in', '$nin'), fc.array(operand, { minLength: 1, maxLength: 4 }))
		.map(([field, operator, some]) => own(field, { [operator]: some })),
	fc
		.tuple(named, fc.constantFrom('$gt', '$gte', '$lt', '$lte'), fc.constantFrom(...strings, ...numbers))
		.map(([field, operator, one]) => own(field, { [operator]: one })),
	fc.tuple(named, fc.constantFrom(...numbers), fc.constantFrom(...numbers)).map(([field, from, to]) => own(field, { $gte: from, $lt: to })),
	fc.tuple(named, fc.constantFrom(...strings)).map(([field, one]) => own(field, { $contains: one })),
	fc.constant({}),
);

export const filter: fc.Arbitrary<FilterJson> = fc.letrec<{ any: FilterJson; joined: FilterJson }>((tie) => ({
	any: fc.oneof({ maxDepth: 4, depthSize: 'medium' }, { weight: 3, arbitrary: condition }, { weight: 2, arbitrary: tie('joined') }),
	joined: fc.oneof(
		fc
			.tuple(fc.constantFrom('$and', '$or'), fc.array(tie('any'), { minLength: 1, maxLength: 3 }))
			.map(([join, parts]) => ({ [join]: parts })),
		tie('any').map((one) => ({ $not: one })),
		fc.tuple(condition, tie('any')).map(([one, other]) => ({ ...one, $and: [other] })),
	),
})).any;

export const question = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((some) => some.join(' '));

/** Also where its name is `__proto__`. */
function own(field: string, one: unknown): FilterJson {
	return Object.fromEntries([[field, one]]);
}

export type Change =
	| { kind: 'put'; documents: PreparedDocument[] }
	| { kind: 'remove'; ids?: string[]; filter?: FilterJson; state?: 'ready' | 'failed' }
	| { kind: 'fail'; id: string }
	| { kind: 'retain'; days: number; labels?: string[] }
	| { kind: 're-embed' };

const distinct = (documents: PreparedDocument[]) => [...new Map(documents.map((one) => [one.id, one])).values()];

export const change: fc.Arbitrary<Change> = fc.oneof(
	{ weight: 8, arbitrary: fc.array(document, { maxLength: 8 }).map((some): Change => ({ kind: 'put', documents: distinct(some) })) },
	{
		weight: 4,
		arbitrary: fc
			.record(
				{
					ids: fc.array(fc.constantFrom(...ids, 'nobody', '\ud800', 'a\0'), { maxLength: 4 }),
					filter,
					state: fc.constantFrom('ready', 'failed'),
				},
				{ requiredKeys: [] },
			)
			.filter(({ ids: some, filter: by }) => some !== undefined || by !== undefined)
			.map((selection): Change => ({ kind: 'remove', ...selection })),
	},
	{ weight: 2, arbitrary: fc.constantFrom(...ids).map((id): Change => ({ kind: 'fail', id })) },
	{
		weight: 1,
		arbitrary: fc
			.record(
				{ days: fc.integer({ min: 0, max: 20 }), labels: fc.constantFrom<string[]>(['draft'], ['hr', 'é']) },
				{ requiredKeys: ['days'] },
			)
			.map((rule): Change => ({ kind: 'retain', ...rule })),
	},
	{ weight: 1, arbitrary: fc.constant<Change>({ kind: 're-embed' }) },
);
