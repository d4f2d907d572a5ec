/** Twenty plans of ten trades, as a model could write them: with all kinds of blocks, in both languages. */

const text = (name: string) => ({ name, type: 'text', example: 'Some text' });
const number = (name: string, example = 120) => ({ name, type: 'number', example });
const yes = (name: string) => ({ name, type: 'boolean' });
const human = (name: string, who: string, writes: unknown[] = [], more = {}) => ({ kind: 'human', name, who, writes, ...more });
const agent = (name: string, writes: unknown[], more = {}) => ({ kind: 'agent', name, needs: name, agent: 'support', writes, ...more });
const http = (name: string, writes: unknown[] = [], more = {}) => ({
	kind: 'http',
	name,
	method: 'POST',
	url: 'https://api.shop.example/v1',
	writes,
	...more,
});
const node = (name: string, more = {}) => ({
	kind: 'node',
	name,
	needs: name,
	node: 'n8n-nodes-base.slack@2.3',
	parameters: { text: '="About " + reference' },
	...more,
});
const choice = (name: string, when: string, then: unknown[], otherwise: unknown[] = []) => ({
	kind: 'choice',
	name,
	branches: [{ name: 'yes', when, do: then }],
	otherwise: { name: 'no', do: otherwise },
});
const end = (name: string, more = {}) => ({ kind: 'end', name, ...more });
const parallel = (name: string, ...branches: unknown[][]) => ({
	kind: 'parallel',
	name,
	branches: branches.map((blocks) => ({ do: blocks })),
});
const loop = (name: string, until: string, blocks: unknown[], onLimit?: unknown[]) => ({
	kind: 'loop',
	name,
	until,
	limit: 3,
	do: blocks,
	...(onLimit && { onLimit }),
});
const each = (name: string, list: string, as: string, blocks: unknown[], more = {}) => ({
	kind: 'loop',
	name,
	each: list,
	as,
	limit: 5,
	do: blocks,
	...more,
});
const message = (name: string, writes: unknown[] = []) => ({ kind: 'message', name, key: 'reference', writes });
const wait = (name: string, ...waits: unknown[]) => ({ kind: 'event', name, waits });
const reference = { name: 'reference', type: 'text', example: 'A-1' };

const plan = (language: 'en' | 'pt', name: string, trigger: string, inputs: unknown[], blocks: unknown[]) => ({
	name,
	language,
	purpose: name,
	trigger: trigger === 'form' || trigger === 'manual' ? { kind: trigger } : { kind: 'message', name: trigger },
	inputs: [reference, ...inputs],
	do: blocks,
});

export const trees: unknown[] = [
	// Accounting
	plan(
		'en',
		'Pay an invoice',
		'form',
		[number('amount'), text('supplier')],
		[
			agent('Read the invoice', [text('account'), { name: 'category', type: 'text', options: ['goods', 'services'] }]),
			choice('More than 1000?', 'amount > 1000', [
				human('Approve the payment', 'finance', [yes('approved')]),
				choice('Approved?', 'approved', [], [end('Refused')]),
			]),
			parallel('Pay and file', [http('Pay it', [text('paymentNumber')])], [human('File the invoice', 'accounting', [text('folder')])]),
			human('Check the books', 'accounting', [], { shows: ['paymentNumber', 'folder'] }),
		],
	),
	plan(
		'pt',
		'Reembolsar despesa',
		'form',
		[number('valor'), text('motivo')],
		[
			loop('Completar recibos', 'completo', [human('Conferir recibos', 'financeiro', [yes('completo')])], [end('Recibos faltando')]),
			choice('Acima do limite?', 'valor > 500', [
				human('Aprovar', 'gerencia', [yes('aprovado')], {
					deadline: { after: '2 dias', do: [human('Aprovar no lugar', 'diretoria', [yes('aprovado')])] },
				}),
			]),
			http('Pagar', [], { onError: [human('Pagar no banco', 'financeiro')] }),
		],
	),
	// Support
	plan(
		'en',
		'Answer a customer',
		'Customer writes',
		[text('question')],
		[
			agent('Answer the question', [text('answer')], { reads: ['question'] }),
			agent('Check the tone', [text('verdict')], { message: '"Is this polite? " + answer' }),
			choice('Polite?', 'verdict = "yes"', [], [human('Rewrite the answer', 'support', [text('answer2')], { shows: ['answer'] })]),
			node('Send the answer'),
		],
	),
	plan(
		'pt',
		'Tratar reclamação',
		'Reclamação recebida',
		[text('relato')],
		[
			agent('Classificar', [{ name: 'gravidade', type: 'text', options: ['baixa', 'alta'] }], { reads: ['relato'] }),
			{
				kind: 'choice',
				name: 'O que fazer?',
				many: true,
				branches: [
					{ name: 'grave', when: 'gravidade = "alta"', do: [human('Ligar para o cliente', 'ouvidoria')] },
					{ name: 'com relato', when: 'relato != null', do: [node('Registrar')] },
				],
				otherwise: { name: 'nada', do: [human('Arquivar', 'suporte')] },
			},
			wait(
				'Esperar resposta',
				{
					name: 'Respondeu',
					on: message('Cliente responde', [text('resposta')]),
					do: [human('Ler a resposta', 'suporte', [], { shows: ['resposta'] })],
				},
				{ name: 'Silêncio', on: { kind: 'timer', duration: '7 dias' }, do: [end('Sem resposta')] },
			),
		],
	),
	// Sales
	plan(
		'en',
		'Qualify a lead',
		'New lead',
		[text('company'), number('employees', 40)],
		[
			http('Look up the company', [{ name: 'profile', type: 'object' }], { method: 'GET' }),
			choice(
				'Large?',
				'employees >= 50',
				[human('Call the lead', 'sales', [yes('interested')])],
				[agent('Write a mail', [text('mail')], { reads: ['company'] }), node('Send the mail'), end('Small lead')],
			),
			choice(
				'Interested?',
				'interested',
				[{ kind: 'call', name: 'Make the offer', process: 'called', inputs: { lead: 'reference' } }],
				[end('Lost')],
			),
		],
	),
	plan(
		'pt',
		'Preparar proposta',
		'form',
		[{ name: 'itens', type: 'list', example: ['a', 'b', 'c'] }, number('desconto', 5)],
		[
			each('Cotar itens', 'itens', 'item', [http('Buscar preço', [number('preco')])]),
			choice('Desconto alto?', 'desconto > 10', [human('Autorizar desconto', 'vendas', [yes('autorizado')])]),
			agent('Escrever proposta', [text('proposta')], { reads: ['desconto'] }),
			loop('Revisar', 'pronta', [human('Revisar proposta', 'vendas', [yes('pronta')], { shows: ['proposta'] })]),
		],
	),
	// Human resources
	plan(
		'en',
		'Hire a person',
		'manual',
		[text('candidate'), { name: 'start', type: 'date', example: '2026-12-01' }],
		[
			parallel(
				'Prepare',
				[human('Order a laptop', 'it')],
				[human('Create accounts', 'it', [text('account')], { deadline: { after: 'P1D', goesOn: true, do: [node('Remind IT')] } })],
				[human('Sign the contract', 'hr', [yes('signed')]), choice('Signed?', 'signed', [], [end('Not hired', { cancels: true })])],
			),
			choice('Begins later?', 'date(start) > today()', [human('Send a welcome', 'hr')]),
			human('First day', 'hr', [], { shows: ['account'] }),
		],
	),
	plan(
		'pt',
		'Aprovar férias',
		'form',
		[number('dias', 10)],
		[
			human('Decidir', 'gerencia', [yes('aprovado'), { ...text('comentario'), required: false }], { due: 'P2D' }),
			choice('Aprovado?', 'aprovado = true', [http('Lançar no ponto')], [node('Avisar recusa'), end('Recusado')]),
			node('Avisar aprovação'),
		],
	),
	// Health
	plan(
		'en',
		'Book an appointment',
		'Patient asks',
		[text('complaint')],
		[
			agent('Find the urgency', [{ name: 'urgency', type: 'text', options: ['now', 'soon', 'later'] }], { reads: ['complaint'] }),
			{
				kind: 'choice',
				name: 'How urgent?',
				branches: [
					{ name: 'now', when: 'urgency = "now"', do: [human('Call the patient', 'nurses'), end('Sent to emergency')] },
					{ name: 'soon', when: 'urgency = "soon"', do: [human('Find a place this week', 'desk', [text('slot')])] },
				],
				otherwise: { name: 'later', do: [http('Find a place', [text('slot')])] },
			},
			wait('Wait for a yes', { on: message('Patient confirms') }),
			human('Print the plan', 'desk', [], { shows: ['slot'] }),
		],
	),
	plan(
		'pt',
		'Liberar exame',
		'manual',
		[text('paciente')],
		[
			{
				kind: 'unsupported',
				name: 'Ler o laudo',
				needs: 'Ler um laudo em papel',
				reason: 'Não há leitor.',
				alternatives: [{ kind: 'human', text: 'Digitar' }],
				writes: [text('laudo')],
			},
			agent('Resumir o laudo', [text('resumo')], { reads: ['laudo'], onError: [human('Resumir à mão', 'medicos', [text('resumo')])] }),
			human('Validar', 'medicos', [yes('valido')], { shows: ['resumo'] }),
			choice('Válido?', 'valido', [node('Enviar ao paciente')], [end('Devolvido')]),
		],
	),
	// Logistics
	plan(
		'en',
		'Deliver an order',
		'Order paid',
		[{ name: 'parcels', type: 'list', example: ['p1', 'p2'] }],
		[
			each(
				'Pack parcels',
				'parcels',
				'parcel',
				[human('Pack a parcel', 'warehouse', [number('weight')]), http('Print a label', [text('label')])],
				{ together: true },
			),
			wait(
				'Wait for the driver',
				{ name: 'Driver', on: message('Driver arrives') },
				{ name: 'Late', on: { kind: 'timer', duration: 'PT4H' }, do: [human('Call the driver', 'warehouse')] },
			),
			node('Tell the customer'),
		],
	),
	plan(
		'pt',
		'Receber mercadoria',
		'manual',
		[number('esperado', 10)],
		[
			human('Contar caixas', 'deposito', [number('contado')]),
			choice('Faltam caixas?', 'contado < esperado', [
				http('Abrir divergência', [text('protocolo')]),
				wait('Esperar fornecedor', { on: message('Fornecedor responde', [text('explicacao')]) }),
			]),
			human('Guardar', 'deposito', [], { shows: ['contado'] }),
		],
	),
	// Law
	plan(
		'en',
		'Review a contract',
		'form',
		[text('contract')],
		[
			agent('List the risks', [{ name: 'risks', type: 'list' }, text('summary')], { reads: ['contract'] }),
			each('Judge each risk', 'risks', 'risk', [
				human('Judge the risk', 'lawyers', [yes('acceptable')]),
				choice('Acceptable?', 'acceptable', [], [end('Refused')]),
			]),
			human('Sign', 'partners', [], { shows: ['summary'] }),
		],
	),
	plan(
		'pt',
		'Responder intimação',
		'Intimação recebida',
		[text('processo')],
		[
			parallel(
				'Preparar',
				[human('Juntar documentos', 'paralegais')],
				[agent('Rascunhar resposta', [text('rascunho')], { reads: ['processo'] })],
			),
			loop(
				'Revisar minuta',
				'aprovada',
				[human('Revisar minuta', 'advogados', [yes('aprovada')], { shows: ['rascunho'] })],
				[human('Escalar', 'socios')],
			),
			http('Protocolar', [text('numero')], { credential: 'tribunal' }),
		],
	),
	// Information technology
	plan(
		'en',
		'Handle an alert',
		'Alert fires',
		[text('host'), number('severity', 2)],
		[
			node('Find it', { node: 'troupe:retrieve', parameters: { collection: 'runbooks', question: '=host' }, writes: [text('passages')] }),
			agent('Propose a fix', [text('fix')], { reads: ['host', 'passages'] }),
			choice('Severe?', 'severity >= 3', [
				human('Confirm the fix', 'operators', [yes('go')], {
					shows: ['fix'],
					deadline: { after: '15 minutes', do: [node('Page the lead'), end('Escalated')] },
				}),
			]),
			http('Apply the fix', [], { onError: [human('Repair by hand', 'operators')] }),
			wait('Settle', { on: { kind: 'timer', duration: 'PT2S' } }),
		],
	),
	plan(
		'pt',
		'Conceder acesso',
		'form',
		[text('sistema'), text('pessoa')],
		[
			human('Aprovar acesso', 'donos', [yes('pode')], { shows: ['sistema', 'pessoa'] }),
			choice('Pode?', 'pode', [http('Criar acesso', [text('login')], { onError: [end('Falhou')] }), node('Avisar')], [end('Negado')]),
		],
	),
	// School
	plan(
		'en',
		'Mark an essay',
		'manual',
		[text('essay')],
		[
			agent('Suggest a mark', [number('mark'), text('comment')], { reads: ['essay'] }),
			human('Decide the mark', 'teachers', [number('finalMark')], { shows: ['mark', 'comment'] }),
			choice('Far apart?', 'abs(finalMark - mark) > 2', [human('Second opinion', 'teachers', [text('opinion')])]),
			node('Tell the student'),
		],
	),
	plan(
		'pt',
		'Matricular aluno',
		'form',
		[text('aluno'), { name: 'documentos', type: 'list', example: ['rg', 'cpf'] }],
		[
			each('Conferir documentos', 'documentos', 'documento', [human('Conferir documento', 'secretaria', [yes('valido')])], {
				onLimit: [human('Conferir o resto', 'secretaria')],
			}),
			wait(
				'Pagamento',
				{ name: 'Pago', on: message('Pagamento recebido') },
				{ name: 'Venceu', on: { kind: 'timer', duration: '30 dias' }, do: [end('Vencido')] },
			),
			node('Enviar boas-vindas'),
		],
	),
	// Property
	plan(
		'en',
		'Repair a flat',
		'Tenant reports',
		[text('damage')],
		[
			agent('Choose a trade', [{ name: 'trade', type: 'text', options: ['plumber', 'painter', 'other'] }], { reads: ['damage'] }),
			loop(
				'Find somebody',
				'accepted',
				[node('Ask a firm'), wait('Wait for the firm', { on: message('Firm answers', [yes('accepted')]) })],
				[human('Call around', 'office')],
			),
			wait('Wait for the repair', { on: { kind: 'date', date: '2020-01-01' } }),
			http('Pay the firm', [text('receipt')]),
		],
	),
	plan(
		'pt',
		'Renovar aluguel',
		'manual',
		[number('aluguel', 2000)],
		[
			http('Consultar índice', [number('indice')], { method: 'GET' }),
			human('Propor valor', 'imobiliaria', [number('novo')], { shows: ['aluguel', 'indice'] }),
			choice('Subiu muito?', 'novo > aluguel * 1.2', [
				human('Negociar', 'imobiliaria', [yes('acordo')]),
				choice('Acordo?', 'acordo', [], [end('Sem acordo')]),
			]),
			{ kind: 'call', name: 'Assinar contrato', process: 'called', inputs: { valor: 'novo' } },
		],
	),
];
