import type { headFields } from './split-head';

const text = (description: string) => ({ type: 'string', description });
const map = (description: string) => ({ type: ['object', 'null'], description });
const picoschema =
	'Picoschema: each NAME: TYPE, NAME?: TYPE for one that can be left out, "NAME(array): TYPE", "NAME(object): FIELDS" or "NAME(enum): VALUES"; or JSON Schema.';

/** Names with a dot are settings of other tools. */
const dotted = { patternProperties: { [String.raw`\.`]: {} }, additionalProperties: false };

const fields: Record<(typeof headFields)[number], object> = {
	variant: text('The name of a variant, for other tools.'),
	description: text('What the prompt is for, in a sentence.'),
	model: text('The model it was written for. Agents have their own.'),
	config: map('Settings of the model, such as temperature. Agents have their own.'),
	input: {
		...map('What the prompt gets.'),
		...dotted,
		properties: {
			schema: { type: ['object', 'null'], description: `The inputs. ${picoschema}` },
			default: { type: ['object', 'null'], description: 'Values of inputs that nobody gives.' },
		},
	},
	output: {
		...map('The form of an answer. Agents have their own.'),
		...dotted,
		properties: { format: text('Such as json or text.'), schema: { description: picoschema } },
	},
	tools: { type: ['array', 'null'], items: { type: 'string' }, description: 'Names of tools. Agents have their own.' },
	toolDefs: { type: ['array', 'null'], description: 'Definitions of tools. Agents have their own.' },
	metadata: map('Anything else, for other tools.'),
};

/** JSON Schema draft 7. The build writes it to dist/schemas/. */
export const promptHeadSchema = {
	$schema: 'http://json-schema.org/draft-07/schema#',
	$id: 'https://troupe.example/schemas/prompt-head-1.json',
	title: 'Head of a Troupe prompt',
	description: 'YAML between two lines of ---, above the text.',
	type: 'object',
	properties: {
		$schema: text('The path of this schema, for editors.'),
		name: { ...text('The name by which agents refer to the prompt.'), pattern: '^[a-z0-9][a-z0-9._-]{0,199}$' },
		version: {
			...text('A semantic version. Quote one that YAML reads as a number.'),
			pattern: String.raw`^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$`,
		},
		purpose: { ...text('How the prompt makes agents speak, for those who choose and approve it.'), minLength: 1, maxLength: 1000 },
		...fields,
	},
	patternProperties: { [String.raw`^[^.]+\.`]: { description: 'A field of another tool, such as acme.reviewed.' } },
	required: ['name', 'version', 'purpose'],
	additionalProperties: false,
};
