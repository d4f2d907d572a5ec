import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { anyObject, closed } from '../../base/shape';
import { fusions, searchModes } from '../../ports/knowledge/search-facts';

const weight = Type.Number({ exclusiveMinimum: 0, maximum: 1000 });

const trustedDocuments = Type.Array(Type.String({ minLength: 1, maxLength: 1000 }), {
	description:
		'Origins of documents that nobody else can write in, such as command /srv/handbook/*; * stands for any characters. A value in them is trusted, a sentence is not. What can repeat texts of others never counts. Default: none.',
	minItems: 1,
	maxItems: 50,
	uniqueItems: true,
});

export const collectionSearch = {
	collection: Type.String({ minLength: 1, maxLength: 200 }),
	mode: Type.Optional(
		Type.Enum([...searchModes], {
			description: 'Default: by words and vectors if the collection has vectors, else by words.',
		}),
	),
	filter: Type.Optional(anyObject({ description: 'By the metadata of the documents.' })),
	fusion: Type.Optional(Type.Enum([...fusions], { description: 'Combination of the two rankings of a hybrid search. Default: scores.' })),
	weights: Type.Optional(closed({ lexical: weight, dense: weight }, { description: 'Weights of the two rankings. Default: 1 each.' })),
	diversity: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
	neighbours: Type.Optional(Type.Integer({ description: 'Chunks before and after each passage.', minimum: 0, maximum: 10 })),
	reranker: Type.Optional(Type.String({ description: 'cohere:…, local:… or a chat model as a judge.', minLength: 1, maxLength: 1000 })),
	minimumScore: Type.Optional(Type.Number({ description: 'Passages with a lower score are left out.', minimum: 0, maximum: 1 })),
	trustedDocuments: Type.Optional(trustedDocuments),
};
const shape = Type.Object(collectionSearch);
export type CollectionSearch = Static<typeof shape>;
