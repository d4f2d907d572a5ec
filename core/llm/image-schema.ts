/** Base64 of ten megabytes. */
const maxImageLength = 14_000_000;

const image = {
	type: 'object',
	required: ['kind'],
	discriminator: { propertyName: 'kind' },
	oneOf: [
		{
			additionalProperties: false,
			required: ['mediaType', 'data'],
			properties: {
				kind: { const: 'data' },
				mediaType: { type: 'string', pattern: '^image/[a-z0-9.+-]{1,40}$' },
				data: { type: 'string', minLength: 1, maxLength: maxImageLength },
			},
		},
		{
			additionalProperties: false,
			required: ['url'],
			properties: { kind: { const: 'url' }, url: { type: 'string', maxLength: 2_000, pattern: '^https?://' } },
		},
	],
};
/** JSON schema (draft 7) of the images that go with a message. */
export const imagesSchema = { type: 'array', maxItems: 10, items: image };
