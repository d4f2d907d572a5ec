import { readJsonAnswers } from './read-json-answer';

const likeliest = (text: string): unknown => readJsonAnswers(text).next().value;
const fence = '```';

test.each<[string, string, unknown]>([
	[
		'after a remark in braces (mem0ai/mem0#6050)',
		'From the talk {about travel}: {"facts":["lives in Rome"]}',
		{ facts: ['lives in Rome'] },
	],
	['after words in braces (dot-matrix-labs/superfield-ts#4)', 'It is {in braces}: {"ok":true,"n":{"m":1}}', { ok: true, n: { m: 1 } }],
	['between a beginning and an end (elie222/inbox-zero#2307)', 'Sure, here:\n[{"id":1}]\nTell me if it fits.', [{ id: 1 }]],
	['after the number of a source (run-llama/llama_index#22132)', 'See [1] for more: {"answer": 42}', { answer: 42 }],
	['before words with braces (HKUDS/OpenSpace#107)', '{"task_completed": true}\n\nReplace {foo} with {bar}.', { task_completed: true }],
	[
		'in the last of several fences (elizaOS/eliza#29010)',
		`Thinking:\n${fence}text\n{"action":"IGNORE"}\n${fence}\nAnswer:\n${fence}json\n{"action":"REPLY"}\n${fence}`,
		{ action: 'REPLY' },
	],
	['after a brace that closes nothing (agno-agi/agno#9305)', 'You close the object with } like so: {"theme": "dark"}', { theme: 'dark' }],
	['after a quotation mark that is not closed (agno-agi/agno#9286)', 'They asked "what is it: {"theme": "dark"}', { theme: 'dark' }],
	['with one closing brace too many in its fence (josdejong/jsonrepair#196)', `${fence}json\n{"a":1}\n}\n${fence}`, { a: 1 }],
	[
		'with a comma and a brace in a text (MattJColes/lgtmaybe#548)',
		'{"body":"no commas, } or ,] here"}',
		{ body: 'no commas, } or ,] here' },
	],
])('reads JSON %s', (_where, text, value) => expect(likeliest(text)).toEqual(value));

test.each([
	['a quotation mark within a text (mangiucugna/json_repair#49)', '{"notes": "Sent to the "director", waiting."}'],
	['a text that is not closed (mangiucugna/json_repair#73)', '{\n"response": "It looks like .., but not ...}\n'],
	['a text that was cut (josdejong/jsonrepair#121)', '{"text":"one, two, three'],
])('invents no end for %s', (_what, text) => expect(likeliest(text)).toBeUndefined());
