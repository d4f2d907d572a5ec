import { agent, choice, end, http, human, node, number, plan, text, wait, yes } from './blocks';

export const informationTechnology: unknown[] = [
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
];
