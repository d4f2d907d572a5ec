import type { Language } from '../../core/base/text/languages';

export interface DoerWords {
	says: (words: string) => string;
	lacks: (words: string) => string;
	named: string;
	notAllowed: (name: string) => string;
	nobody: (kind: 'agent' | 'node' | 'process') => string;
	unknownProcess: (process: string) => string;
	http: string;
	human: string;
	mcp: string;
	node: (title: string, type: string) => string;
	unsigned: (title: string, type: string) => string;
	below: (title: string, purpose: string) => string;
	ofChannel: string;
	unset: (node: string, parameters: string) => string;
	withParameters: (node: string, example: string) => string;
	insteadOf: (doer: string, step: string, reason: string) => string;
	/** Says which agent was taken for words that its capabilities do not name. */
	took: (doer: string, step: string, acts: string) => string;
	namesNone: (acts: string) => string;
	saysNothing: (words: string) => string;
	credential: (step: string, type: string, stored: string[]) => { message: string; fix: string };
	storedCredential: (step: string, name: string, stored: string[]) => { message: string; fix: string };
	anyCredential: (step: string, stored: string[]) => { message: string; fix: string };
	parameter: (step: string, parameter: string) => { message: string; fix: string };
	unknownParameter: (step: string, parameter: string, known: string[]) => { message: string; fix: string };
	choice: (step: string, parameter: string, value: string, known: string[]) => { message: string; fix: string };
}

const en: DoerWords = {
	says: (words) => `says ${words}`,
	lacks: (words) => `says nothing of ${words}`,
	named: 'is named by the step',
	notAllowed: (name) => `The step named ${name}, which no signed manifest allows here.`,
	nobody: (kind) => (kind === 'process' ? 'No known process does this.' : 'No signed agent or node here does this.'),
	unknownProcess: (process) => `No process ${process} is deployed.`,
	http: 'If the service has an HTTP API: a request to its address, with a credential.',
	human: 'A person does it by hand until something can.',
	mcp: 'If the service offers an MCP server: an agent with its tools, signed and approved.',
	node: (title, type) => `The node ${title} (${type}), if it is meant: name it in the step.`,
	unsigned: (title, type) =>
		`The node ${title} (${type}) is installed, but no signed manifest has its package: have it approved (\`troupe manifest scan\`).`,
	below: (title, purpose) => `${title}: ${purpose}`,
	ofChannel: 'The message that begins this is of a channel, which brings the conversation to answer in.',
	unset: (node, parameters) => `${node} could do this, but nothing in the plan sets what it needs: ${parameters}.`,
	withParameters: (node, example) => `${node} with its parameters, such as ${example}: say where the values come from.`,
	insteadOf: (doer, step, reason) => `I took ${doer} for "${step}", by its words alone. ${reason}`,
	took: (doer, step, acts) => `I took ${doer} for "${step}", though none of its capabilities names ${acts}. Shall it do this, or a person?`,
	saysNothing: (words) => `it says nothing of ${words}`,
	namesNone: (acts) => `none of its capabilities names ${acts}`,
	credential: (step, type, stored) => ({
		message: `The step "${step}" needs a credential of the type ${type}.`,
		fix: stored.length > 0 ? `Choose one: ${stored.join(', ')}.` : `Store one (\`troupe credentials add ${type}\`), and say its name.`,
	}),
	storedCredential: (step, name, stored) => ({
		message: `The step "${step}" names the credential ${name}, which is not stored.`,
		fix: stored.length > 0 ? `Choose one: ${stored.join(', ')}.` : 'Store one (`troupe credentials add`), and say its name.',
	}),
	anyCredential: (step, stored) => ({
		message: `The request "${step}" needs a credential, and nobody has named one.`,
		fix: `${stored.length > 0 ? `Stored: ${stored.join(', ')}.` : 'Store one (`troupe credentials add`).'} Name it by a change: "${step}" uses the credential NAME.`,
	}),
	parameter: (step, parameter) => ({
		message: `The step "${step}" does not say ${parameter}.`,
		fix: `Set it: "parameters": {"${parameter}": "=someVariable"}, with a variable that is set before, or a plain text; or leave node out.`,
	}),
	unknownParameter: (step, parameter, known) => ({
		message: `The node of the step "${step}" has no parameter ${parameter}.`,
		fix: known.length > 0 ? `Use one of: ${known.join(', ')}.` : 'Leave it out.',
	}),
	choice: (step, parameter, value, known) => ({
		message: `The parameter ${parameter} of the step "${step}" cannot be ${value}.`,
		fix: `Use one of: ${known.join(', ')}.`,
	}),
};

const pt: DoerWords = {
	says: (words) => `fala de ${words}`,
	lacks: (words) => `não fala de ${words}`,
	named: 'é quem a etapa indica',
	notAllowed: (name) => `A etapa indicava ${name}, que nenhum manifesto assinado permite aqui.`,
	nobody: (kind) => (kind === 'process' ? 'Nenhum processo conhecido faz isso.' : 'Nenhum agente ou nó assinado faz isso aqui.'),
	unknownProcess: (process) => `Nenhum processo ${process} está implantado.`,
	http: 'Se o serviço tem uma API HTTP: uma requisição ao endereço dela, com uma credencial.',
	human: 'Uma pessoa faz à mão até que algo possa fazer.',
	mcp: 'Se o serviço oferece um servidor MCP: um agente com as ferramentas dele, assinado e aprovado.',
	node: (title, type) => `O nó ${title} (${type}), se é esse o serviço: cite o nome dele na etapa.`,
	unsigned: (title, type) =>
		`O nó ${title} (${type}) está instalado, mas nenhum manifesto assinado tem o pacote dele: peça a aprovação (\`troupe manifest scan\`).`,
	below: (title, purpose) => `${title}: ${purpose}`,
	ofChannel: 'A mensagem que começa isto é de um canal, que traz a conversa em que se responde.',
	unset: (node, parameters) => `${node} poderia fazer isto, mas nada no plano define o que ele precisa: ${parameters}.`,
	withParameters: (node, example) => `${node} com os parâmetros dele, como ${example}: diga de onde vêm os valores.`,
	insteadOf: (doer, step, reason) => `Tomei ${doer} para "${step}", só pelas palavras. ${reason}`,
	took: (doer, step, acts) => `Tomei ${doer} para "${step}", embora nenhuma das capacidades dele cite ${acts}. Faz ele, ou uma pessoa?`,
	saysNothing: (words) => `não fala de ${words}`,
	namesNone: (acts) => `nenhuma das capacidades dele cita ${acts}`,
	credential: (step, type, stored) => ({
		message: `A etapa "${step}" precisa de uma credencial do tipo ${type}.`,
		fix: stored.length > 0 ? `Escolha uma: ${stored.join(', ')}.` : `Guarde uma (\`troupe credentials add ${type}\`) e diga o nome dela.`,
	}),
	storedCredential: (step, name, stored) => ({
		message: `A etapa "${step}" indica a credencial ${name}, que não está guardada.`,
		fix: stored.length > 0 ? `Escolha uma: ${stored.join(', ')}.` : 'Guarde uma (`troupe credentials add`) e diga o nome dela.',
	}),
	anyCredential: (step, stored) => ({
		message: `A requisição "${step}" precisa de uma credencial, e ninguém indicou uma.`,
		fix: `${stored.length > 0 ? `Guardadas: ${stored.join(', ')}.` : 'Guarde uma (`troupe credentials add`).'} Indique-a em uma alteração: "${step}" usa a credencial NOME.`,
	}),
	parameter: (step, parameter) => ({
		message: `A etapa "${step}" não diz ${parameter}.`,
		fix: `Preencha: "parameters": {"${parameter}": "=umaVariavel"}, com uma variável definida antes, ou um texto; ou deixe node de fora.`,
	}),
	unknownParameter: (step, parameter, known) => ({
		message: `O nó da etapa "${step}" não tem o parâmetro ${parameter}.`,
		fix: known.length > 0 ? `Use um destes: ${known.join(', ')}.` : 'Retire o parâmetro.',
	}),
	choice: (step, parameter, value, known) => ({
		message: `O parâmetro ${parameter} da etapa "${step}" não pode ser ${value}.`,
		fix: `Use um destes: ${known.join(', ')}.`,
	}),
};

export const doerWords: Record<Language, DoerWords> = { en, pt };
