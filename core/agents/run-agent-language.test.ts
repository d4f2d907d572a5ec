/** What a model reads of calls is in the language of its prompt, whatever the customer speaks: a small model answers in the language that it reads last. */
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, teamMember, toolAgent } from '../../test/fakes/tool-agent';
import { identifySurely } from '../base/text/language';
import { TroupeError } from '../base/errors';
import { createHandOverTool } from '../channels/hand-over-tool';
import { createPlacedGuard } from '../guardrails/policy/apply-guardrails';
import { placeChecks } from '../guardrails/policy/create-guard';
import { createSearchTool } from '../knowledge/search/search-tool';
import { createLeadTools } from '../leads/lead-tools';
import type { Language } from '../base/text/languages';
import type { HandOvers } from '../ports/channels/hand-overs';
import type { LeadStore } from '../ports/leads';
import type { ChatRequest } from '../ports/models/models';
import { listToolTexts } from '../tools/tool-texts';
import { agentGuardrails } from './agent-guardrails';
import type { AgentParts } from './agent-parts';
import { runAgent } from './run-agent';
import { leadToolNames } from '../leads/lead-tool-names';

const never = new AbortController().signal;
const prompts: Record<Language, string> = {
	en: 'You answer the customers of the shop. Use the tools for what you do not know.',
	pt: 'Você responde aos clientes da loja. Use as ferramentas para o que você não sabe.',
};
/** In the other language, so that it decides nothing. */
const messages: Record<Language, string> = { en: 'Quero pagar a fatura desta semana.', pt: 'I want to pay the invoice of this week.' };
const answers: Record<Language, string> = { en: 'Não foi possível pagar a fatura.', pt: 'The invoice could not be paid.' };
const languages = ['en', 'pt'] as const;

const inLanguage = (parts: AgentParts, language: Language): AgentParts => ({
	...parts,
	definition: { ...parts.definition, prompt: prompts[language] },
});
const ask = (parts: AgentParts, language: Language) =>
	runAgent({ message: messages[language], conversationId: 'c1' }, inLanguage(parts, language), never);
const readResults = ({ messages: all }: ChatRequest): string[] =>
	all.flatMap(({ role, content }) => (role === 'tool' ? [String(content)] : []));

/** Names and numbers decide no language. */
const expectLanguage = (texts: string[], language: Language) =>
	expect(texts.map((text) => [identifySurely(text), text])).toEqual(texts.map((text) => [language, text]));

const pay = (limits = {}) =>
	fakeTool('pay', undefined, {
		parameters: {
			type: 'object',
			properties: { to: { type: 'string' }, mode: { enum: ['fast', 'slow'] } },
			required: ['to'],
			additionalProperties: false,
		},
		limits,
	});

test.each(languages)('a call that does not fit, is made too often or cannot be read (%s)', async (language) => {
	const model = scriptedChatModel(
		calling(['pay', { mode: 'fast' }, 'a'], ['pay', 'pay it', 'b'], ['pay', { to: 'x' }, 'c']),
		calling(['pay', { to: 'y' }, 'd']),
		answers[language],
	);
	await ask(toolAgent(model, { tools: [pay({ calls: 1 })] }), language);
	const [misfit, unread, done, quota] = readResults(model.requests.at(-1)!);
	expect(done).toBe('done');
	// What a schema says stays in its terms.
	expectLanguage([misfit!.replace(/the whole[^;]*;/, ''), unread!, quota!], language);
	expect(misfit).toMatch(/\{"to": <(?:text|texto)>\}/);
});

test.each(languages)('the decision point denies a call, or says nothing (%s)', async (language) => {
	const unanswered = new TroupeError({ code: 'ACCESS_DENIED', message: 'It did not decide.', fix: 'Check it.' });
	const permits = [async () => false, () => Promise.reject(unanswered)];
	const model = scriptedChatModel(calling(['pay', { to: 'a' }, 'a']), calling(['pay', { to: 'b' }, 'b']), answers[language]);
	const decisionPoint = { permits: async () => permits.shift()!() };
	await ask({ ...toolAgent(model, { tools: [pay()] }), decisionPoint }, language);
	expectLanguage(readResults(model.requests.at(-1)!), language);
});

test.each(languages)(
	'a guardrail refuses the arguments of a call: its reason too (%s) (Chachamaru127/claude-code-harness#146)',
	async (language) => {
		const model = scriptedChatModel(calling(['pay', { to: 'https://evil.example' }]), answers[language]);
		const parts = toolAgent(model, { tools: [pay()] });
		const placed = await placeChecks({
			...{ id: 'p', onFailure: 'block' },
			checks: [{ check: 'pattern', name: 'links', patterns: ['evil\\.example'], action: 'block' }],
		});
		await ask({ ...parts, guard: createPlacedGuard([...agentGuardrails(parts.definition), ...placed]) }, language);
		const [refusal] = readResults(model.requests.at(-1)!);
		expectLanguage(refusal!.split(/(?<=\.) /), language);
	},
);

test.each(languages)(
	'a tool gives no result in time, fails, gives too much, and asks without a question (%s) (yzhao062/anywhere-agents#66)',
	async (language) => {
		const tools = [
			fakeTool('slow', () => new Promise<string>(() => undefined), { limits: { timeoutMs: 20 } }),
			fakeTool('broken', () => Promise.reject(new Error('0x1F'))),
			fakeTool('long', () => 'x '.repeat(5_000), { limits: { resultCharacters: 200 } }),
			fakeTool('asks', undefined, { call: async () => ({ kind: 'error', text: '', asks: { questions: [], state: null } }) }),
		];
		const model = scriptedChatModel(
			calling(...tools.map(({ name }): [string, object & Record<string, unknown>] => [name, {}])),
			answers[language],
		);
		await ask(toolAgent(model, { tools }), language);
		const [slow, broken, long, asks] = readResults(model.requests.at(-1)!);
		const [failed] = broken!.split(':');
		expectLanguage([slow!, asks!], language);
		expect([failed, long!.match(/\d+ (\w+)/)![1]]).toEqual(
			language === 'pt' ? ['A ferramenta falhou', 'caracteres'] : ['The tool failed', 'characters'],
		);
	},
);

test.each(languages)('a called agent has no answer, is called in a circle, and asks for a person (%s)', async (language) => {
	const blocked = teamMember(toolAgent(scriptedChatModel('Yes.'), { id: 'stock', limits: { messageCharacters: 1 } }));
	const circle = teamMember(toolAgent(scriptedChatModel('Yes.'), { id: 'clerk' }));
	const model = scriptedChatModel(
		calling(['stock', { task: prompts[language] }, 'a'], ['clerk', { task: prompts[language] }, 'b']),
		answers[language],
	);
	await ask(toolAgent(model, { members: [blocked, circle] }), language);
	expectLanguage(readResults(model.requests.at(-1)!), language);
});

test.each(languages)(
	'hand_over, tools for leads and a search of documents are described and answered (%s) (multica-ai/multica#2420)',
	async (language) => {
		const drafts: unknown[] = [];
		const handOvers = { draft: async (...draft: unknown[]) => void drafts.push(draft) } as unknown as HandOvers;
		const tools = [
			createHandOverTool(handOvers, { tenant: 't', conversation: 'c1', key: 'k' }),
			...createLeadTools(leadToolNames, {} as LeadStore),
			createSearchTool({ name: 'search', description: prompts[language], search: async () => ({ passages: [] }) }),
		];
		const calls = calling(['search', { question: 'pay' }, 'a'], ['hand_over', { reason: 'pay', name: 'Ana' }, 'b']);
		const model = scriptedChatModel(calls, answers[language]);
		await ask(toolAgent(model, { tools }), language);
		const descriptions = model.requests[0]!.tools!.flatMap((tool) => listToolTexts(tool)).filter((text) => /(?:\S+ ){5}/.test(text));
		expect(descriptions.length).toBeGreaterThan(12);
		expectLanguage(descriptions, language);
		expectLanguage(readResults(model.requests.at(-1)!), language);
		// The desk gets the customer's language.
		expect(drafts).toMatchObject([['t', 'c1', 'k', { language: language === 'pt' ? 'en' : 'pt', summary: { name: 'Ana' } }]]);
	},
);
