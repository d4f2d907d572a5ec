export const workflowWords = {
	en: {
		start: 'Start',
		asProcess: 'Run the plan as a process, or take this part out of it.',
		noExpression: (why: string) => `A condition or value cannot be written for n8n: ${why}.`,
		refused: {
			person: (name: string) => `"${name}" is done by a person, for whom a workflow of n8n would have to wait.`,
			waits: (name: string) => `"${name}" waits, which a workflow made from a plan does not.`,
			many: (name: string) => `"${name}" goes several ways at once by conditions.`,
			each: (name: string) => `"${name}" is done for each entry of a list, which a workflow made from a plan does not.`,
			agent: (name: string) => `No agent was chosen for "${name}".`,
			job: (name: string) => `"${name}" is a job of a process, which is not a node of n8n.`,
		},
	},
	pt: {
		start: 'Início',
		asProcess: 'Execute o plano como processo ou tire esta parte dele.',
		noExpression: (why: string) => `Uma condição ou um valor não pode ser escrito para o n8n: ${why}.`,
		refused: {
			person: (name: string) => `"${name}" é feito por uma pessoa, que um fluxo do n8n teria de esperar.`,
			waits: (name: string) => `"${name}" espera, o que um fluxo feito de um plano não faz.`,
			many: (name: string) => `"${name}" segue vários caminhos ao mesmo tempo por condições.`,
			each: (name: string) => `"${name}" é feito para cada item de uma lista, o que um fluxo feito de um plano não faz.`,
			agent: (name: string) => `Nenhum agente foi escolhido para "${name}".`,
			job: (name: string) => `"${name}" é um trabalho de processo, que não é um nó do n8n.`,
		},
	},
};
