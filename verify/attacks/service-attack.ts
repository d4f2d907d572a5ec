import { startFakeServer } from '../../sandbox/fakes/fake-server';
import { type Attack, held, type Observation, open } from '../attack';
import { type HttpAnswer, type HttpCall, sendCall } from '../range/http-call';
import { type AttackedService, listServices, openService, type RangeService } from '../range/service';
import type { Range } from '../range/range';

/** A request that every role may send. */
export const search: HttpCall = { method: 'POST', path: '/v2/process-instances/search', body: {} };
/** Returns the token of the service, which has all rights. */
export const own = ({ token }: RangeService): string => token;

const toLine = ({ method = 'GET', path }: HttpCall): string => `${method} ${path.slice(0, 100)}`;

interface StrangerAttack extends Omit<Attack, 'play' | 'control'> {
	/** Requests of a stranger, with no credential of the installation. They go to the running service too. */
	calls: readonly HttpCall[];
	/** Statuses that stop them. */
	refusedWith: readonly number[];
}

/** Makes an attack of requests that every service has to refuse. */
export function strangerAttack({ calls, refusedWith, ...attack }: StrangerAttack): Attack {
	const tryAll = async (services: AttackedService[]): Promise<Observation> => {
		const answers: string[] = [];
		for (const { name, url } of services)
			for (const call of calls) {
				const { status } = await sendCall(url, call);
				const answer = `${name} answered ${toLine(call)} with ${status}`;
				if (!refusedWith.includes(status)) return open(`${answer}.`);
				answers.push(answer);
			}
		return held(`${answers.join('; ')}.`);
	};
	return { ...attack, play: async (range) => tryAll(await listServices(range)), control: async () => tryOpenServer(tryAll) };
}

async function tryOpenServer(tryAll: (services: AttackedService[]) => Promise<Observation>): Promise<Observation> {
	const server = await startFakeServer(() => ({ status: 200, body: 'open' }));
	try {
		return await tryAll([{ name: 'a server without guards', url: server.url }]);
	} finally {
		await server.close();
	}
}

interface CallerAttack extends Omit<Attack, 'play' | 'control'> {
	/** Returns the credential of the attacker. */
	credential: (service: RangeService) => Promise<string> | string;
	call: HttpCall;
	refusedWith: readonly number[];
	/** Returns a credential that is allowed to make the call, which proves that the call works. */
	allowed?: CallerAttack['credential'];
}

/** Makes an attack of a caller who has a credential, but not the right for the call. Only the service of the range is called. */
export function callerAttack({ credential, call, refusedWith, allowed, ...attack }: CallerAttack): Attack {
	const send = async (service: RangeService, secret: string): Promise<HttpAnswer> =>
		sendCall(service.url, { ...call, headers: { authorization: `Bearer ${secret}`, ...call.headers } });
	const judge = ({ status }: HttpAnswer): Observation =>
		refusedWith.includes(status)
			? held(`${toLine(call)} was refused with ${status}.`)
			: open(`${toLine(call)} was answered with ${status}.`);
	return {
		...attack,
		play: async (range) => {
			const service = await openService(range);
			return judge(await send(service, await credential(service)));
		},
		...(allowed && {
			control: async (range: Range) => {
				const service = await openService(range);
				return judge(await send(service, await allowed(service)));
			},
		}),
	};
}
