import { defineWords } from '../../words/words';

export const versionsWords = defineWords(
	{
		title: 'Versions',
		lead: 'Each contact keeps a version of the agent. Try a new one with some of them, compare, and give it to everybody or end it.',
		...{
			tryIt: 'Try a new version',
			agent: 'Agent',
			to: 'New version',
			from: 'Version of the others',
			percent: 'Share of the contacts, in percent',
		},
		tryLead:
			'These contacts have the new version until you end the trial, whichever machine answers them. As the share grows, they keep it.',
		begun: (version: string, percent: number) => `${version} answers ${percent} % of the contacts now.`,
		nothingToTry: 'No agent has two approved versions.',
		nothingHelp: 'Once a second version is approved, it can be tried here.',
		who: 'Who has which version',
		...{ customer: 'Customer', has: 'Has now', answered: 'Last answered by', last: 'Last message', isNew: 'new' },
		...{ notPublished: 'from a folder', none: 'Nobody has written in the last 31 days.' },
	},
	{
		title: 'Versões',
		lead: 'Cada contato fica com uma versão do agente. Experimente uma nova com alguns deles, compare, e dê a todos ou encerre.',
		...{ tryIt: 'Experimentar uma versão nova', agent: 'Agente', to: 'Versão nova', from: 'Versão dos outros' },
		percent: 'Parte dos contatos, em por cento',
		tryLead:
			'Estes contatos ficam com a versão nova até você encerrar, seja qual for a máquina que responde. Se a parte cresce, eles continuam com ela.',
		begun: (version, percent) => `A ${version} responde agora a ${percent} % dos contatos.`,
		nothingToTry: 'Nenhum agente tem duas versões aprovadas.',
		nothingHelp: 'Assim que uma segunda versão for aprovada, ela pode ser experimentada aqui.',
		who: 'Quem tem qual versão',
		...{ customer: 'Cliente', has: 'Tem agora', answered: 'Última resposta de', last: 'Última mensagem', isNew: 'nova' },
		...{ notPublished: 'de uma pasta', none: 'Ninguém escreveu nos últimos 31 dias.' },
	},
);
