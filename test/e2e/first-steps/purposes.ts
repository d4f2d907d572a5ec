/** The nodes as the picker lists them; a trigger and the actions of its name are one entry. */
export interface Listed {
	name: string;
	/** What people type who do not know the name. */
	purposes: string[];
	/** The nodes of the entry, when it also has triggers. */
	trigger?: string;
}

/** Those with an input and an output of items. */
export const mainNodes: Listed[] = [
	// Ten nodes of n8n's own come first for "approval".
	{ name: 'Troupe Agent', purposes: ['agent', 'human approval', 'chatbot', 'assistant', 'agente'] },
	{ name: 'Troupe Channel', purposes: ['whatsapp', 'telegram', 'chatwoot', 'atendimento'], trigger: 'Troupe Channel Trigger' },
	{ name: 'Troupe Guardrails', purposes: ['pii', 'lgpd', 'gdpr', 'personal data', 'prompt injection', 'dados pessoais'] },
	{ name: 'Troupe Knowledge', purposes: ['rag', 'knowledge', 'vector store', 'semantic search'] },
	{ name: 'Troupe Memory', purposes: ['memory', 'facts', 'memória'] },
	{ name: 'Troupe Model', purposes: ['llm', 'prompt', 'embedding'] },
	{ name: 'Troupe Planner', purposes: ['text to bpmn', 'process design', 'planejar'] },
	{ name: 'Troupe Privacy', purposes: ['lgpd', 'gdpr', 'data subject request', 'privacidade'] },
	{ name: 'Troupe Process', purposes: ['camunda', 'bpmn', 'zeebe', 'processo'], trigger: 'Troupe Process Trigger' },
	{ name: 'Troupe Registry', purposes: ['governance', 'manifest', 'audit'] },
	{ name: 'Troupe PipeRun CRM', purposes: ['crm', 'piperun'] },
	{ name: 'Troupe Evaluation', purposes: ['evaluation', 'evals', 'judge', 'avaliação'] },
	{ name: 'Troupe Sandbox', purposes: ['sandbox', 'untrusted code', 'code interpreter'] },
];

/** Those that give another node something, by the input that they go into. */
export const subNodes: Array<Listed & { input: 'Chat Model' | 'Memory' | 'Tool' }> = [
	{ name: 'Troupe Guarded Model', input: 'Chat Model', purposes: ['pii', 'lgpd', 'guardrails', 'mask'] },
	{ name: 'Troupe Model Router', input: 'Chat Model', purposes: ['failover', 'fallback', 'budget', 'router'] },
	{ name: 'Troupe Chat Memory', input: 'Memory', purposes: ['chat history', 'memory', 'conversation'] },
	{ name: 'Troupe Knowledge Tool', input: 'Tool', purposes: ['rag', 'knowledge'] },
	{ name: 'Troupe Channel Tool', input: 'Tool', purposes: ['whatsapp', 'hand over'] },
	{ name: 'Troupe Agent Tool', input: 'Tool', purposes: ['agent'] },
	{ name: 'Troupe Process Tool', input: 'Tool', purposes: ['bpmn', 'camunda'] },
	{ name: 'Troupe Memory Tool', input: 'Tool', purposes: ['memory', 'facts'] },
];
