import type { PhoneState } from '../phone/phone';

const says = (...texts: string[]) => texts.map((text) => ({ author: 'customer' as const, text }));

/** What the buttons of the page send. */
export const tries: PhoneState['tries'] = [
	{ label: 'Cinco mensagens seguidas', messages: says('Oi', 'bom dia', 'vi vocês na feira', 'procuro uma prensa', 'para chapa de 3 mm') },
	{ label: 'Um áudio', messages: [{ author: 'customer', audio: 'understood' }] },
	{ label: 'Um áudio com ruído', messages: [{ author: 'customer', audio: 'noise' }] },
	{ label: 'Dar o nome e a cidade', messages: says('Aqui é a Maria, de Joinville.') },
	{ label: 'Perguntar o preço', messages: says('Quanto custa?') },
	{ label: 'Lead quente', messages: says('O CNPJ é 11.222.333/0001-81. Estamos com a linha parada, é urgente!') },
	{ label: 'Lead frio', messages: says('Na verdade estou só pesquisando, é para o ano que vem.') },
	{ label: 'Uma vendedora assume', messages: [{ author: 'person', text: 'Oi, aqui é a Ana, da equipe de vendas. Continuo daqui.' }] },
	{ label: '/bot on', messages: [{ author: 'person', text: '/bot on' }] },
];
