import type { INodeProperties } from 'n8n-workflow';

const text = { type: 'string', default: '' } as const;

export const originsField: INodeProperties = {
	displayName: 'Origins',
	name: 'origins',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Origin',
	default: {},
	description: 'Ads, posts, links and products through which customers come, with a name or a greeting of their own',
	options: [
		{
			displayName: 'Origin',
			name: 'origin',
			values: [
				{
					displayName: 'Kind',
					name: 'via',
					type: 'options',
					options: [
						{ name: 'Ad', value: 'ad' },
						{ name: 'Link', value: 'link' },
						{ name: 'Post', value: 'post' },
						{ name: 'Product', value: 'product' },
					],
					default: 'ad',
				},
				{
					...{ displayName: 'ID', name: 'source', ...text },
					description: 'ID of the ad, post or product at the provider, or the parameter of the link. Leave empty for all of this kind.',
				},
				{
					...{ displayName: 'Name', name: 'name', ...text, placeholder: 'fair' },
					description: 'What conditions, switches and labels call it: lower-case letters, digits and hyphens',
				},
				{
					...{ displayName: 'Greeting', name: 'greeting', ...text, placeholder: 'Welcome! Which machine did you see at the fair?' },
					description: 'What a customer gets once who comes from there',
				},
			],
		},
	],
};
