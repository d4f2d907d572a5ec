import { run } from '../../test/fakes/agent-team';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { toolAgent } from '../../test/fakes/tool-agent';
import { createPlacedGuard } from '../guardrails/policy/apply-guardrails';
import { placeGrounded, placeStandard } from '../guardrails/policy/place-standard';
import type { GroundedChoice } from '../guardrails/policy/grounded-policy';
import type { Tool } from '../ports/tools/tools';
import { agentGuardrails } from './agent-guardrails';

const weather: Tool = {
	name: 'get_weather',
	description: 'Returns the weather.',
	parameters: { type: 'object', properties: {} },
	source: 'definition',
	effect: 'reads',
	call: async () => ({ kind: 'ok', text: '1 EUR is 1.08 USD' }),
};

async function ask(message: string, answer: string, grounded?: GroundedChoice, prompt = 'You help.') {
	const model = scriptedChatModel(answer, answer);
	const agent = toolAgent(model, { tools: [weather] });
	const { grounded: _, ...guardrails } = agent.definition.guardrails;
	const definition = { ...agent.definition, prompt, guardrails: { ...guardrails, ...(grounded && { grounded }) } };
	const guard = createPlacedGuard([
		...agentGuardrails(definition),
		...(await placeStandard([], [])),
		...(await placeGrounded(grounded, [])),
	]);
	const outcome = await run({ ...agent, definition, guard }, message);
	return { outcome, calls: model.requests.length };
}

const python = 'It ends with the error:\nTraceback (most recent call last):\n  File "app.py", line 3, in main';

/** Right answers, as agents without documents give them. */
const right = [
	['a joke', 'Tell me a joke.', 'Why did the scarecrow win? He was outstanding in his field.'],
	['a translation', 'Translate: "Ich habe Ihre Bestellung storniert."', 'I cancelled your order.'],
	['a summary', 'Summarise the minutes:\nAna cancelled the order.', 'Ana cancelled the order. Your refund was processed.'],
	['an explanation', 'What is phishing?', 'Phishing is when somebody asks you to enter your password on a false page.'],
	['a command', 'How do I log in to postgres?', 'Run `psql -U ana`, and then enter your password.'],
	['a text to show', 'Write a text for a login page', 'Welcome back! Enter your password to go on.'],
	['a stack trace', 'How do I read a Python stack trace?', python],
	['an address', 'How do I set a static IP in compose?', 'Set `ipv4_address: 172.20.0.5` in the network.'],
	['a measure', 'Usain Bolt 100 m record?', '9.58 s'],
	['a year', 'What is a Julian year?', 'It has 365.25 days.'],
	['a list', 'Give me an empty list', '[]'],
] as const;

test.each(right)('a plain agent gives %s as it is, without another call', async (_what, message, answer) => {
	expect(await ask(message, answer)).toMatchObject({ calls: 1, outcome: { kind: 'reply', reply: answer, guardrails: [] } });
});

test.each(right)('an agent that names the policy does so too: %s', async (_what, message, answer) => {
	expect(await ask(message, answer, true)).toMatchObject({ calls: 1, outcome: { kind: 'reply', reply: answer } });
});

const faults = [
	['claimed-effect', 'Please cancel my order.', 'I cancelled your order.'],
	['amounts', 'What does the press cost?', 'It costs R$ 350,00.'],
	['asked-secrets', 'I cannot log in.', 'Please send me your password and the code of the SMS.'],
	['usable', 'When do you open on Monday?', 'When do you open on Monday?'],
	['usable', 'When do you open on Monday?', '...'],
	[
		'language',
		'When do you open on Monday, and may I bring a friend with me?',
		'Nós abrimos às nove horas e você pode trazer um amigo com você.',
	],
] as const;

test.each(faults)('without %s, a plain agent says what it says', async (_part, message, answer) => {
	expect(await ask(message, answer)).toMatchObject({ calls: 1, outcome: { kind: 'reply', reply: answer } });
});

test.each(faults)('with %s, the model is told once, and the outcome names what withheld its answer', async (guardrail, message, answer) => {
	const violation = { guardrail, policy: { id: 'grounded' }, stage: 'output', action: 'ask-person', reason: expect.any(String) as string };
	expect(await ask(message, answer, true)).toMatchObject({
		calls: 2,
		outcome: { kind: 'needs-human', reason: 'guardrail', guardrails: [violation] },
	});
	expect(await ask(message, answer, { without: [guardrail] })).toMatchObject({ calls: 1, outcome: { kind: 'reply', reply: answer } });
});

test('a calculation with what was said stays, one step or two, and so does a dialogue of a plain agent', async () => {
	const message = 'I have 1000 euros and spend 40 percent. What is left of it after a fee of 25 euros?';
	expect(await ask(message, 'You have 575 euros left.', true)).toMatchObject({ calls: 1, outcome: { kind: 'reply' } });
	const dialogue = 'Customer: Hello!\nAgent: Good morning.\nCustomer: A coffee, please.';
	expect(await ask('Write a dialogue in a café', dialogue)).toMatchObject({ calls: 1, outcome: { kind: 'reply', reply: dialogue } });
});
