import type { NodeDescription, Parameter } from '../../../bpmn/templates/n8n/node-description';

const operation = (resource: string, options: Parameter['options'], initial: string): Parameter => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	default: initial,
	options,
	displayOptions: { show: { resource: [resource] } },
});

/** A node of a shop, for tests: it has what n8n's own nodes have, and none of their texts. */
export const shopNode: NodeDescription = {
	name: 'shop',
	displayName: 'Shop',
	description: 'Sells things.',
	group: ['output'],
	version: [1, 1.1, 2],
	defaultVersion: 2,
	inputs: ['main'],
	outputs: ['main'],
	webhooks: [{ restartWebhook: true }],
	credentials: [
		{ name: 'shopApi', required: true, displayOptions: { show: { authentication: ['key'] } } },
		{ name: 'shopOAuth2Api', required: true, displayOptions: { show: { authentication: ['oAuth2'] } } },
	],
	iconUrl: 'icons/n8n-nodes-shop/dist/nodes/Shop/shop.svg',
	codex: { alias: ['store'], resources: { primaryDocumentation: [{ url: 'https://shop.example/docs' }] } },
	properties: [
		{ displayName: 'A notice', name: 'notice', type: 'notice', default: '' },
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			default: 'key',
			options: [
				{ name: 'Key', value: 'key' },
				{ name: 'OAuth2', value: 'oAuth2' },
			],
		},
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			default: 'order',
			options: [
				{ name: 'Order', value: 'order' },
				{ name: 'Message', value: 'message' },
			],
		},
		operation(
			'order',
			[
				{ name: 'Get Many', value: 'getAll', action: 'Get many orders' },
				{ name: 'Create', value: 'create', action: 'Create an order', description: 'Makes a new order' },
			],
			'create',
		),
		operation(
			'message',
			[
				{ name: 'Send', value: 'send', action: 'Send a message' },
				{ name: 'Send and Wait', value: 'sendAndWait', action: 'Send and wait' },
				{ name: 'Dispatch and Wait', value: 'dispatchAndWait', action: 'Dispatch and wait' },
			],
			'send',
		),
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			displayOptions: { show: { resource: ['order'], operation: ['getAll'] } },
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			default: 50,
			displayOptions: { show: { returnAll: [false] } },
		},
		{
			displayName: 'Customer',
			name: 'customer',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			modes: [
				{ name: 'list', displayName: 'From List' },
				{ name: 'email', displayName: 'By Email', placeholder: 'e.g. ann@shop.example' },
				{ name: 'id', displayName: 'By ID' },
			],
			displayOptions: { show: { operation: ['create', 'send'] } },
		},
		{
			displayName: 'Note',
			name: 'note',
			type: 'string',
			default: '',
			displayOptions: { hide: { customer: [''], operation: ['getAll'] } },
		},
		{
			displayName: 'Greeting',
			name: 'greeting',
			type: 'string',
			default: '={{ $json.name }}',
			description: 'How to begin',
			displayOptions: { show: { resource: ['message'] }, hide: { returnAll: [true] } },
		},
		{ displayName: 'PIN', name: 'pin', type: 'string', default: '', typeOptions: { password: true } },
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			default: {},
			displayOptions: { show: { operation: ['create'] } },
			options: [
				{ displayName: 'Gift', name: 'gift', type: 'boolean', default: true },
				{ displayName: 'Card Text', name: 'cardText', type: 'string', default: 'Hello', displayOptions: { show: { gift: [true] } } },
				{
					displayName: 'Ship To',
					name: 'shipTo',
					type: 'multiOptions',
					default: [],
					options: [
						{ name: 'Home', value: 'home' },
						{ name: 'Work', value: 'work' },
					],
				},
			],
		},
		{
			displayName: 'Lines',
			name: 'lines',
			type: 'fixedCollection',
			default: {},
			typeOptions: { multipleValues: true },
			displayOptions: { show: { operation: ['create'] } },
			options: [
				{
					name: 'values',
					displayName: 'Lines',
					values: [
						{ displayName: 'Article', name: 'article', type: 'string', default: '' },
						{ displayName: 'Number', name: 'number', type: 'number', default: 1 },
					],
				},
			],
		},
		{ displayName: 'Old', name: 'old', type: 'string', default: '', displayOptions: { show: { '@version': [{ _cnd: { lt: 2 } }] } } },
		{ displayName: 'New', name: 'new', type: 'string', default: 'yes', displayOptions: { show: { '@version': [{ _cnd: { gte: 2 } }] } } },
		{
			displayName: 'Series',
			name: 'series',
			type: 'string',
			default: '',
			displayOptions: { show: { note: [{ _cnd: { includes: '_' } }] } },
		},
	],
};
