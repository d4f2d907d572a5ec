import { createOwnSchema } from '../../json-schema/own-schema';
import { agentSchema } from './agent-definition';
import { parseAgentDefinition } from './parse-agent-definition';
import { parsePromptReference } from '../../prompts/prompt-reference';

const base = { id: 'support', version: '1.0.0', name: 'Support', purpose: 'Answers.' };
const rest = { model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }] }, guardrails: { personalData: { types: [] } }, limits: {} };
const withReference = (promptReference: unknown) => ({ ...base, ...rest, promptReference });

test.each([
	['house-tone@^1.2', '^1.2'],
	['house-tone@production', 'production'],
	['house-tone@1.2.0 || ^2', '1.2.0 || ^2'],
	['house-tone', '*'],
])('%s is the prompt with the range %s, as its parts are', async (text, range) => {
	const parts = { name: 'house-tone', range };
	expect(parsePromptReference(text)).toEqual(parts);
	const [one, other] = [await parseAgentDefinition(withReference(text), 'it'), await parseAgentDefinition(withReference(parts), 'it')];
	expect(one).toEqual(other);
	const validate = await createOwnSchema(agentSchema, { discriminator: true })();
	expect(validate(withReference(text))).toBe(true);
});

test('a label stands where a range does, in a text as in the parts (promptfoo/promptfoo#4825)', async () => {
	const { promptReference } = await parseAgentDefinition(withReference('house-tone@canary'), 'it');
	expect(promptReference).toEqual({ name: 'house-tone', range: 'canary' });
});

test.each(['', '@production', 'House@^1', 'house-tone@', 'house-tone@ ', `house-tone@${'1'.repeat(101)}`, `${'a'.repeat(201)}@^1`])(
	'%j is refused, with both forms that are read',
	async (text) => {
		expect(parsePromptReference(text)).toBeUndefined();
		await expect(parseAgentDefinition(withReference(text), 'it')).rejects.toMatchObject({
			code: 'AGENT_INVALID',
			message: expect.stringContaining('write NAME@RANGE, such as house-tone@^1.2, or its parts'),
		});
		const validate = await createOwnSchema(agentSchema, { discriminator: true })();
		expect(validate(withReference(text))).toBe(false);
	},
);
