import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../../base/shape';
import { collectionSearch } from '../../knowledge/search/collection-search';
import { defaultPassages } from '../../knowledge/search/search-request';

const { collection, trustedDocuments, ...searchFields } = collectionSearch;
const knowledgeShape = closed(
	{
		documents: Type.Optional(
			Type.String({
				description: 'Folder of .md, .markdown and .txt files, relative to the definition and inside its folder.',
				...{ minLength: 1, maxLength: 500 },
			}),
		),
		collection: Type.Optional(collection),
		...searchFields,
		trustedDocuments,
		passages: Type.Integer({ description: 'Number of passages for the model.', minimum: 1, maximum: 50, default: defaultPassages }),
		citations: Type.Enum(['required', 'optional'], {
			description: 'required: a reply without a citation goes to a person.',
			default: 'required',
		}),
	},
	{
		description: 'Documents or a collection, whose passages the model gets with each message.',
		oneOf: [{ required: ['documents'] }, { required: ['collection'] }],
		dependencies: Object.fromEntries(Object.keys(searchFields).map((field) => [field, ['collection']])),
	},
);
type Knowledge = Static<typeof knowledgeShape>;
type KnowledgeOf<Of extends 'documents' | 'collection'> = Omit<Knowledge, 'documents' | 'collection'> &
	Record<Of, string> &
	Partial<Record<Exclude<'documents' | 'collection', Of>, undefined>>;
export const knowledge = Type.Unsafe<KnowledgeOf<'documents'> | KnowledgeOf<'collection'>>(knowledgeShape);
