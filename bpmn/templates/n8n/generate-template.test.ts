import { validateZeebe } from '@bpmn-io/element-templates-validator';
import { generateTemplate, type TemplateSettings } from './generate-template';
import type { NodeDescription, Parameter } from './node-description';
import { shopNode } from '../../../test/support/bpmn/test-node';

const settings: TemplateSettings = {
	packageName: 'n8n-nodes-shop',
	packageVersion: '3.1.4',
	target: '8.8',
	credentials: 'names',
	credentialNames: { shopApi: 'Shop API' },
};
const generate = (node: NodeDescription = shopNode, changed: Partial<TemplateSettings> = {}) =>
	generateTemplate(node, { ...settings, ...changed });
const property = (id: string, template = generate().template) => template.properties.find((one) => one.id === id);
const withParameters = (...properties: Parameter[]): NodeDescription => ({ ...shopNode, credentials: [], properties });
const text = (name: string, more: Partial<Parameter> = {}): Parameter => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	...more,
});

test.each([
	['8.8', 'names'],
	['8.8', 'configurations'],
	['8.6', 'names'],
] as const)('is an element template without errors, for %s with %s', (target, credentials) => {
	expect(validateZeebe(generate(shopNode, { target, credentials }).template)).toMatchObject({ valid: true, errors: null });
});

test('has no warning of the validator for 8.8', () => {
	expect(validateZeebe(generate().template)).toMatchObject({ warnings: null });
});

test('names the node, its newest version and the version of its package', () => {
	const { template } = generate();
	expect(template).toMatchObject({ id: 'troupe.n8n.n8n-nodes-shop.shop', version: 2_000, documentationRef: 'https://shop.example/docs' });
	expect(template.properties.slice(0, 4).map(({ type, value }) => [type, value])).toEqual([
		['Hidden', 'troupe:n8n-node'],
		['Hidden', 'n8n-nodes-shop.shop'],
		['Hidden', '2'],
		['Hidden', '3.1.4'],
	]);
});

test('has a step for each operation of each resource, but none that waits for a call to n8n', () => {
	const { template, notes } = generate();
	expect(template.steps).toEqual([
		{
			name: 'Order',
			steps: [
				{ name: 'Get many orders', keywords: ['Get Many'], presetId: 'order.getAll' },
				{ name: 'Create an order', description: 'Makes a new order', keywords: ['Create'], presetId: 'order.create' },
			],
		},
		{
			name: 'Message',
			steps: [
				{ name: 'Send a message', keywords: ['Send'], presetId: 'message.send' },
				{ name: 'Send and wait', keywords: ['Send and Wait'], presetId: 'message.sendAndWait' },
			],
		},
	]);
	expect(template.presets).toContainEqual({
		id: 'message.send',
		properties: { 'parameters.resource': 'message', 'parameters.operation:2': 'send' },
	});
	expect(property('parameters.operation:2')?.choices).toEqual([
		{ name: 'Send', value: 'send' },
		{ name: 'Send and Wait', value: 'sendAndWait' },
	]);
	expect(notes).toContainEqual({ parameter: 'operation', note: expect.stringContaining('waits for a call to n8n') as string });
});

test('decides what depends on the version only, and shows no notice', () => {
	expect(property('parameters.old')).toBeUndefined();
	expect(property('parameters.notice')).toBeUndefined();
	expect(property('parameters.new')).toMatchObject({ value: 'yes' });
	expect(property('parameters.new')?.condition).toBeUndefined();
});

test('does not take a checkbox that is not shown for checked', () => {
	expect(property('parameters.limit')?.condition?.allMatch).toEqual([
		{ type: 'simple', property: 'parameters.returnAll', isEmpty: false },
		{ type: 'simple', property: 'parameters.returnAll', equals: false },
	]);
});

test('shows a parameter that another one hides also while the other one is not shown: once for each', () => {
	const variants = generate().template.properties.filter(({ id }) => id.startsWith('parameters.greeting'));
	expect(variants.map(({ condition }) => condition!.allMatch.at(-1))).toEqual([
		{ type: 'simple', property: 'parameters.returnAll', isActive: false },
		{ type: 'simple', property: 'parameters.returnAll', equals: false },
	]);
	expect(new Set(variants.map(({ binding }) => JSON.stringify(binding))).size).toBe(1);
});

test('expresses that each of two fields of a collection hides the other', () => {
	const flag = (name: string, other: string) =>
		text(name, { type: 'boolean', default: false, displayOptions: { hide: { [other]: [true] } } });
	const options = text('options', { type: 'collection', default: {}, options: [flag('all', 'sender'), flag('sender', 'all')] });
	const { template, notes } = generate(withParameters(options));
	expect(notes).toEqual([]);
	for (const [name, other] of [
		['all', 'sender'],
		['sender', 'all'],
	]) {
		const variants = template.properties.filter(({ id }) => id.startsWith(`parameters.options.${name}`));
		expect(variants.map(({ condition }) => condition!.allMatch)).toMatchObject([
			[{ property: `parameters.options.${other}`, oneOf: ['false'] }],
			[{ property: `parameters.options.${other}`, isEmpty: true }],
		]);
	}
});

test('follows a parameter that is itself written several times', () => {
	const { template } = generate(
		withParameters(
			text('kind', { type: 'boolean', default: false, displayOptions: { show: { mode: ['a'] } } }),
			text('mode', {
				type: 'options',
				default: 'a',
				options: [
					{ name: 'A', value: 'a' },
					{ name: 'B', value: 'b' },
				],
			}),
			text('table', { displayOptions: { hide: { kind: [true] } } }),
			text('column', { displayOptions: { hide: { table: [''] } } }),
		),
	);
	const [absent] = template.properties.filter(({ id }) => id.startsWith('parameters.column'));
	expect(absent!.condition!.allMatch).toEqual([
		{ type: 'simple', property: 'parameters.table', isActive: false },
		{ type: 'simple', property: 'parameters.table:or1', isActive: false },
	]);
});

test('asks for a locator in two fields, without the list that only the editor of n8n can fill', () => {
	expect(property('parameters.customer.mode')).toMatchObject({
		type: 'Dropdown',
		value: 'id',
		choices: [
			{ name: 'By Email', value: 'email' },
			{ name: 'By ID', value: 'id' },
		],
		binding: { name: 'parameters.customer.mode' },
	});
	expect(property('parameters.customer.value')).toMatchObject({ feel: 'optional', constraints: { notEmpty: true } });
	expect(property('parameters.note')?.condition?.allMatch).toContainEqual({
		type: 'simple',
		property: 'parameters.customer.value',
		isActive: false,
	});
});

test('opens collections, whose fields are not set until a person sets them', () => {
	expect(property('parameters.additionalFields.gift')).toMatchObject({
		type: 'Dropdown',
		group: 'collection.additionalFields',
		choices: [
			{ name: '(not set)', value: '' },
			{ name: 'Yes', value: 'true' },
			{ name: 'No', value: 'false' },
		],
	});
	expect(property('parameters.additionalFields.gift')).not.toHaveProperty('value');
	expect(property('parameters.additionalFields.cardText')).not.toHaveProperty('value');
	expect(property('parameters.additionalFields.cardText')?.condition?.allMatch).toContainEqual({
		type: 'simple',
		property: 'parameters.additionalFields.gift',
		oneOf: ['true'],
	});
	expect(property('parameters.additionalFields.shipTo')?.description).toBe('A list of: home (Home), work (Work).');
});

test('shows the shape of what takes JSON', () => {
	expect(property('parameters.lines')).toMatchObject({ type: 'Text', placeholder: '{"values":[{"article":"","number":1}]}' });
});

test('leaves a default out that n8n evaluates', () => {
	expect(property('parameters.greeting')).not.toHaveProperty('value');
	expect(property('parameters.greeting')?.description).toBe('How to begin.');
});

test('takes the name of a secret for a password, and nothing else', () => {
	const pattern = new RegExp(property('parameters.pin')!.constraints!.pattern!.value);
	expect(['', '${SHOP_PIN}', '1234', '=pin', 'x${A}'].filter((value) => pattern.test(value))).toEqual(['', '${SHOP_PIN}']);
	expect(property('parameters.pin')).toMatchObject({ binding: { type: 'zeebe:taskHeader', key: 'parameters.pin' } });
	expect(property('parameters.pin')).not.toHaveProperty('feel');
});

test('asks for the credential that the authentication needs, by its name', () => {
	expect(property('credentials.shopApi')).toMatchObject({
		label: 'Shop API',
		type: 'String',
		constraints: { notEmpty: true },
		binding: { type: 'zeebe:input', name: 'credentials.shopApi' },
		condition: { allMatch: [{ type: 'simple', property: 'parameters.authentication', oneOf: ['key'] }] },
	});
	expect(property('parameters.authentication')?.group).toBe('credentials');
});

test('asks for a configuration of the cluster instead', () => {
	const { template } = generate(shopNode, { credentials: 'configurations' });
	expect(property('credentials.shopApi', template)).toMatchObject({
		type: 'Configuration',
		configurationTemplate: 'troupe.n8n.credential.shopApi',
	});
	expect(template.configurationTemplates!.map(({ id, name }) => [id, name])).toEqual([
		['troupe.n8n.credential.shopApi', 'Shop API'],
		['troupe.n8n.credential.shopOAuth2Api', 'shopOAuth2Api'],
	]);
});

test('reports a condition that templates do not have, and shows the parameter always', () => {
	const { template, notes } = generate();
	expect(property('parameters.series', template)?.condition).toBeUndefined();
	expect(notes).toContainEqual({
		parameter: 'series',
		note: 'is always shown; n8n has a condition: show if note [{"_cnd":{"includes":"_"}}]',
	});
});

test('leaves unset fields out for 8.6, which refuses a mapping without a source', () => {
	const { template } = generate(shopNode, { target: '8.6' });
	expect(template.engines).toEqual({ camunda: '^8.6' });
	expect(property('parameters.note', template)?.optional).toBe(true);
	expect(property('parameters.additionalFields.gift', template)?.choices?.map(({ value }) => value)).toEqual(['true', 'false']);
	expect(property('parameters.customer.value', template)?.optional).toBeUndefined();
});

test('writes choices that are numbers, empty or like FEEL so that conditions can compare them and the engine reads text', () => {
	const { template } = generate(
		withParameters(
			text('kind', {
				type: 'options',
				default: 2,
				options: [
					{ name: 'One', value: 1 },
					{ name: 'Two', value: 2 },
					{ name: 'Equal', value: '=' },
					{ name: 'Empty', value: '' },
				],
			}),
			text('one', { displayOptions: { show: { kind: [1] } } }),
			text('notOne', { displayOptions: { hide: { kind: [1] } } }),
		),
	);
	expect(property('parameters.kind', template)).toMatchObject({
		value: '2',
		choices: [{ value: '1' }, { value: '2' }, { value: '="="' }, { value: '=""' }],
	});
	expect(property('parameters.one', template)?.condition?.allMatch).toMatchObject([{ oneOf: ['1'] }]);
	expect(property('parameters.notOne', template)?.condition?.allMatch).toMatchObject([{ oneOf: ['2', '="="'] }]);
});

test('takes the value of a hidden parameter into account when the template is made', () => {
	const { template } = generate(
		withParameters(
			text('mode', { type: 'hidden', default: 'simple' }),
			text('shown', { displayOptions: { show: { mode: ['simple'] } } }),
			text('never', { displayOptions: { hide: { mode: ['simple'] } } }),
			text('lost', { displayOptions: { show: { missing: ['x'] } } }),
		),
	);
	expect(property('parameters.shown', template)?.condition).toBeUndefined();
	expect(property('parameters.never', template)).toBeUndefined();
	expect(property('parameters.lost', template)).toBeUndefined();
});

test('marks a node that n8n does not offer any more', () => {
	expect(generate({ ...shopNode, hidden: true }).template.deprecated?.message).toContain('does not offer');
});

test('puts the fields of collections with one label into one group', () => {
	const collection = (name: string, field: string): Parameter => ({
		...{ name, displayName: 'Other Options', type: 'collection', default: {} },
		options: [text(field)],
	});
	const { groups, properties } = generate(withParameters(collection('options', 'a'), collection('otherOptions', 'b'))).template;
	expect(groups.filter(({ label }) => label === 'Other Options')).toHaveLength(1);
	const ofFields = properties.filter(({ id }) => id.endsWith('ptions.a') || id.endsWith('ptions.b'));
	expect(ofFields.map(({ group }) => group)).toEqual(['collection.otherOptions', 'collection.otherOptions']);
});
