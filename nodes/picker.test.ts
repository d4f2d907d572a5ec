import { loadNode, nodeFiles, readCodex } from '../test/shared/package-files';

const nodes = nodeFiles.map((file) => ({ description: loadNode(file).description, codex: readCodex(file) }));
const lower = (words: string[]) => words.map((word) => word.toLowerCase());

/** Words that people search for when they need a node and do not know its name. */
const purposes: Record<string, string[]> = {
	troupeAgent: [
		'ai agent',
		'chatbot',
		'chat bot',
		'chat',
		'customer service',
		'human approval',
		'tools',
		'agente',
		'atendimento',
		'aprovação humana',
	],
	troupeChannel: ['whatsapp', 'telegram', 'chatwoot', 'z-api', 'hand over', 'mensagem', 'atendimento'],
	troupeChannelTrigger: ['whatsapp', 'telegram', 'chatbot', 'customer service', 'atendimento'],
	troupeChatMemory: ['memory', 'chat history', 'session', 'memória', 'histórico'],
	troupeCrm: ['crm', 'piperun', 'lead', 'deal', 'cnpj', 'empresa', 'vendas'],
	troupeEvaluation: ['evaluation', 'evals', 'test', 'benchmark', 'quality', 'judge', 'avaliação', 'teste', 'qualidade'],
	troupeEventsTrigger: [
		...['alert', 'monitoring', 'error', 'budget', 'incident', 'alerta', 'monitoramento'],
		...['human approval', 'approval', 'hitl', 'notification', 'aprovação', 'notificação'],
		...['violation', 'governance', 'revoked', 'violação', 'governança'],
	],
	troupeGuardedModel: ['pii', 'lgpd', 'gdpr', 'mask', 'privacy', 'dados pessoais', 'anonimizar'],
	troupeGuardrails: ['pii', 'lgpd', 'gdpr', 'cpf', 'secrets', 'prompt injection', 'jailbreak', 'violation', 'dados pessoais', 'segredos'],
	troupeKnowledge: [
		'rag',
		'knowledge base',
		'vector store',
		'semantic search',
		'pdf',
		'rerank',
		'base de conhecimento',
		'busca',
		'documentos',
	],
	troupeMemory: ['memory', 'preferences', 'forget', 'lgpd', 'memória', 'preferências', 'esquecer'],
	troupeModel: ['llm', 'prompt', 'structured output', 'json schema', 'embedding', 'cost', 'modelo', 'custo', 'extrair'],
	troupeModelRouter: ['failover', 'fallback', 'budget', 'rate limit', 'load balancing', 'orçamento', 'contingência'],
	troupePlanner: ['plan', 'process design', 'interview', 'text to bpmn', 'plano', 'planejar', 'fluxo'],
	troupePrivacy: ['privacy', 'lgpd', 'gdpr', 'data subject request', 'dsar', 'forget', 'privacidade', 'dados pessoais', 'esquecer'],
	troupeProcess: ['bpmn', 'camunda', 'zeebe', 'user task', 'human approval', 'job worker', 'processo', 'aprovação humana'],
	troupeRegistry: ['manifest', 'governance', 'approval', 'revoke', 'rollout', 'governança', 'aprovação', 'auditoria'],
	troupeSandbox: ['sandbox', 'untrusted code', 'code interpreter', 'run javascript', 'isolamento', 'executar código'],
};

describe.each(nodes)('$description.displayName in the picker', ({ description, codex }) => {
	/** In the category AI, the editor's general search shows only root nodes. */
	it('is found from a workflow’s "+", not in the AI view alone', () => {
		if (codex.categories.includes('AI')) expect(codex.subcategories?.AI).toContain('Root Nodes');
	});

	it('is found by the name of the package and by what it is for', () => {
		expect(codex.alias).toEqual([...new Set(codex.alias)]);
		expect(lower(codex.alias)).toEqual(expect.arrayContaining(['troupe', ...(purposes[description.name] ?? [])]));
	});

	it('is not tagged as deprecated, as n8n tags every node whose description holds the word', () => {
		expect(description.description).not.toMatch(/deprecated/i);
	});

	/** n8n adds it to a field "Operation" or "Resource" of a node that has credentials, unless the default version is not the version itself, as of a list. */
	it('offers no "Custom API Call", which it cannot make', () => {
		const { credentials = [], defaultVersion, properties, version } = description;
		const offersChoice = credentials.length > 0 && properties.some(({ name }) => ['operation', 'resource'].includes(name));
		if (offersChoice) expect([defaultVersion, version]).toEqual([expect.any(Number), expect.any(Array)]);
	});

	/** n8n's editor makes actions of the options of these fields. */
	it('lists actions that are sentences', () => {
		const fields = description.properties.filter(
			({ name }) => name === 'operation' || (codex.categories.includes('AI') && name === 'mode'),
		);
		for (const option of fields.flatMap(({ options = [] }) => options)) expect('action' in option && option.action).toMatch(/^[A-Z]\S* \S/);
	});

	it('is described in one sentence of at most 140 characters', () => {
		expect(description.description).toMatch(/^[A-Z][^.!]*$/);
		expect(description.description.length).toBeLessThanOrEqual(140);
	});
});

/** The editor ranks names that begin with what was typed by their length, and those of one length as the alphabet does. */
it('lists the agent first for "troupe"', () => {
	const names = nodes.map(({ description }) => description.displayName);
	expect(names.sort((one, other) => one.length - other.length || one.localeCompare(other))[0]).toBe('Troupe Agent');
});

/** The editor lists the actions of a node in the order of its options. */
it.each([
	['troupeMemory', ['Remember facts or messages', 'Recall memories']],
	['troupeRegistry', ['Approve an agent', 'Get many agents', 'Get an agent', 'Search agents', 'Publish an agent']],
])('lists the commonest actions of %s first', (node, actions) => {
	const { properties } = nodes.find(({ description }) => description.name === node)!.description;
	const { options = [] } = properties.find(({ name, options: all }) => name === 'operation' && all?.some((one) => 'action' in one))!;
	expect(options.map((option) => 'action' in option && option.action).slice(0, actions.length)).toEqual(actions);
});

const triggers = nodes.filter(({ description }) => description.group.includes('trigger'));
const findNode = (trigger: string) => nodes.find(({ description: { name } }) => name === trigger.replace('Trigger', ''))!;

/**
 * The editor lists a trigger and the node of the same name as one, if the node has actions: under the node's name and aliases, with the trigger's
 * description.
 * The events trigger has no such node.
 */
describe.each(triggers.filter(({ description: { name } }) => name !== 'troupeEventsTrigger'))(
	'$description.displayName, which the picker merges with its node',
	({ description, codex }) => {
		const merged = findNode(description.name);

		it('is found by its name and by every alias of its own', () => {
			expect(merged.codex.alias).toEqual(expect.arrayContaining([description.displayName, ...codex.alias]));
		});

		it('has a description that speaks of both', () => {
			expect(description.description).toMatch(/, or starts the workflow /);
		});
	},
);
