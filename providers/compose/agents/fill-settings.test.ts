import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { fillSettings } from './fill-settings';

const label = { en: 'Text' };
const declare = (...names: string[]) => names.map((name) => ({ name, label, type: 'text' as const, default: `${name} of the agent` }));
const agent = { id: 'seller', version: '1.0.0', prompt: 'Before. {{greeting}} Between. {{close}} After.' } as AgentDefinition;
const fill = (values: Record<string, string>, changes: Partial<AgentDefinition> = {}) =>
	fillSettings({ ...agent, settings: declare('greeting', 'close'), ...changes }, undefined, values).then(
		({ definition }) => definition.prompt,
	);

it.each(['R$ 48 $& more', "It's $' and $` and $$ and $1", '\\0 {0} %s ${greeting}'])(
	'puts %j into a prompt as it is (google-gemini/gemini-cli#27556)',
	async (text) => {
		expect(await fill({ greeting: text })).toBe(`Before. ${text} Between. close of the agent After.`);
	},
);

it('fills in no value in another one, in either order (BaseIntelligence/bounty-challenge#8919)', async () => {
	expect(await fill({ greeting: 'See {{close}}.', close: 'See {{greeting}}.' })).toBe(
		'Before. See {{close}}. Between. See {{greeting}}. After.',
	);
});

it('leaves braces in the prompt of an agent without settings (langchain4j/langchain4j#2665)', async () => {
	expect(await fill({ greeting: 'Hi!' }, { settings: [], prompt: 'Explain {{msg}} of Vue.' })).toBe('Explain {{msg}} of Vue.');
});
