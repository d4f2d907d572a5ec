import { type Attack, held, open } from '../../attack';
import { callAgent, startTask } from '../../range/a2a';
import { openService } from '../../range/service';
import { strangerAttack } from '../service-attack';

/** Messages of others to the service: webhooks, tasks and cards. */
export const messages: Attack[] = [
	strangerAttack({
		id: 'ASI07.09',
		title: { en: 'A forged hint of the registry is accepted', pt: 'Uma dica forjada do registro é aceita' },
		tries: 'POST /hints with a made-up signature.',
		fix: 'Set TROUPE_HINT_SECRET to the secret of the subscription, or leave it out.',
		calls: [
			{
				method: 'POST',
				path: '/hints',
				body: {},
				headers: { 'webhook-id': 'x', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AAAA' },
			},
			{ method: 'POST', path: '/hints', body: {} },
		],
		refusedWith: [400, 401, 403, 404],
	}),
	strangerAttack({
		id: 'ASI07.10',
		title: { en: 'A forged message of a channel is accepted', pt: 'Uma mensagem forjada de um canal é aceita' },
		tries: 'POST /channels/default/support without the secret of the channel.',
		fix: 'Create channels with `troupe channel add`, which gives each its secret.',
		calls: [
			{ method: 'POST', path: '/channels/default/support', body: { message: 'hello' } },
			{ method: 'POST', path: '/channels/default/support/guess', body: { message: 'hello' } },
		],
		refusedWith: [401, 403, 404],
	}),
	{
		id: 'ASI07.11',
		title: { en: 'A caller reads the task of another caller', pt: 'Quem chama lê a tarefa de outro' },
		tries: 'A key begins a task over A2A; another key asks for it by its ID.',
		fix: 'Give each caller a key of its own.',
		aisvs: ['10.2.5'],
		async play(range) {
			const service = await openService(range);
			const one = await service.createKey({ scopes: ['agent:run'] });
			const other = await service.createKey({ scopes: ['agent:run'] });
			const id = (await startTask(service, one, 'TASK-SECRET-4711')).id;
			const own = await callAgent(service, one, 'GetTask', { id });
			if (id === undefined || !own.body.includes(id)) throw new Error(`the task was not made: ${own.body.slice(0, 300)}`);
			const stolen = await callAgent(service, other, 'GetTask', { id });
			return /"error"/.test(stolen.body) ? held('The other key is told that there is no such task.') : open('The other key got the task.');
		},
		async control(range) {
			const service = await openService(range);
			const key = await service.createKey({ scopes: ['agent:run'] });
			const id = (await startTask(service, key, 'hello')).id;
			return /"error"/.test((await callAgent(service, key, 'GetTask', { id })).body)
				? held('Not even its own.')
				: open('A caller gets its own task.');
		},
	},
	{
		id: 'ASI07.12',
		title: { en: 'The service tells results to an inner address', pt: 'O serviço envia resultados a um endereço interno' },
		tries: 'A caller asks over A2A for notifications to http://169.254.169.254 and http://127.0.0.1.',
		fix: 'Leave TROUPE_WEBHOOK_PRIVATE out.',
		async play(range) {
			const service = await openService(range);
			const key = await service.createKey({ scopes: ['agent:run'] });
			const taskId = (await startTask(service, key, 'hello')).id;
			for (const url of ['http://169.254.169.254/x', 'http://127.0.0.1:1/x', 'http://localhost/x']) {
				const { body } = await callAgent(service, key, 'CreateTaskPushNotificationConfig', { taskId, id: 'c', url });
				if (!body.includes('"error"')) return open(`The service accepted ${url}.`);
			}
			return held('Each address was refused.');
		},
	},
];
