import type { Language } from '../../../core/base/text/languages';

/** What the customer has said so far. */
export interface Said {
	name?: string;
	/** As the customer says it: `prensas`. */
	product?: string;
	quantity?: number;
	need?: string;
	cnpj?: string;
	city?: string;
	isUrgent: boolean;
	isJustLooking: boolean;
}

/** What the model of the story says in one language. */
export interface SalesWords {
	handOver: string;
	/** Why a hot lead is given to a person. */
	wantsProposal: string;
	/** After a person had the conversation. */
	atYourService: string;
	unheard: string;
	goodbye: string;
	noPrice: string;
	noted: string;
	greeting: string;
	askName: string;
	askProduct(name: string): string;
	askCity: string;
	askCnpj: string;
	askTime: string;
	/** Each line of a hot lead's summary, with what is known for it. */
	summary: {
		lines: Array<[label: string, fact?: keyof Said | 'company' | keyof SalesWords['summary']['facts']]>;
		facts: { deadline: string; temperature: string; nextStep: string };
	};
	unknown: string;
}

export const salesWords: Record<Language, SalesWords> = {
	pt: {
		wantsProposal: 'lead quente, quer a proposta',
		handOver: 'Perfeito! Vou transferir a conversa para uma pessoa da nossa equipe, que continua por aqui.',
		atYourService: 'Por nada! Se precisar de mais alguma coisa, é só escrever.',
		unheard: 'Não consegui ouvir o seu áudio. Pode repetir por escrito, por favor?',
		goodbye: 'Sem problema! Quando quiser retomar, é só escrever. Obrigada pelo contato e até breve.',
		noPrice: 'Os valores vêm na proposta, que a nossa equipe prepara para você.',
		noted: 'Anotado!',
		greeting: 'Olá! Aqui é a Lia, da Serra Azul Máquinas.',
		askName: 'Com quem eu falo?',
		askProduct: (name) => `Prazer, ${name}! Qual máquina você procura?`,
		askCity: 'Para qual cidade seria?',
		askCnpj: 'Qual é o CNPJ da empresa?',
		askTime: 'Para quando vocês precisam?',
		summary: {
			lines: [
				['Nome', 'name'],
				['Cargo'],
				['Empresa', 'company'],
				['CNPJ'],
				['Cidade/UF', 'city'],
				['Telefone'],
				['E-mail'],
				['Equipamento', 'product'],
				['Quantidade', 'quantity'],
				['Necessidade', 'need'],
				['Prazo', 'deadline'],
				['Temperatura', 'temperature'],
				['Próximo passo', 'nextStep'],
			],
			facts: { deadline: 'O quanto antes', temperature: 'quente', nextStep: 'Vendedor apresenta a proposta' },
		},
		unknown: 'Não informado',
	},
	en: {
		wantsProposal: 'hot lead, wants the proposal',
		handOver: 'Perfect! I am passing the conversation to a person of our team, who will continue here.',
		atYourService: 'You are welcome! If you need anything else, just write.',
		unheard: 'I could not hear your voice message. Could you write it, please?',
		goodbye: 'No problem! Write to us whenever you like. Thank you for getting in touch.',
		noPrice: 'The prices come with the proposal, which our team prepares for you.',
		noted: 'Noted!',
		greeting: 'Hello! This is Lia, from Serra Azul Machines.',
		askName: 'Who am I talking to?',
		askProduct: (name) => `Nice to meet you, ${name}! Which machine are you looking for?`,
		askCity: 'Which city would it be for?',
		askCnpj: 'What is the CNPJ of the company?',
		askTime: 'When do you need it?',
		summary: {
			lines: [
				['Name', 'name'],
				['Role'],
				['Company', 'company'],
				['CNPJ'],
				['City', 'city'],
				['Phone'],
				['Email'],
				['Machine', 'product'],
				['Quantity', 'quantity'],
				['Need', 'need'],
				['Deadline', 'deadline'],
				['Temperature', 'temperature'],
				['Next step', 'nextStep'],
			],
			facts: { deadline: 'As soon as possible', temperature: 'hot', nextStep: 'The salesperson presents the proposal' },
		},
		unknown: 'Not known',
	},
};
