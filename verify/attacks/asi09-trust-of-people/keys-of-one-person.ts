import { type Attack, held, type Observation, open } from '../../attack';
import { approveTransfer, startTransfer } from '../../range/a2a';
import { sendCall } from '../../range/http-call';
import { openService, type RangeService } from '../../range/service';

const scopes = ['agent:run', 'agent:decide', 'keys:manage'];
/** A key that rotates itself has to have no end. */
const person = { scopes, days: null };

async function post({ url }: RangeService, key: string, path: string, body: object): Promise<string> {
	const answer = await sendCall(url, { method: 'POST', path, headers: { authorization: `Bearer ${key}` }, body });
	const { secret } = JSON.parse(answer.body) as { secret?: string };
	if (secret === undefined) throw new Error(`No key was made: ${answer.status} ${answer.body.slice(0, 300)}`);
	return secret;
}

const make = (service: RangeService, key: string) => post(service, key, '/api/v1/access-keys', { name: 'made', scopes });
const rotate = (service: RangeService, key: string) => post(service, key, `/api/v1/access-keys/${key.slice(0, 12)}/rotate`, {});

/** @param find the key that approves what `asks` asked for */
async function approve(service: RangeService, asks: string, find: () => Promise<string>): Promise<Observation> {
	const waits = await startTransfer(service, asks);
	const { status, body } = await approveTransfer(service, await find(), waits);
	if (status === 200) return open('The transfer was approved.');
	return held(`The decision was refused: ${status} ${/"code":\s*"([A-Z_]+)"/.exec(body)?.[1] ?? ''}`);
}

type Keyed = Pick<Attack, 'id' | 'title' | 'tries'> & { find: (service: RangeService, asks: string) => Promise<string> };

/** Makes an attack of a caller who comes back with another key. The control is a key that the operator made for somebody else. */
const comeBack = ({ find, ...attack }: Keyed): Attack => ({
	...attack,
	fix: 'Remove own=allow from TROUPE_APPROVALS.',
	aisvs: ['9.2.1', '9.2.8'],
	async play(range) {
		const service = await openService(range);
		const asks = await service.createKey(person);
		return approve(service, asks, () => find(service, asks));
	},
	async control(range) {
		const service = await openService(range);
		return approve(service, await service.createKey(person), () => service.createKey(person));
	},
});

export const keysOfOnePerson: Attack[] = [
	comeBack({
		id: 'ASI09.66',
		title: { en: 'Who asks for a transfer makes a key and approves it', pt: 'Quem pede uma transferência cria uma chave e a aprova' },
		tries: 'A key with keys:manage begins a transfer, makes another key over HTTP, and approves with that one.',
		find: make,
	}),
	comeBack({
		id: 'ASI09.67',
		title: { en: 'Who asks for a transfer rotates the key and approves it', pt: 'Quem pede uma transferência troca a chave e a aprova' },
		tries: 'A key begins a transfer, is rotated, and its successor approves.',
		find: rotate,
	}),
];
