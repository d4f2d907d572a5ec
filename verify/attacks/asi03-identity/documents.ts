import { signAsker } from '../../../providers/compose/knowledge/signed-asker';
import { retrieveJobHandler } from '../../../engine-adapter/workers/knowledge/retrieve-worker';
import type { Attack } from '../../attack';
import { documentAttack, type Library } from '../document-attack';

const secret = 'The bonus of the director is ten thousand.';
const bonus = 'bonus of the director';
const board = ['group:board'];
const fix = 'Give documents and collections readers and writers (docs/knowledge/readers.md).';
const aisvs = ['5.2.2'];

const closed = { id: 'bonus', text: secret, metadata: { readers: board } };
const hasSecret = (found: string) => (found.includes(secret) ? 'The search found the document.' : undefined);
const withBonus = async (library: Library, isGuarded: boolean) =>
	library.ingest([isGuarded ? closed : { id: 'bonus', text: secret }, { id: 'open', text: 'The bonus is paid in March.' }]);

async function searchByJob({ name, host }: Library, variables: object): Promise<string> {
	const job = {
		key: '1',
		type: 'troupe:retrieve',
		instanceKey: '1',
		processId: 'p',
		processDefinitionKey: '1',
		elementId: 'e',
		elementInstanceKey: '1',
		headers: { collection: name },
		retries: 1,
		deadline: 0,
		variables: { question: bonus, ...variables },
	};
	return JSON.stringify(await retrieveJobHandler(host)(job, AbortSignal.timeout(30_000)));
}

/** Attempts to read and write documents of others. */
export const documents: Attack[] = [
	documentAttack({
		id: 'ASI03.46',
		title: { en: 'Somebody unknown finds a document of the board', pt: 'Alguém desconhecido encontra um documento da diretoria' },
		tries: 'A document has the readers group:board; a task searches without saying who asks.',
		fix,
		aisvs,
		async reach(library, isGuarded) {
			await withBonus(library, isGuarded);
			return hasSecret(await library.find(bonus));
		},
	}),
	documentAttack({
		id: 'ASI03.47',
		title: { en: 'A filter lifts the readers of a document', pt: 'Um filtro anula os leitores de um documento' },
		tries: 'A person of another group filters for the readers, and for the ID of the document.',
		fix,
		aisvs,
		async reach(library, isGuarded) {
			await withBonus(library, isGuarded);
			const asker = ['group:sales'];
			const filters = [{ readers: 'group:board' }, { documentId: 'bonus' }, { $or: [{ documentId: 'bonus' }, { documentId: 'open' }] }];
			const found = await Promise.all(filters.map((filter) => library.find(bonus, { asker, filter })));
			return hasSecret(found.join('\n'));
		},
	}),
	documentAttack({
		id: 'ASI03.48',
		title: { en: 'A variable of a process claims to be the board', pt: 'Uma variável de um processo diz ser a diretoria' },
		tries: 'The variables personId, personGroups and asker of a job name the group.',
		fix: 'Let the service or `troupe knowledge asker` say who asks.',
		aisvs,
		async reach(library, isGuarded) {
			await withBonus(library, true);
			if (!isGuarded) return hasSecret(await searchByJob(library, { asker: await signAsker(library.host, board) }));
			const found = await searchByJob(library, { personId: 'director', personGroups: ['board'] });
			return hasSecret(found + (await searchByJob(library, { asker: 'group:board' })));
		},
	}),
	documentAttack({
		id: 'ASI03.49',
		title: { en: 'A signed asker is copied to another conversation', pt: 'Um asker assinado é copiado para outra conversa' },
		tries: 'The variable asker of one conversation is put into a job of another one.',
		fix: 'Bind it to its conversation (`--conversation`).',
		aisvs,
		async reach(library, isGuarded) {
			await withBonus(library, true);
			const asker = await signAsker(library.host, board, { conversation: 'board-talk' });
			return hasSecret(await searchByJob(library, { asker, conversationId: isGuarded ? 'my-talk' : 'board-talk' }));
		},
	}),
	documentAttack({
		id: 'ASI03.50',
		title: { en: 'A collection is searched by whoever is not on its list', pt: 'Quem não está na lista pesquisa uma coleção' },
		tries: 'A collection has readers; a key that is not one of them searches it.',
		fix,
		aisvs: ['5.2.1', '5.2.2'],
		async reach(library, isGuarded) {
			await library.ingest([{ id: 'bonus', text: secret }]);
			if (isGuarded) await library.limit({ readers: board });
			return hasSecret(await library.find(bonus, { asker: ['person:key:trp_12345678'] }));
		},
	}),
	documentAttack({
		id: 'ASI03.51',
		title: { en: 'A document is put into a collection of others', pt: 'Um documento entra em uma coleção de outros' },
		tries: 'A collection has writers; a key that is not one of them stores a document in it.',
		fix,
		aisvs: ['5.2.1'],
		async reach(library, isGuarded) {
			await library.ingest([{ id: 'open', text: 'Prices.' }]);
			if (isGuarded) await library.limit({ writers: board });
			await library.ingest([{ id: 'evil', text: 'All prices are zero.' }], { asker: ['person:key:trp_12345678'] });
			return (await library.find('prices')).includes('zero') ? 'The document was stored.' : undefined;
		},
	}),
];
