import { defineWords, plural } from '../../words/words';

/** Says in words what a definition has. */
export const definitionWords = defineWords(
	{
		...{ registry: 'from the registry', folder: 'from a folder of the service', prompt: 'Prompt', asWritten: 'The whole definition' },
		published: (name: string) => `The published prompt ${name}.`,
		...{ models: 'Models', then: ', then ', noModel: 'that of the service', quotes: 'quotes its documents if no model answers' },
		...{ tools: 'Tools', rules: 'Permissions', allow: 'allowed', ask: 'a person is asked', deny: 'forbidden' },
		asksPerson: 'may ask a person',
		...{ knowledge: 'Knowledge', cites: 'a reply without a citation goes to a person', memory: 'Memory' },
		turns: (count: number) => `the last ${plural(count, 'question and answer', 'questions and answers')}`,
		...{ masks: 'Personal data', masksNothing: 'none is masked' },
		...{ token: 'masked for the model', partial: 'masked for good', block: 'the message is refused' },
		...{ limits: 'Limits of one message', budgets: 'Budgets', capabilities: 'Capabilities' },
		modelCalls: (count: number) => plural(count, 'call of models', 'calls of models'),
		toolCalls: (count: number) => plural(count, 'call of tools', 'calls of tools'),
		tokens: (count: string) => `${count} tokens`,
		outputTokens: (count: string) => `${count} tokens in an answer`,
		...{ day: 'day', month: 'month', hour: 'hour', total: 'in total', run: 'run', conversation: 'conversation' },
	},
	{
		...{ registry: 'do registro', folder: 'de uma pasta do serviço', prompt: 'Prompt', asWritten: 'A definição inteira' },
		published: (name) => `O prompt publicado ${name}.`,
		...{ models: 'Modelos', then: ', depois ', noModel: 'o do serviço', quotes: 'cita seus documentos se nenhum modelo responde' },
		...{ tools: 'Ferramentas', rules: 'Permissões', allow: 'permitida', ask: 'uma pessoa é consultada', deny: 'proibida' },
		asksPerson: 'pode perguntar a uma pessoa',
		...{ knowledge: 'Conhecimento', cites: 'uma resposta sem citação vai para uma pessoa', memory: 'Memória' },
		turns: (count) => `as últimas ${plural(count, 'pergunta e resposta', 'perguntas e respostas')}`,
		...{ masks: 'Dados pessoais', masksNothing: 'nenhum é mascarado' },
		...{ token: 'mascarados para o modelo', partial: 'mascarados em definitivo', block: 'a mensagem é recusada' },
		...{ limits: 'Limites de uma mensagem', budgets: 'Orçamentos', capabilities: 'Capacidades' },
		modelCalls: (count) => plural(count, 'chamada de modelos', 'chamadas de modelos'),
		toolCalls: (count) => plural(count, 'chamada de ferramentas', 'chamadas de ferramentas'),
		tokens: (count) => `${count} tokens`,
		outputTokens: (count) => `${count} tokens em uma resposta`,
		...{ day: 'dia', month: 'mês', hour: 'hora', total: 'no total', run: 'execução', conversation: 'conversa' },
	},
);
