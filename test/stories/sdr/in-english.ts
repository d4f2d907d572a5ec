/** The texts of the sales example that people of the English story read, or a model writes for them. */

/** By it, the model of the story knows which language it writes. */
export const writesEnglish = 'Escreva sempre em inglês';

const summaryLines = {
	...{ Nome: 'Name', Cargo: 'Role', Empresa: 'Company', CNPJ: 'CNPJ', 'Cidade/UF': 'City', Telefone: 'Phone', 'E-mail': 'Email' },
	...{ Equipamento: 'Machine', Quantidade: 'Quantity', Necessidade: 'Need', Prazo: 'Deadline', Temperatura: 'Temperature' },
	'Próximo passo': 'Next step',
};
const listLines = (names: string[]) => names.map((name) => `\\n${name}:`).join('');

export const agentInEnglish = {
	'Escreva em português do Brasil': writesEnglish,
	[listLines(Object.keys(summaryLines))]: listLines(Object.values(summaryLines)),
	'Não informado': 'Not known',
	'Olá! Aqui é a Lia, da Serra Azul Máquinas.': 'Hello! This is Lia, from Serra Azul Machines.',
	'O valor vem na proposta do vendedor.': 'The salesperson sends the price with the proposal.',
};

export const formInEnglish = {
	'"id": "atendimento"': '"id": "attend"',
	'Resumo da Lia': 'Summary by Lia',
	Observação: 'Remark',
};

const noteTemplate = [
	...['Qualified lead', 'Company: {{company.name}}', 'CNPJ: {{company.cnpj}}', 'Contact: {{person.name}}', 'Role: {{person.jobTitle}}'],
	...['Phone: {{person.phone}}', 'Email: {{person.email}}', 'City: {{city}}', 'Product: {{details.product}}'],
	...['Quantity: {{details.volume}}', 'Deadline: {{details.deadline}}', 'Summary: {{summary}}'],
].join('&#10;');

export const processInEnglish = {
	'name="Pré-vendas no WhatsApp"': 'name="Pre-sales on WhatsApp"',
	'key="language" value="pt"': 'key="language" value="en"',
	'name="Atender o cliente"': 'name="Attend to the customer"',
	'formId="atendimento"': 'formId="attend"',
	'a Lia precisa de uma pessoa: ': 'Lia needs a person: ',
	'a Lia pediu que uma pessoa continue': 'Lia asked that a person continue',
	'o cliente pede uma pessoa': 'the customer asks for a person',
	'lead quente, quer a proposta': 'hot lead, wants the proposal',
	'possível emergência, veja a conversa agora': 'possible emergency, look at the conversation now',
	'a Lia não conseguiu responder, veja o que o cliente escreveu': 'Lia could not answer, look at what the customer wrote',
	'Apresentar a proposta': 'Present the proposal',
	'temperature: lead.temperatura, nextStep':
		'temperature: if lead.temperatura = &quot;quente&quot; then &quot;hot&quot; else if lead.temperatura = &quot;frio&quot; then &quot;cold&quot; else &quot;warm&quot;, nextStep',
	'Desculpe a demora! Um vendedor responde assim que possível.': 'Sorry for the wait! A salesperson answers as soon as possible.',
	'Cargo|CNPJ|E-mail|Prazo': 'Role|CNPJ|Email|Deadline',
	'Cargo: ': 'Role: ',
	'Prazo: ': 'Deadline: ',
	'Necessidade: ': 'Need: ',
	'Próximo passo: ': 'Next step: ',
	'Não informado': 'Not known',
	'Exceção: lead frio': 'Exception: cold lead',
	'<zeebe:header key="stage" value="10"/>': `<zeebe:header key="stage" value="10"/>\n          <zeebe:header key="noteTemplate" value="${noteTemplate}"/>`,
};
