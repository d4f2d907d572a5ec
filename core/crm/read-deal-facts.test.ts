import { readDealFacts } from './read-deal-facts';

const stage = (id: string, name: string) => ({ id, name });
const pipelines = [
	{
		id: '1',
		name: 'Vendas',
		stages: [stage('10', 'Novo'), stage('11', 'Orçamento enviado'), stage('12', 'Negociação')],
	},
	{ id: '2', name: 'Pós-venda', stages: [stage('20', 'Aberto')] },
];
const untold = { closedAt: null };

it.each([
	['before the proposal', { pipeline: '1', stage: '10' }, { state: 'open', isProposed: false, ...untold }],
	['with the proposal', { pipeline: '1', stage: '11' }, { state: 'open', isProposed: true, ...untold }],
	['after it', { pipeline: '1', stage: '12', closedAt: 5 }, { state: 'open', isProposed: true, ...untold }],
	[
		'lost before it',
		{ pipeline: '1', stage: '10', closed: 'lost' as const, closedAt: 5 },
		{ state: 'lost', isProposed: false, closedAt: 5 },
	],
	[
		'won from any stage',
		{ pipeline: '1', stage: '10', closed: 'won' as const, closedAt: 5 },
		{ state: 'won', isProposed: true, closedAt: 5 },
	],
	['in a pipeline without proposals', { pipeline: '2', stage: '20' }, { state: 'open', isProposed: null, ...untold }],
	['in a stage that was removed', { pipeline: '1', stage: '99' }, { state: 'open', isProposed: null, ...untold }],
])('a deal is %s', (_where, deal, facts) => expect(readDealFacts({ id: '1', ...deal }, pipelines)).toEqual(facts));

it('a deal that was removed is not open', () => expect(readDealFacts(undefined, pipelines)).toMatchObject({ state: 'removed' }));
