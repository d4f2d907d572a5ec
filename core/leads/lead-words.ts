import type { Language } from '../base/text/languages';

export type LeadWords = Record<
	| 'read_lead'
	| 'update_lead'
	| 'create_budget'
	| 'create_company'
	| 'store_deal'
	| 'name'
	| 'phone'
	| 'email'
	| 'city'
	| 'state'
	| 'temperature'
	| 'summary'
	| 'product'
	| 'need'
	| 'cnpj'
	| 'companyName',
	string
>;

export const leadWords: Record<Language, LeadWords> = {
	en: {
		read_lead: 'What is known of the customer who writes, and what is still missing. Ask for nothing that is known.',
		update_lead: 'Stores what the customer who writes said about themselves. Give only what is new or has changed.',
		create_budget: 'Stores what the customer wants a quotation for. A person writes the quotation: this tool knows no prices.',
		create_company: "Stores the company of the customer by its CNPJ. A company that is known already becomes the customer's.",
		store_deal: 'Stores the number of the opportunity that the CRM returned for the customer.',
		name: 'Their name.',
		phone: 'A phone number with its area, if it is not the one they write from.',
		email: 'Their e-mail address.',
		city: 'City, without the state.',
		state: 'The two letters of the Brazilian state.',
		temperature: 'How likely they are to buy.',
		summary: 'The structured summary for the person who goes on.',
		product: 'The machine, by its name or model.',
		need: 'What it is for, in the words of the customer.',
		cnpj: 'The CNPJ, as the customer wrote it.',
		companyName: 'The name of the company.',
	},
	pt: {
		read_lead: 'O que já se sabe do cliente que escreve, e o que ainda falta. Não peça nada que já se sabe.',
		update_lead: 'Guarda o que o cliente que escreve disse de si. Informe só o que é novo ou mudou.',
		create_budget: 'Guarda para o que o cliente quer um orçamento. Uma pessoa faz o orçamento: esta ferramenta não sabe preços.',
		create_company: 'Guarda a empresa do cliente pelo CNPJ. Uma empresa que já é conhecida passa a ser a do cliente.',
		store_deal: 'Guarda o número da oportunidade que o CRM devolveu para o cliente.',
		name: 'O nome que o cliente informou.',
		phone: 'Um telefone com DDD, se não é aquele de onde ele escreve.',
		email: 'O e-mail do cliente.',
		city: 'Cidade, sem o estado.',
		state: 'O estado brasileiro, pela sigla de duas letras.',
		temperature: 'Quão provável é que ele compre.',
		summary: 'O resumo estruturado para a pessoa que continua.',
		product: 'A máquina, pelo nome ou modelo.',
		need: 'Para que serve, nas palavras do cliente.',
		cnpj: 'O CNPJ, como o cliente escreveu.',
		companyName: 'O nome da empresa.',
	},
};
