import type { RenderCall } from '../../core/prompts/dotprompt/dotprompt';

/** Prompts of a shop, one for each thing that a template can do. Partials have names of their own: those of the reference outlive a rendering. */
export const cases: Record<string, RenderCall> = {
	'a text': { template: 'Answer in one sentence.\n' },
	'a value': { template: 'Greet {{name}}.', data: { input: { name: 'Joana <joana@loja.example>' } } },
	'a value that is missing': { template: 'Greet {{name}}!', data: { input: {} } },
	'a path': { template: '{{order.items.[0].name}} of {{order.id}}', data: { input: { order: { id: 7, items: [{ name: 'Lamp' }] } } } },
	'a default of the options': { template: '{{tone}}', options: { input: { default: { tone: 'warm' } } } },
	'a value above a default': { template: '{{tone}}', data: { input: { tone: 'dry' } }, options: { input: { default: { tone: 'warm' } } } },
	'accents and emoji': { template: 'Olá, {{nome}} 👋🏽 — “{{frase}}”', data: { input: { nome: 'João', frase: 'já vou' } } },
	'a choice': { template: '{{#if vip}}Dear{{else}}Hi{{/if}} {{name}}', data: { input: { vip: true, name: 'Ana' } } },
	'a choice of three': { template: '{{#if a}}A{{else if b}}B{{else}}C{{/if}}', data: { input: { b: 1 } } },
	unless: { template: '{{#unless open}}We are closed.{{/unless}}', data: { input: { open: false } } },
	'a loop': {
		template: '{{#each items}}\n- {{@index}} {{name}}{{#if @last}}.{{/if}}\n{{else}}\nnothing\n{{/each}}',
		data: { input: { items: [{ name: 'Lamp' }, { name: 'Desk' }] } },
	},
	'a loop over nothing': { template: '{{#each items}}x{{else}}nothing{{/each}}', data: { input: { items: [] } } },
	'a loop over fields': { template: '{{#each prices}}{{@key}}={{this}};{{/each}}', data: { input: { prices: { lamp: 10, desk: 90 } } } },
	'a loop within a loop': {
		template: '{{#each rows as |row|}}{{#each row}}{{../../sep}}{{this}}{{/each}}{{/each}}',
		data: {
			input: {
				sep: '/',
				rows: [
					[1, 2],
					[3, 4],
				],
			},
		},
	},
	'another context': {
		template: '{{#with customer}}{{name}} of {{../shop}}{{/with}}',
		data: { input: { customer: { name: 'Ana' }, shop: 'Aurora' } },
	},
	'a lookup': { template: '{{lookup names id}}', data: { input: { names: { a: 'Ana' }, id: 'a' } } },
	'values that are equal': { template: '{{#ifEquals plan "gold"}}Call back{{else}}Write{{/ifEquals}}', data: { input: { plan: 'gold' } } },
	'values of other types': { template: '{{#ifEquals count "1"}}yes{{else}}no{{/ifEquals}}', data: { input: { count: 1 } } },
	'values that differ': { template: '{{#unlessEquals plan "gold"}}Write{{/unlessEquals}}', data: { input: { plan: 'free' } } },
	JSON: { template: '{{json order}}', data: { input: { order: { id: 7, tags: ['a', null] } } } },
	'JSON over lines': { template: '{{json order indent=2}}', data: { input: { order: { id: 7, tags: ['a'] } } } },
	'blanks that are taken away': { template: 'A \n {{~name~}} \n B', data: { input: { name: '-' } } },
	'blanks of a loop': { template: '{{~#each items~}} {{this}} {{~/each~}}', data: { input: { items: [1, 2] } } },
	'a line of its own': { template: 'A\n{{#if yes}}\nB\n{{/if}}\nC\n', data: { input: { yes: true } } },
	'a comment': { template: 'A{{! for authors }}{{!-- {{name}} --}}B' },
	'braces as text': { template: String.raw`Write \{{name}} as it is` },
	'a block as it is': { template: '{{{{raw}}}} {{name}} {{{{/raw}}}}', data: { input: {} } },
	'three roles': { template: '{{role "system"}}Be brief.\n{{role "user"}}Hi\n{{role "model"}}Hello\n' },
	'a role before a value': {
		template: '{{role "system"}}{{rules}}{{role "user"}}{{ask}}',
		data: { input: { rules: 'Be brief.', ask: 'When?' } },
	},
	'a role without a text': { template: '{{role "system"}}{{role "user"}}Hi' },
	'history at its place': {
		template: '{{role "system"}}S{{history}}{{role "user"}}{{ask}}',
		data: {
			input: { ask: 'And now?' },
			messages: [
				{ role: 'user', content: [{ text: 'Hi' }] },
				{ role: 'model', content: [{ text: 'Hello' }] },
			],
		},
	},
	'history without a place': {
		template: '{{role "system"}}S{{role "user"}}Now',
		data: { messages: [{ role: 'user', content: [{ text: 'Before' }] }] },
	},
	'history after the system': { template: '{{role "system"}}S', data: { messages: [{ role: 'user', content: [{ text: 'Before' }] }] } },
	'a picture': {
		template: 'See {{media url=photo contentType="image/png"}} and say',
		data: { input: { photo: 'https://loja.example/1.png' } },
	},
	'a picture without a type': { template: '{{media url=photo}}', data: { input: { photo: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' } } },
	'a section': { template: 'Before {{section "code"}} after' },
	'a partial': { template: '{{>bench_sign}} bye', partials: { bench_sign: 'Yours, {{shop}}' }, data: { input: { shop: 'Aurora' } } },
	'a partial with a value': { template: '{{>bench_greet name="Ana"}}', partials: { bench_greet: 'Hi {{name}}' } },
	'a partial with a context': {
		template: '{{>bench_who customer}}',
		partials: { bench_who: '{{name}}' },
		data: { input: { customer: { name: 'Ana' } } },
	},
	'a partial within a partial': { template: '{{>bench_outer}}', partials: { bench_outer: '<{{>bench_inner}}>', bench_inner: 'in' } },
	'a partial on its line': { template: 'A\n  {{>bench_line}}\nB', partials: { bench_line: '1\n2\n' } },
	'a partial with a role': { template: '{{>bench_rules}}{{role "user"}}Hi', partials: { bench_rules: '{{role "system"}}Be brief.' } },
	'values of the context': {
		template: '{{@state.step}} {{@auth.email}}',
		data: { context: { state: { step: 2 }, auth: { email: 'a@b.example' } } },
	},
	'the configuration': { template: '---\nmodel: small\nconfig:\n  temperature: 0.2\n  stop: ["\\n"]\n---\nHi' },
	'fields of an extension': { template: '---\nshop.tone: warm\nshop.rules.max: 3\nowner: Ana\n---\nHi' },
	'a name and a version': { template: '---\nname: tone\nvariant: pt\nversion: 1.2.0\ndescription: How we speak\n---\nHi' },
	'an output of fields': {
		template:
			'---\noutput:\n  format: json\n  schema:\n    city: string, where\n    days?: integer\n    notes(array, what to know): string\n---\nGo',
	},
	'an output with objects': {
		template:
			'---\noutput:\n  schema:\n    order(object, what was bought):\n      id: integer\n      kind(enum, how): [pickup, post]\n    (*): any, others\n---\nGo',
	},
	'an output as JSON Schema': {
		template: '---\noutput:\n  schema:\n    type: object\n    properties:\n      a: { type: string }\n---\nGo',
	},
	'an output that is named': {
		template: '---\noutput:\n  schema: Order, the order\n---\nGo',
		schemas: { Order: { type: 'object', properties: {} } },
	},
};
