import type { Language } from '../../../core/base/text/languages';
import type { PhoneState } from '../phone/phone';

const says = (...texts: string[]) => texts.map((text) => ({ author: 'customer' as const, text }));

/** What a button of the page shows; the steps of the played story name them. */
type Try = 'burst' | 'audio' | 'noise' | 'name' | 'price' | 'hot' | 'cold' | 'takeOver' | 'giveBack';

interface StoryTexts {
	title: string;
	status: string;
	tries: Record<Try, PhoneState['tries'][number]>;
	/** What the customer answers to the person who took over. */
	thanks: string;
	/** What is said in the recording that can be understood, and what the page shows of the other. */
	spoken: string;
	noise: string;
	/** In the panels. */
	nothing: string;
	notInformed: string;
	labels: string;
	assignee: string;
	company: string;
	person: string;
	deal: string;
	note: string;
	tables: { leads: string; companies: string; budgets: string };
	columns: Record<string, string>;
	values: Record<string, string>;
}

/** All that the story shows, in each language. */
export const storyTexts: Record<Language, StoryTexts> = {
	pt: {
		title: 'WhatsApp: Serra Azul Máquinas',
		status: 'Lia responde depois de três segundos de silêncio.',
		tries: {
			burst: {
				label: 'Cinco mensagens seguidas',
				messages: says('Oi', 'bom dia', 'vi vocês na feira', 'procuro uma prensa', 'para chapa de 3 mm'),
			},
			name: { label: 'Dar o nome e a cidade', messages: says('Aqui é a Maria, de Joinville.') },
			audio: { label: 'Um áudio', messages: [{ author: 'customer', audio: 'understood' }] },
			noise: { label: 'Um áudio com ruído', messages: [{ author: 'customer', audio: 'noise' }] },
			price: { label: 'Perguntar o preço', messages: says('Quanto custa?') },
			hot: { label: 'Lead quente', messages: says('O CNPJ é 11.222.333/0001-81. Estamos com a linha parada, é urgente!') },
			cold: { label: 'Lead frio', messages: says('Na verdade estou só pesquisando, é para o ano que vem.') },
			takeOver: {
				label: 'Uma vendedora assume',
				messages: [{ author: 'person', text: 'Oi, aqui é a Ana, da equipe de vendas. Continuo daqui.' }],
			},
			giveBack: { label: '/bot on', messages: [{ author: 'person', text: '/bot on' }] },
		},
		thanks: 'Obrigado, Ana. Até amanhã!',
		spoken: 'São duas prensas.',
		noise: '(só ruído)',
		nothing: 'nada ainda',
		notInformed: 'Não informado',
		...{ labels: 'Etiquetas', assignee: 'Responsável', company: 'Empresa', person: 'Pessoa', deal: 'Negócio', note: 'Nota' },
		tables: { leads: 'leads', companies: 'empresas', budgets: 'orçamentos' },
		columns: { negocio: 'negócio', cnpj: 'CNPJ' },
		values: {},
	},
	en: {
		title: 'WhatsApp: Serra Azul Machines',
		status: 'Lia answers after three seconds of silence.',
		tries: {
			burst: {
				label: 'Five messages in a row',
				messages: says('Hi', 'good morning', 'I saw you at the fair', 'I am looking for a press', 'for 3 mm sheets'),
			},
			name: { label: 'Tell name and city', messages: says('This is Maria, from Joinville.') },
			audio: { label: 'A voice message', messages: [{ author: 'customer', audio: 'understood' }] },
			noise: { label: 'A voice message with noise', messages: [{ author: 'customer', audio: 'noise' }] },
			price: { label: 'Ask for the price', messages: says('How much is it?') },
			hot: { label: 'Hot lead', messages: says('Our CNPJ is 11.222.333/0001-81. Our line is down, it is urgent!') },
			cold: { label: 'Cold lead', messages: says('Actually I am just looking, it is for next year.') },
			takeOver: {
				label: 'A salesperson takes over',
				messages: [{ author: 'person', text: 'Hi, this is Ana from the sales team. I will take it from here.' }],
			},
			giveBack: { label: '/bot on', messages: [{ author: 'person', text: '/bot on' }] },
		},
		thanks: 'Thank you, Ana. See you tomorrow!',
		spoken: 'We need two presses.',
		noise: '(only noise)',
		nothing: 'nothing yet',
		notInformed: 'Not known',
		...{ labels: 'Labels', assignee: 'Assignee', company: 'Company', person: 'Person', deal: 'Deal', note: 'Note' },
		tables: { leads: 'leads', companies: 'companies', budgets: 'quotations' },
		columns: {
			...{ nome: 'name', cidade: 'city', temperatura: 'temperature', negocio: 'deal', cnpj: 'CNPJ' },
			...{ equipamento: 'machine', quantidade: 'quantity', necessidade: 'need' },
		},
		values: { frio: 'cold', morno: 'warm', quente: 'hot', 'lead-quente': 'hot-lead' },
	},
};

/** Returns the language of the machine: Portuguese where its locale says so, else English. */
export function readMachineLanguage(): Language {
	return Intl.DateTimeFormat().resolvedOptions().locale.startsWith('pt') ? 'pt' : 'en';
}
