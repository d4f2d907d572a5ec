import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { fakeTool, toolAgent } from '../../../../test/fakes/tool-agent';
import type { AgentEvent } from '../../agent-event';
import { runAgent } from '../../run-agent';
import { asksSecret } from './asks-secret';
import { holdsData } from './holds-data';
import { repeatsQuestion } from './repeats-question';

const asked = ['Hi, good evening! When does the ferry to Paquetá leave on Sundays? I have two bicycles.'];

test.each([
	'When does the ferry to Paquetá leave on Sundays?',
	'Question: When does the ferry to Paquetá leave on Sundays? [2]',
	'**You wrote:** "when does the ferry to Paqueta leave on Sundays?"',
	asked[0]!,
	'And when does the ferry to Paquetá leave on Sundays?',
	'And is that the ferry leaving to Paquetá?',
	'E quando é que o ferry leaves to Paqueta on Sunday?',
])('a question does not answer itself: %s', (reply) => expect(repeatsQuestion(reply, asked)).toBe(true));

test.each([
	'Hi, good evening!',
	'On Sundays?',
	'And you leave on Sundays?',
	'So the ferry leaves on Sundays at nine.',
	'Do you leave to Paquetá on Sunday?',
	'Is it the ferry to Paquetá, or the bus?',
	'Which ferry do you mean, and how many bicycles do you have?',
	'The ferry to Paquetá leaves on Sundays at nine.',
	'You asked when the ferry to Paquetá leaves on Sundays: at nine.',
])('an answer may have words of the question: %s', (reply) => expect(repeatsQuestion(reply, asked)).toBe(false));

test.each([
	'Please open the page and type your password there.',
	'Para continuar, envie o número do cartão de crédito e o CVV.',
	'What is your verification code?',
	"What's the 6-digit verification code?",
	'Me passa o código de verificação que chegou por SMS?',
	'Qual é a senha da sua conta?',
	'Manda seu login e sua senha do aplicativo que eu vejo.',
	'Você pode me dizer a senha?',
	'Só falta a senha do cartão.',
	'Preciso que você me passe a sua senha.',
])('asks for a secret: %s', (reply) => {
	expect(asksSecret(reply, ['You help passengers of a ferry.'])).toBe(true);
	expect(asksSecret(reply, ['If the password or the verification code is lost, ask for it. Nunca pela senha.'])).toBe(false);
});

test.each([
	['Confirme os 3 dígitos atrás do cartão.'],
	['Digite o token que apareceu no aplicativo do banco.'],
	['Coloca aqui o código de seis dígitos que recebeu.'],
	['Poderia me enviar uma foto do cartão, frente e verso?'],
])('asks for a secret by what it is: %s', (reply) => expect(asksSecret(reply, [])).toBe(true));

test('a rule that forbids to ask for a secret allows none', () => {
	expect(asksSecret('Qual é a senha da sua conta?', ['Ajude com a conta. Nunca peça a senha.'])).toBe(true);
});

test.each([
	'Never send your password to anybody.',
	'O número do cartão não é necessário.',
	'Send the number of your ticket.',
	'The card number is printed on it.',
	'Se você esqueceu a senha, clique em "Esqueci a senha" e informe o seu e-mail.',
	'Para trocar a senha, informe o seu CPF.',
	'Informe o código do produto que está na etiqueta.',
	'Digite a nova senha no site.',
])('does not ask for one: %s', (reply) => expect(asksSecret(reply, [])).toBe(false));

test('finds the data of a program, unless somebody showed such data', () => {
	expect(holdsData('Result: {"ferry": "09:00"}\nIt leaves at nine.', [])).toBe(true);
	expect(holdsData('{"saved":1} All is noted.', [])).toBe(true);
	expect(holdsData('Send this:\n{"ferry": "09:00"}', ['The body is:\n{"ferry": "10:00"}'])).toBe(false);
	expect(holdsData('Use {name} and {"a"} in the template.', [])).toBe(false);
});

test.each([
	['the question', 'Is the nine o’clock ferry full?', 'it only says again what was asked'],
	['data', 'Result: {"free": 3}', 'it has data in braces'],
	['a secret', 'Please send me the number of your card.', 'it asks for a password'],
	['words in a circle', `the ferry the sea ${'the ferry the sea '.repeat(30)}`, 'it says the same again and again'],
])('a model that answers with %s is told once; then a person gets the question', async (_what, text, complaint) => {
	const play = async (...script: Parameters<typeof scriptedChatModel>) => {
		const model = scriptedChatModel(...script);
		const events: AgentEvent[] = [];
		const parts = toolAgent(model, { tools: [fakeTool('find_ferry')], onEvent: (event) => void events.push(event) });
		const outcome = await runAgent(
			{ message: 'Is the nine o’clock ferry full?', conversationId: 'c1' },
			parts,
			new AbortController().signal,
		);
		return { outcome, model };
	};
	const looped = text.length > 400 ? { text: text.slice(0, 18), finish: 'stop' as const, repeats: true } : text;
	const mended = await play(looped as string, 'I do not know yet.');
	expect(mended.outcome).toMatchObject({ kind: 'reply', reply: 'I do not know yet.' });
	expect(mended.model.requests[1]!.messages.at(-1)!.content).toContain(complaint);
	const note = mended.model.requests[1]!.messages.at(-1)!.content;
	for (const second of [looped, `You said: ${note}`])
		expect((await play(looped as string, second as string)).outcome).toMatchObject({
			kind: 'needs-human',
			reason: 'guardrail',
			reply: 'I cannot answer this, but a person can help you.',
		});
});
